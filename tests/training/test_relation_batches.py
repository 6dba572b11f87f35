"""Annotated texts as batches of the relation model, and its steps; needs torch."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="torch is not installed: pip install '.[train]'")

from torch import nn  # noqa: E402

from briefgen.parse.relations.inputs import LABELS, ROLES, Encoder  # noqa: E402
from training import relation_batches  # noqa: E402
from training.annotated import Text, read_text  # noqa: E402
from training.relation_batches import BATCH_WORDS, asked_of, batch, grouped, never_asked  # noqa: E402
from training.relation_model import RelationModel  # noqa: E402
from training.relations import DECAY, MeanWeights, judged, mean_of  # noqa: E402
from training.updates import Updates  # noqa: E402

SHORT = """
[PER Peru] scolded [CHI Chile] .
= PER condemns CHI
@ PER commentator
@ CHI belligerent
{none}
"""
LONG = """
[MAL Mali] asked [RUS Moscow] for rifles .
= MAL help_requested RUS
{killed Nine men} died at the ford .
The river was high .
Nobody crossed it .
[RUS It] said no , and [MAL Mali] sulked .
= RUS help_refused MAL
@ MAL belligerent
@ RUS none
"""
FAR = """
[RUS Moscow] has a navy .
The river was high .
Nobody crossed it .
[MAL Mali] praised it .
= MAL help_granted RUS
@ MAL belligerent
@ RUS none
{none}
"""


def _text(block: str) -> Text:
    return read_text(block.strip(), where="test")


@pytest.fixture(autouse=True)
def _letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Word pieces of single letters in the place of the base encoder's, which are fetched for training."""
    names = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *".,", *(mark + chr(n) for n in range(97, 123) for mark in ("", "##"))]
    made = {name: number for number, name in enumerate(names)}
    monkeypatch.setattr(relation_batches, "vocabulary", lambda: made)


def _encoder() -> Encoder:
    return Encoder(relation_batches.vocabulary())


def test_pairs_are_of_the_actors_near_alone_and_toward_each_other() -> None:
    assert asked_of(_text(SHORT)) == [(0, 0, 0), (0, 0, 2), (0, 1, 0), (0, 1, 1)]
    by_sentence = {place: {pair[1] for pair in asked_of(_text(FAR)) if pair[0] == place} for place in range(4)}
    assert by_sentence == {0: {0}, 1: {0}, 2: {0}, 3: {1}}


def test_fact_is_true_of_its_pair_and_of_its_actor_alone() -> None:
    made = batch([_text(SHORT), _text(LONG)], _encoder())
    told = {
        (window, *made.pairs.asked[window, pair].tolist(), LABELS[label])
        for window, pair, label in made.pairs.gold.nonzero().tolist()
    }
    assert told == {
        (0, 0, 0, 0, "condemns"),
        (0, 0, 0, 2, "condemns"),
        (1, 0, 0, 0, "help_requested"),
        (1, 0, 0, 2, "help_requested"),
        (1, 4, 1, 0, "help_refused"),
        (1, 4, 1, 1, "help_refused"),
    }
    assert made.pairs.known.sum(1).tolist() == [len(asked_of(_text(SHORT))), len(asked_of(_text(LONG)))]
    assert [[ROLES[role] for role in row] for row in made.roles.tolist()] == [
        ["commentator", "belligerent"],
        ["belligerent", "none"],
    ]


def test_fact_whose_partner_is_far_is_missed_and_counted() -> None:
    assert [*never_asked(_text(FAR))] == ["help_granted"]
    assert [*never_asked(_text(SHORT)), *never_asked(_text(LONG))] == []


def test_window_is_judged_the_same_alone_and_beside_a_longer_one() -> None:
    torch.manual_seed(3)
    model = RelationModel().eval()
    embeddings = torch.randn(len(relation_batches.vocabulary()), 384)

    def logits(texts: list[Text]) -> list[torch.Tensor]:
        made = batch(texts, _encoder())
        given = (made.numbers[name] for name in ("cases", "mask", "inside", "slots", "pool", "marked"))
        embedded = nn.functional.embedding(made.numbers["pieces"], embeddings)
        return list(model(embedded, *given, made.pairs.asked))

    with torch.no_grad():
        alone, both = logits([_text(SHORT)]), logits([_text(SHORT), _text(LONG)])
    pairs, pieces = len(asked_of(_text(SHORT))), alone[2].shape[1]
    assert both[0].shape[1] > pairs and both[2].shape[1] > pieces
    assert torch.allclose(alone[0][0], both[0][0, :pairs], atol=1e-4)
    assert torch.allclose(alone[1][0], both[1][0, :2], atol=1e-4)
    assert torch.allclose(alone[2][0], both[2][0, :pieces], atol=1e-4)
    assert torch.allclose(alone[3][0], both[3][0, :pieces, :3], atol=1e-4)


