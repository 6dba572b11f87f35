"""Which articles a brief is made of: by language and time before they are read, by topic, place and party after."""

from briefgen.choose.subject import about, on_topic
from briefgen.choose.window import Chosen, choose, dated, newest, today

__all__ = [
    "Chosen",
    "about",
    "choose",
    "dated",
    "newest",
    "on_topic",
    "today",
]
