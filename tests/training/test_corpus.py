"""Readers of the training data, on lines written here."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.corpus import lay_over, read_btc, read_conllu, read_wikigold
from training.gum_entities import name_layer
from training.prepare import label_sets
from training.sources import SOURCES, SourceError, open_source


def _row(
    number: str, form: str, upos: str = "NOUN", xpos: str = "NN", head: str = "0", label: str = "root", misc: str = "_"
) -> str:
    return "\t".join([number, form, form.lower(), upos, xpos, "_", head, label, "_", misc])


DONT = [
    "# newdoc id = one",
    "# sent_id = one-1",
    _row("1", "They", "PRON", "PRP", "4", "nsubj"),
    _row("2-3", "don't"),
    _row("2", "do", "AUX", "VBP", "4", "aux"),
    _row("3", "n't", "PART", "RB", "4", "advmod"),
    _row("4", "fight", "VERB", "VB", "0", "root", "SpaceAfter=No"),
    _row("4.1", "empty"),
    _row("5", ".", "PUNCT", ".", "4", "punct"),
    "",
    "# sent_id = one-2",
    _row("1", "Truce", misc="SpaceAfter=No"),
]


def test_read_conllu_takes_spacing_from_multiword_ranges() -> None:
    [[first, second]] = read_conllu(DONT)
    assert first.words == ["They", "do", "n't", "fight", "."]
    assert first.spaces == [True, False, True, False, True]
    assert first.heads == [4, 4, 4, 0, 4]
    assert first.paragraph and not second.paragraph


def test_lay_over_finds_sentences_by_their_characters() -> None:
    documents = read_conllu([_row("1", "Deir"), _row("2", "ez"), _row("3", "-"), _row("4", "Zor"), _row("5", "fell")])
    lay_over(documents, ["1\tDeir\tB-LOC\t-", "2\tez-Zor\tI-LOC\t-", "3\tfell\tO\t-"])
    assert documents[0][0].entities == ["B-LOC", "I-LOC", "I-LOC", "I-LOC", "O"]


def test_lay_over_leaves_unknown_sentences_without_a_layer() -> None:
    documents = read_conllu([_row("1", "War")])
    lay_over(documents, ["1\tPeace\tO\t-"])
    assert documents[0][0].entities is None


def test_read_wikigold_makes_bio_of_io_and_drops_misc() -> None:
    [[sentence]] = read_wikigold(["The I-ORG", "Band I-ORG", "left O", "Japanese I-MISC", "Goma I-LOC"])
    assert sentence.entities == ["B-ORG", "I-ORG", "O", "O", "B-LOC"]


def test_read_btc_knows_no_sentence_starts() -> None:
    [[sentence]] = read_btc(["hi\tO", "Goma\tB-LOC"])
    assert sentence.entities == ["O", "B-LOC"]
    assert not sentence.begins


def test_name_layer_cuts_titles_and_articles_off() -> None:
    rows = [
        _row("1", "Texas", "PROPN", "NNP", "2", "compound", "Entity=(1-person-new-x-coref(2-place-new-x-Texas)"),
        _row("2", "student", "NOUN", "NN", "5", "nsubj"),
        _row("3", "Ahmed", "PROPN", "NNP", "2", "flat"),
        _row("4", "Osman", "PROPN", "NNP", "2", "flat", "Entity=1)"),
        _row("5", "met", "VERB", "VBD", "0", "root"),
        _row("6", "the", "DET", "DT", "8", "det", "Entity=(3-organization-new-x-UN"),
        _row("7", "United", "ADJ", "NNP", "8", "amod"),
        _row("8", "Nations", "PROPN", "NNPS", "5", "obj", "Entity=3)"),
    ]
    [[sentence]] = read_conllu(rows)
    assert name_layer(sentence) == ["B-LOC", "O", "B-PER", "I-PER", "O", "O", "B-ORG", "I-ORG"]


def test_name_layer_leaves_offices_and_peoples_out() -> None:
    rows = [
        _row("1", "President", "PROPN", "NNP", "2", "nsubj", "Entity=(1-person-new-x)"),
        _row("2", "met", "VERB", "VBD", "0", "root"),
        _row("3", "Kurds", "PROPN", "NNPS", "2", "obj", "Entity=(2-person-new-x)"),
    ]
    [[sentence]] = read_conllu(rows)
    assert name_layer(sentence) == ["O", "O", "O"]


def test_label_sets_leave_rare_lemma_scripts_out() -> None:
    labels = label_sets(read_conllu(DONT))
    assert labels["upos"] and labels["labels"]
    assert "k|0|" in labels["scripts"]
    assert len(labels["scripts"]) < 5


def test_open_source_refuses_another_file(tmp_path: Path) -> None:
    (tmp_path / SOURCES[0].file).write_bytes(b"else")
    with pytest.raises(SourceError, match="sha256"):
        open_source(tmp_path, SOURCES[0].file)
    with pytest.raises(SourceError, match="missing"):
        open_source(tmp_path, SOURCES[1].file)


def test_sources_name_their_licences() -> None:
    assert all("CC BY" in source.licence and len(source.sha256) == 64 for source in SOURCES)
    assert {source.file for source in SOURCES if source.test} == {
        "ewt-test.conllu.gz",
        "gum-test.conllu.gz",
        "pud-test.conllu.gz",
        "ner-ewt-test.iob2.gz",
        "ner-pud-test.iob2.gz",
    }
