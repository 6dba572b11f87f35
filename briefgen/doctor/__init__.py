"""Looks whether all that a morning's brief needs is there and well: the installation, the places, the mornings, mail.

Each examination is a function in `EXAMINATIONS`; it changes nothing, and asks the network only where it is told to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from briefgen.doctor.finding import Check, Scene
from briefgen.doctor.installation import fonts, model, pdf
from briefgen.doctor.mornings import heartbeats, profiles, timers
from briefgen.doctor.places import deliveries, disk, histories
from briefgen.doctor.servers import mail

__all__ = ["EXAMINATIONS", "Check", "Scene", "examine"]

EXAMINATIONS: tuple[Callable[[Scene], Iterator[Check]], ...] = (
    *(model, fonts, pdf),
    *(disk, histories, deliveries),
    *(profiles, timers, heartbeats),
    mail,
)


def examine(scene: Scene) -> Iterator[Check]:
    """Every check of *scene*; an examination that breaks is a failed check itself."""
    for examination in EXAMINATIONS:
        name = examination.__name__
        try:
            yield from examination(scene)
        except Exception as error:
            yield Check(name, "fail", f"could not be looked at: {type(error).__name__}: {error}", "please report this")
