"""What the types that cross the stages share: they do not change, and an id follows from the content that it names."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """Frozen, no unknown keys: what is written is what is read back."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Identified(Model):
    """What has an id that follows from its content, so that a review or the next brief can name it."""

    id: str = ""

    def model_post_init(self, context: Any, /) -> None:
        if not self.id:
            object.__setattr__(self, "id", fact_id(self))


def fact_id(fact: BaseModel) -> str:
    """A short stable id: the sha256 of the fact's class and content, without its own id, the mark of an editor and
    the count of its sources.

    >>> from briefgen.model import Message
    >>> Message(message="keypoint.truce").id == Message(message="keypoint.truce").id
    True
    """
    content = fact.model_dump(mode="json", exclude={"id", "corrected", "independent"})
    text = json.dumps([type(fact).__name__, content], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
