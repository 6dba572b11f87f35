"""`python -m training STEP`: make the embedded language model, or measure it.

Steps: prepare, train, silver, export, evaluate, check; and build, which runs them all and leaves out what is done.
The model of relations is made from `training/texts` by one step of its own, relations.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Final

PARSE: Final = Path(__file__).parent.parent / "briefgen" / "parse"
MODEL: Final = PARSE / "engines" / "minilm_en"
RELATIONS: Final = PARSE / "relations_en"
RELATION_SECONDS: Final = 6_000
FIRST_WORDS: Final = 1_600_000
FINAL_WORDS: Final = 12_000_000


def main() -> None:
    """Parse the command line and run a step."""
    parser = _parser()
    options = parser.parse_args()
    if options.mean and (options.start or options.rates or options.seconds):
        parser.error("--mean trains nothing: leave out --start, --rates and --seconds")
    steps: dict[str, Callable[[argparse.Namespace], None]] = {
        "build": _build,
        "prepare": _prepare,
        "train": _train,
        "silver": _silver,
        "export": _export,
        "evaluate": _evaluate,
        "check": _check,
        "relations": _relations,
    }
    steps[options.step](options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m training", description=__doc__.splitlines()[0] if __doc__ else None
    )
    steps = ["build", "prepare", "train", "silver", "export", "evaluate", "check", "relations"]
    parser.add_argument("step", choices=steps)
    parser.add_argument(
        "--treebank", type=Path, default=Path("../shared/treebank"), help="folder of the treebank files"
    )
    parser.add_argument("--work", type=Path, default=Path("build/training"), help="folder for what is made on the way")
    parser.add_argument("--model", type=Path, default=MODEL, help="folder of the packaged model")
    parser.add_argument("--version", default="1", help="version written into the model")
    parser.add_argument("--name", default="final", help="train, export: name of the weights in the work folder")
    parser.add_argument(
        "--start", default="", help="train, relations: weights to start from, a file name in the work folder"
    )
    parser.add_argument("--words", type=int, default=FINAL_WORDS, help="train: length of the run in words")
    parser.add_argument(
        "--seconds", type=float, default=0, help="train, relations: length of the run in seconds, instead of words"
    )
    parser.add_argument("--threads", type=int, default=2, help="train, relations: one a core that nothing else uses")
    parser.add_argument(
        "--rates", type=float, nargs=2, metavar=("ENCODER", "HEADS"), help="relations: learning rates at their peak"
    )
    parser.add_argument(
        "--mean",
        type=Path,
        nargs="+",
        metavar="FILE",
        help="relations: train nothing, pack the mean of the weights in these files",
    )
    parser.add_argument(
        "--teacher", default="en_core_web_sm", help="silver: spaCy pipeline that names are checked with"
    )
    return parser


def _build(options: argparse.Namespace) -> None:
    work: Path = options.work
    if not (work / "corpus.pickle").is_file():
        _prepare(options)
    if not (work / "first.done").is_file():
        _train(_with(options, name="first", words=FIRST_WORDS, seconds=0, start=""))
        (work / "first.done").touch()
    if not (work / "silver.pickle").is_file():
        _export(_with(options, name="first", model=work / "first", version="0"))
        _silver(_with(options, model=work / "first"))
    if not (work / "final.done").is_file():
        _train(_with(options, name="final", start="first.pt"))
        (work / "final.done").touch()
    _export(_with(options, name="final"))
    _evaluate(options)
    _check(options)


def _prepare(options: argparse.Namespace) -> None:
    from training.prepare import prepare

    prepare(options.treebank, options.work)


def _train(options: argparse.Namespace) -> None:
    from training.train import Plan, train

    plan = Plan(words=options.words, seconds=options.seconds, start=options.start, threads=options.threads)
    train(plan, work=options.work, name=options.name)


def _silver(options: argparse.Namespace) -> None:
    from training.silver import label

    label(options.model, work=options.work, teacher=options.teacher)


def _export(options: argparse.Namespace) -> None:
    from training.export import export

    export(options.work / f"{options.name}.pt", work=options.work, target=options.model, version=options.version)


def _evaluate(options: argparse.Namespace) -> None:
    from training.evaluate import evaluate
    from training.report import write_figures

    write_figures(evaluate(options.model, work=options.work, teacher=options.teacher))


def _check(options: argparse.Namespace) -> None:
    from training.check import check

    faults = check(treebank=options.treebank, model=options.model)
    print(*faults or ["the sources and the packaged model are as they should be"], sep="\n")
    raise SystemExit(1 if faults else 0)


def _relations(options: argparse.Namespace) -> None:
    from training.relation_export import export_relations
    from training.relation_measures import measure
    from training.relations import RelationPlan, mean_of, train_relations

    options.work.mkdir(parents=True, exist_ok=True)
    if options.mean:
        weights = mean_of(options.mean, options.work / "mean.pt")
    else:
        rates = dict(zip(("encoder_rate", "head_rate"), options.rates or (), strict=False))
        plan = RelationPlan(seconds=options.seconds or RELATION_SECONDS, threads=options.threads, **rates)
        weights = train_relations(
            plan, work=options.work, start=options.work / options.start if options.start else None
        )
    least, card = measure(weights)
    export_relations(weights, work=options.work, target=RELATIONS, version=options.version, thresholds=least)
    (RELATIONS / "MODEL_CARD.md").write_text(card, encoding="utf-8")


def _with(options: argparse.Namespace, **changed: object) -> argparse.Namespace:
    return argparse.Namespace(**{**vars(options), **changed})


if __name__ == "__main__":
    main()
