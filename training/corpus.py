"""Annotated sentences in memory, and readers for the formats that the sources come in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate, groupby


@dataclass
class Sentence:
    """One sentence, `n` words; a layer without gold is None.

    `heads` are 1-based, 0 for the root, as in CoNLL-U. `entities` are BIO tags over PER, ORG, LOC. `begins` says
    whether the first word is known to open a sentence, which is not so of tweets.
    """

    words: list[str]
    spaces: list[bool]
    upos: list[str] | None = None
    xpos: list[str] | None = None
    lemmas: list[str] | None = None
    heads: list[int] | None = None
    labels: list[str] | None = None
    entities: list[str] | None = None
    misc: list[str] = field(default_factory=list)
    begins: bool = True
    paragraph: bool = False
    name: str = ""


Document = list[Sentence]


def read_conllu(lines: Iterable[str]) -> list[Document]:
    """Documents of a CoNLL-U file; multiword ranges give the spacing, empty nodes are left out."""
    documents: list[Document] = []
    for block in _blocks(lines):
        comments = [line for line in block if line.startswith("#")]
        if not documents or any(line.startswith("# newdoc") for line in comments):
            documents.append([])
        documents[-1].append(
            _conllu_sentence(comments, [line.split("\t") for line in block if not line.startswith("#")])
        )
    return documents


def lay_over(documents: Iterable[Document], lines: Iterable[str]) -> None:
    """Give each sentence the entities that a Universal NER file has for it.

    That file follows an older release of the treebank: its order and some of its word borders differ, so sentences are
    found by their characters, and tags are carried over by character. A sentence it does not have keeps None.
    """
    layers = {}
    for block in _blocks(lines):
        rows = [line.split("\t") for line in block if not line.startswith("#")]
        layers["".join(row[1] for row in rows)] = [
            tag if place == 0 else tag.replace("B-", "I-")
            for row in rows
            for tag in [_known_tag(row[2])]
            for place in range(len(row[1]))
        ]
    for sentence in (sentence for document in documents for sentence in document):
        tags = layers.get("".join(sentence.words))
        if tags is not None:
            starts = accumulate([0, *map(len, sentence.words[:-1])])
            sentence.entities = [tags[start] for start in starts]


def read_wikigold(lines: Iterable[str]) -> list[Document]:
    """Wikigold, one document; its IO tags become BIO, MISC is dropped."""
    sentences = []
    for block in _blocks(lines):
        rows = [line.split(" ") for line in block if not line.startswith("-DOCSTART-")]
        if rows:
            words = [row[0] for row in rows]
            sentences.append(_entity_sentence(words, _io_to_bio([row[-1] for row in rows]), begins=True))
    return [sentences]


def read_btc(lines: Iterable[str]) -> list[Document]:
    """The Broad Twitter Corpus, a document a tweet."""
    documents = []
    for block in _blocks(lines):
        rows = [line.rstrip("\n").split("\t") for line in block]
        rows = [row for row in rows if len(row) == 2 and row[0].strip()]
        if rows:
            tags = [_known_tag(row[1]) for row in rows]
            documents.append([_entity_sentence([row[0] for row in rows], tags, begins=False)])
    return documents


def _blocks(lines: Iterable[str]) -> Iterator[list[str]]:
    for filled, group in groupby(lines, key=lambda line: bool(line.strip())):
        if filled:
            yield list(group)


def _conllu_sentence(comments: list[str], rows: list[list[str]]) -> Sentence:
    words = [row for row in rows if row[0].isdigit()]
    glued = {row[0]: "SpaceAfter=No" in row[9] for row in rows}
    spaces = [not glued[row[0]] for row in words]
    for row in rows:
        if "-" in row[0]:
            first, last = (int(number) for number in row[0].split("-"))
            for number in range(first, last):
                spaces[number - 1] = False
            spaces[last - 1] = not glued[row[0]]
    return Sentence(
        words=[row[1] for row in words],
        spaces=spaces,
        upos=[row[3] for row in words],
        xpos=[row[4] for row in words],
        lemmas=[row[2] for row in words],
        heads=[int(row[6]) for row in words],
        labels=[row[7] for row in words],
        misc=[row[9] for row in words],
        paragraph=any(line.startswith(("# newpar", "# newdoc")) for line in comments),
        name=next((line.split("=", 1)[1].strip() for line in comments if line.startswith("# sent_id")), ""),
    )


def _entity_sentence(words: list[str], tags: list[str], *, begins: bool) -> Sentence:
    return Sentence(words=words, spaces=[True] * len(words), entities=tags, begins=begins)


def _io_to_bio(tags: list[str]) -> list[str]:
    fixed, before = [], "O"
    for tag in tags:
        kind = tag[2:] if tag != "O" else ""
        known = kind in {"PER", "ORG", "LOC"}
        fixed.append(f"{'I' if before == kind else 'B'}-{kind}" if known else "O")
        before = kind
    return fixed


def _known_tag(tag: str) -> str:
    return tag if tag[2:] in {"PER", "ORG", "LOC"} else "O"
