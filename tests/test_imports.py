"""The flow of the design, held: a stage imports the walls and itself, never another stage; heavy imports stay lazy."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "briefgen"
WALLS = {"model", "parsed", "delivery", "errors", "grades", "settings", "plugins", "knowledge", "parts", "__init__"}
STAGES = {"load", "clean", "parse", "extract", "fuse", "assess", "render", "deliver", "store"}
ORDER = {"pipeline"}  # the only module that knows the order of the stages
OUTSIDE = {"cli", "__main__"}  # may use the pipeline and any stage
ALLOWED: dict[str, set[str]] = {
    "terms": set(),
    "identity": set(),
    "model": {"identity", "terms"},
    "errors": set(),
    "plugins": {"errors"},
    "parsed": {"model"},
    "when": {"terms"},
    "grades": {"errors", "terms"},
    "settings": {"errors", "grades", "model", "when"},
    "delivery": {"model"},
    "review": {"errors", "model"},
    "knowledge": WALLS,
    "profile": {"errors", "model", "settings"},
    "log": set(),
    "parts": set(),
    "watching": set(),
    "schedule": {"errors", "profile", "deliver"},
    "running": ORDER
    | WALLS
    | {"choose", "deliver", "delivery", "fetch", "log", "profile", "render", "review", "schedule"}
    | {"store", "when"},
    "doctor": WALLS | {"deliver", "parse", "profile", "render", "running", "schedule", "store"},
    "serve": ORDER | WALLS | {"deliver", "render", "review", "verify", "watching"},
    "choose": {"errors", "model", "settings", "knowledge", "when"},
    "jobs": {"errors"},
    "verify": {"model"},
    "explain": {"model", "parsed"},
    "fetch": WALLS | {"load", "deliver", "jobs", "when"},  # beside the line: it stores what load can read
    "pipeline": WALLS | STAGES | {"choose", "jobs", "review"},
    "__init__": ORDER | WALLS,
    **dict.fromkeys(STAGES, WALLS),
}
NETWORK = ("httpcore", "feedparser", "protego", "urllib.request")  # only `briefgen fetch` asks strangers for anything
HEAVY = (
    "spacy",
    "weasyprint",
    "trafilatura",
    "pydantic",
    "onnxruntime",
    "numpy",
    "dateparser",
    "jinja2",
    "rich",
    "httpcore",
    "feedparser",
    "werkzeug",
)

MODULES = sorted(path for path in PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_module_imports_only_what_its_stage_may(path: Path) -> None:
    part = _part(path.relative_to(PACKAGE))
    if part in OUTSIDE:
        return
    assert part in ALLOWED, f"{part} is new: say in ALLOWED what it may import"
    wrong = sorted({f"briefgen.{name}" for name in _imports(path)} - {f"briefgen.{n}" for n in ALLOWED[part] | {part}})
    assert wrong == [], f"{path.relative_to(PACKAGE)} imports {wrong}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_fetch_imports_what_asks_the_network(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    found = [name for name in names if name in NETWORK]
    assert found == [] or _part(path.relative_to(PACKAGE)) == "fetch"


def test_package_has_no_module_for_odds_and_ends() -> None:
    names = {path.stem for path in MODULES} | {path.parent.name for path in MODULES}
    assert names & {"utils", "util", "helpers", "helper", "common", "base", "manager", "core", "misc"} == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_module_is_short_and_says_what_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 450
    assert not text.strip() or ast.get_docstring(ast.parse(text)), f"{path} has no docstring"


def test_help_imports_nothing_heavy() -> None:
    code = (
        f"import sys; from briefgen.cli import run; run(['--help']); print([m for m in {HEAVY!r} if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.splitlines()[-1] == "[]"


def test_import_of_package_reads_no_file_and_loads_no_stage() -> None:
    code = "import sys, briefgen; print(sorted(m for m in sys.modules if m.startswith('briefgen')))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "['briefgen']"


def _part(relative: Path) -> str:
    return relative.parts[0] if len(relative.parts) > 1 else relative.stem


def _imports(path: Path) -> Iterator[str]:
    """The parts of briefgen that *path* imports, inside functions and for types too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names = (
                [f"{node.module}.{alias.name}" for alias in node.names] if node.module == "briefgen" else [node.module]
            )
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            head, _, rest = name.partition(".")
            if head == "briefgen" and rest and not rest.startswith("__"):
                yield rest.split(".")[0]
