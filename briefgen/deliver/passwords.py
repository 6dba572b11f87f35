"""Secrets from the environment or the system's keyring; never from a settings file, a command line or a log."""

from __future__ import annotations

import os

from briefgen.errors import ChannelUnusable


def secret(*, variable: str | None, keyring: str | None, user: str) -> str | None:
    """The secret in the environment variable *variable*, else of *user* in the keyring under the name *keyring*.

    None where neither is set. Raises `ChannelUnusable` saying where it was looked for.
    """
    if variable:
        value = os.environ.get(variable)
        if not value:
            raise ChannelUnusable(f"the variable {variable} is not set; put the secret there and try again")
        return value
    return _from_keyring(keyring, user=user) if keyring else None


def hidden(text: str, secret: str | None) -> str:
    """*text* of a server in one line, without *secret* in it.

    >>> hidden("535 bad\\npassword hunter2", "hunter2")
    '535 bad password [hidden]'
    """
    text = " ".join(text.split())
    return text.replace(secret, "[hidden]") if secret else text


def _from_keyring(name: str, *, user: str) -> str:
    try:
        import keyring
    except ImportError:
        raise ChannelUnusable("the keyring is not installed: pip install 'briefgen[keyring]'") from None
    try:
        value = keyring.get_password(name, user)
    except Exception as error:  # every system's keyring fails in its own way
        raise ChannelUnusable(f"the keyring cannot be read: {type(error).__name__}: {error}") from None
    if not value:
        raise ChannelUnusable(f"the keyring has nothing for {user!r} under {name!r}; run: keyring set {name} {user}")
    return str(value)
