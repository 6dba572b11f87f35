"""Windows and one step of training, on a few sentences; needs torch."""

from __future__ import annotations

import random

import pytest

torch = pytest.importorskip("torch", reason="torch is not installed: pip install '.[train]'")

from training.batches import NO_GOLD, Encoder, Noise, epoch, without_stop  # noqa: E402
from training.model import Parser, Sizes  # noqa: E402
from training.news import news_documents  # noqa: E402
from training.prepare import label_sets  # noqa: E402
from training.train import losses, masked_arcs  # noqa: E402

VOCABULARY = {
    name: number
    for number, name in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "said", "the", "army", "."])
}


def _encoder() -> Encoder:
    return Encoder(VOCABULARY, label_sets(news_documents(300)))


def test_epoch_holds_every_word_once() -> None:
    documents = news_documents(60)
    batches = list(epoch([(documents, 1.0)], _encoder(), random.Random(1), Noise(0, 0, 0, 0)))
    assert sum(batch.words for batch in batches) == sum(
        len(sentence.words) for document in documents for sentence in document
    )


def test_window_points_heads_into_the_window() -> None:
    document = next(document for document in news_documents(60) if len(document) > 2)
    encoder = _encoder()
    batch = encoder.batch([encoder.window(document)])
    heads, sentences = batch.gold["heads"][0], batch.sentences[0]
    for place, head in enumerate(heads.tolist()):
        assert head in (0, NO_GOLD) or sentences[head - 1] == sentences[place]


def test_without_stop_drops_a_final_stop_only() -> None:
    for document in news_documents(60):
        for sentence in document:
            shorter = without_stop(sentence)
            assert (len(sentence.words) - len(shorter.words)) == (sentence.words[-1] == "." and len(sentence.words) > 2)


def test_masked_arcs_keep_to_the_sentence() -> None:
    arcs = masked_arcs(torch.zeros(1, 3, 4), torch.tensor([[0, 0, 1]]))
    assert (arcs[0] == 0).tolist() == [
        [True, False, True, False],
        [True, True, False, False],
        [True, False, False, False],
    ]


def test_losses_are_finite_and_fall() -> None:
    torch.manual_seed(1)
    labels = {**label_sets(news_documents(300)), "scripts": ["k|0|", "l|0|"]}
    encoder = Encoder(VOCABULARY, labels)
    parser = Parser(Sizes(**{name: len(labels[name]) for name in ("upos", "xpos", "scripts", "entities", "labels")}), 8)
    documents = news_documents(20)[:4]
    batch = encoder.batch([encoder.window(document) for document in documents])
    embedded = torch.randn(*batch.pieces.shape, 384)
    optimiser = torch.optim.AdamW(parser.parameters(), lr=1e-3)
    totals = []
    for _ in range(6):
        total = torch.stack(list(losses(parser, batch, embedded).values())).sum()
        totals.append(float(total.detach()))
        optimiser.zero_grad()
        total.backward()
        optimiser.step()
    assert all(value == value for value in totals)
    assert totals[-1] < totals[0]
