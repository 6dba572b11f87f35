"""Whether the mail servers of the channels answer, safely and with our password; no mail is sent."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.deliver import channels_of
from briefgen.deliver.mail import MAIL, reach
from briefgen.deliver.mail_settings import MailSettings
from briefgen.doctor.finding import Check, Scene
from briefgen.errors import BriefgenError


def mail(scene: Scene) -> Iterator[Check]:
    """Each mail channel's server greets, and takes TLS and the login where they are set; only with *network*."""
    for name, table in scene.channels.items():
        if table.get("kind") != MAIL.name:
            continue
        if not scene.network:
            yield Check(f"mail {name}", "ok", "not asked; `briefgen doctor --network` does")
            continue
        advice = f"mend [channel.{name}] in {scene.file}, or ask whoever runs the server"
        try:
            (channel,) = channels_of(scene.channels, (name,), folder=scene.file.parent)
            said = reach(MailSettings.model_validate(channel.settings))
        except BriefgenError as error:
            yield Check(f"mail {name}", "fail", str(error), advice)
        else:
            yield Check(f"mail {name}", "ok", said)
