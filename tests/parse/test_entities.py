"""Entities of a parse: official names of states are one entity, whatever the model made of them."""

from __future__ import annotations

import pytest

from tests.conftest import Read


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Six soldiers died in the Democratic People's Republic of Korea.", "Democratic People's Republic of Korea"),
        ("Six soldiers died in the People’s Republic of China.", "People’s Republic of China"),
        ("Six soldiers died in the United States of America.", "United States of America"),
        ("Six soldiers died in The Gambia.", "Gambia"),
    ],
)
def test_make_whole_gives_an_official_name_one_entity(read: Read, text: str, entity: str) -> None:
    assert [span.text for span in read(text)[0].doc.ents] == [entity]


def test_make_whole_leaves_a_longer_name_alone(read: Read) -> None:
    """ "Republic of China" ends inside an entity that goes on: neither is cut."""
    from spacy.tokens import Doc

    from briefgen.parse.entities import make_whole
    from briefgen.parse.scene import Link
    from briefgen.parsed import Actor

    parsed = read("The Republic of China Airlines strike went on.")[0]
    words = [token.text for token in parsed.doc]
    doc = Doc(parsed.doc.vocab, words=words, ents=["O", "B-ORG", "I-ORG", "I-ORG", "I-ORG", "O", "O", "O", "O"])
    make_whole(doc, [Link(1, 4, 1, Actor(name="Taiwan", kind="state", id="TWN"), "name")])
    assert [span.text for span in doc.ents] == ["Republic of China Airlines"]