def test_groups_hold_every_text_once_and_no_more_words_than_fit() -> None:
    texts = [_text(SHORT.replace(" .", f" {'very ' * number}.")) for number in range(1, 120)]
    groups = grouped(texts, random.Random(1))
    assert sorted(map(id, (one for group in groups for one in group))) == sorted(map(id, texts))
    assert all(max(len(one.window.words) for one in group) * len(group) <= BATCH_WORDS for group in groups)
    assert len(groups) > 1
    assert grouped([]) == []


class _Small(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.encoder = nn.Linear(2, 2)
        self.head = nn.Linear(2, 1)


def test_step_too_small_for_the_model_s_type_is_kept_in_its_masters() -> None:
    updates = Updates(model := _Small(), encoder_rate=1e-6, head_rate=0.0)
    with torch.no_grad():
        for weights in (updates.masters["encoder.bias"], model.encoder.bias):
            weights.fill_(1.0)
    for _ in range(5):
        model.encoder.bias.grad = torch.ones_like(model.encoder.bias)
        updates.take()
    assert model.encoder.bias.grad is None and model.encoder.bias.dtype is torch.bfloat16
    assert model.encoder.bias.tolist() == [1.0, 1.0]
    assert updates.masters["encoder.bias"].tolist() == pytest.approx([1 - 5e-6] * 2, abs=1e-6)


def test_encoder_and_heads_learn_at_rates_of_their_own() -> None:
    updates = Updates(model := _Small(), encoder_rate=0.0, head_rate=0.5)
    before = {name: weight.clone() for name, weight in updates.masters.items()}
    updates.set_rate(0.5)
    for weight in model.parameters():
        weight.grad = torch.ones_like(weight)
    updates.take()
    assert torch.equal(updates.masters["encoder.weight"], before["encoder.weight"])
    assert updates.masters["head.bias"].item() == pytest.approx(before["head.bias"].item() - 0.25, abs=1e-4)


def test_running_mean_starts_near_the_last_weights_and_slows_down() -> None:
    mean = MeanWeights({"w": torch.zeros(1)})
    mean.update({"w": torch.ones(1)})
    assert mean.weights["w"].item() == pytest.approx(1 - 2 / 11)
    for _ in range(20_000):
        mean.update({"w": torch.ones(1)})
    before = mean.weights["w"].item()
    mean.update({"w": torch.zeros(1)})
    assert before > 0.99
    assert before - mean.weights["w"].item() == pytest.approx(1 - DECAY, rel=0.02)


def test_mean_of_files_is_the_mean_of_their_weights(tmp_path: Path) -> None:
    files = []
    for value in (1.0, 3.0):
        files.append(tmp_path / f"{value}.pt")
        torch.save({"weights": {"w": torch.tensor([value])}}, files[-1])
    written = torch.load(mean_of(files, tmp_path / "mean.pt"), weights_only=True)
    assert written["weights"]["w"].tolist() == [2.0]
    torch.save({"weights": {"w": torch.zeros(2)}}, files[1])
    with pytest.raises(ValueError, match=r"3\.0\.pt"):
        mean_of(files, tmp_path / "mean.pt")


def test_what_is_never_asked_is_judged_as_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    from training import relations

    monkeypatch.setattr(relations, "vocabulary", relation_batches.vocabulary)
    size = len(relation_batches.vocabulary())
    monkeypatch.setattr(relations, "base_folder", lambda: Path())
    monkeypatch.setattr(relations, "base_embeddings", lambda folder: torch.randn(size, 384))
    found = judged(RelationModel(), [_text(FAR)])
    assert [row for row in found.relations if row[2]] == [("help_granted", 0.0, True)]
