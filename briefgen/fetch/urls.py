"""Addresses of the web: made safe to ask for, and brought to one form so that an article is known again.

What only says who followed a link is told by the table `knowledge/words/tracking.toml`.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

_LONGEST = 2000
_PORTS = {"http": 80, "https": 443}
_SAFE = "%/:=&?~#+!$,;'@()*[]-._"  # what may stand in a URL as it is


def web_url(text: str, *, base: str = "") -> str:
    """*text* as an absolute http or https URL in ASCII, without fragment; relative to *base* where that is given.

    Raises `ValueError` with a reason: another scheme, no host, a user's name or password, a port that is none.

    >>> web_url("HTTPS://Post.Example:443/a b?q=é#top"), web_url("../c", base="http://post.example/a/b")
    ('https://post.example/a%20b?q=%C3%A9', 'http://post.example/c')
    """
    joined = urljoin(base, text.strip()) if base else text.strip()
    if len(joined) > _LONGEST:
        raise ValueError(f"an address of more than {_LONGEST} characters")
    parts = urlsplit(re.sub(r"[\x00-\x1f\x7f]", "", joined))
    scheme = parts.scheme.lower()
    if scheme not in _PORTS:
        raise ValueError(f"{scheme or 'no scheme'}: only http and https are fetched")
    if parts.username is not None or parts.password is not None:
        raise ValueError("an address with a user name or a password: credentials are never sent")
    host = _ascii_host(parts.hostname or "")
    port = parts.port
    netloc = host if port in (None, _PORTS[scheme]) else f"{host}:{port}"
    path = quote(parts.path or "/", safe=_SAFE)
    return urlunsplit((scheme, netloc, path, quote(parts.query, safe=_SAFE), ""))


def article_key(url: str) -> str:
    """What two addresses of one article have in common: no tracking parameters, http and https alike.

    >>> article_key("http://post.example/a?utm_source=feed&id=7"), article_key("https://post.example/a?id=7")
    ('https://post.example/a?id=7', 'https://post.example/a?id=7')
    """
    return "https:" + clean_url(url).partition(":")[2]


def clean_url(url: str) -> str:
    """*url* without its tracking parameters; the others keep their order and spelling.

    >>> clean_url("https://post.example/a?fbclid=x&id=7&utm_medium=rss"), clean_url("https://post.example/a?fbclid=x")
    ('https://post.example/a?id=7', 'https://post.example/a')
    """
    parts = urlsplit(url)
    kept = [pair for pair in parts.query.split("&") if pair and not is_tracking(pair.partition("=")[0])]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "&".join(kept), ""))


def is_tracking(name: str) -> bool:
    """Whether a query parameter of that name says nothing about which article it is.

    >>> is_tracking("UTM_Source"), is_tracking("id")
    (True, False)
    """
    return any(pattern.search(name.lower()) for pattern in _patterns())


def host_of(url: str) -> str:
    """The host of an address, in lower case, without its port.

    >>> host_of("http://[::1]:8080/a"), host_of("https://Post.example/a")
    ('::1', 'post.example')
    """
    return urlsplit(url).hostname or ""


def port_of(url: str) -> int:
    """The port of an address, its scheme's own where none is written."""
    parts = urlsplit(url)
    return parts.port or _PORTS[parts.scheme]


def origin_of(url: str) -> str:
    """Scheme, host and port, of which a robots.txt speaks.

    >>> origin_of("http://post.example:8080/a?b=c")
    'http://post.example:8080'
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _ascii_host(host: str) -> str:
    if not host or len(host) > 253 or re.search(r"[\s<>\"{}|\\^`]", host):
        raise ValueError("an address without a usable host")
    if ":" in host:
        return f"[{host}]"
    try:
        return host.encode("ascii").decode() if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        raise ValueError(f"{host!r} is no host name") from None


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    text = files("briefgen.knowledge").joinpath("words/tracking.toml").read_text(encoding="utf-8")
    return tuple(re.compile(row["pattern"]) for row in tomllib.loads(text)["row"])
