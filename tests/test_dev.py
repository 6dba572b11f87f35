"""dev.py sets up from nothing: which line it runs where, and what it says where something is missing."""

from __future__ import annotations

import ast
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
APT = "apt-get install -y python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


@pytest.fixture
def dev(tmp_path: Path) -> ModuleType:
    """A fresh copy of the module, at home in an empty folder with a pyproject.toml."""
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    spec = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.ROOT = tmp_path  # type: ignore[attr-defined]
    module.VENV = tmp_path / ".venv"  # type: ignore[attr-defined]
    module.STAMP = tmp_path / ".venv" / "briefgen-stamp.json"  # type: ignore[attr-defined]
    return module


@pytest.fixture
def lines(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The command lines that would be run; making a venv makes its interpreter and its command."""
    run: list[list[str]] = []

    def record(line: list[str]) -> int:
        run.append([str(part) for part in line])
        if "venv" in line:
            for name in ("python", "briefgen"):
                dev.tool(name).parent.mkdir(parents=True, exist_ok=True)
                dev.tool(name).touch()
        return 0

    monkeypatch.setattr(dev, "run", record)
    return run


def set_up(monkeypatch: pytest.MonkeyPatch, dev: ModuleType, *, uv: bool, pip: bool, pango: bool, works: bool) -> None:
    found = {"uv": "/opt/uv", "apt-get": "/usr/bin/apt-get"} if uv else {"apt-get": "/usr/bin/apt-get"}
    monkeypatch.setattr(dev.shutil, "which", found.get)
    monkeypatch.setattr(dev, "can_make_venv", lambda: pip)
    monkeypatch.setattr(dev, "has_pdf_libraries", lambda: pango)
    monkeypatch.setattr(dev, "works", lambda: works)


def test_dev_imports_the_standard_library_only() -> None:
    tree = ast.parse((ROOT / "dev.py").read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= set(sys.stdlib_module_names)


def test_dev_uses_uv_where_it_is(dev: ModuleType, lines: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    set_up(monkeypatch, dev, uv=True, pip=False, pango=True, works=False)
    assert dev.main(["setup"]) == 0
    assert lines[0][:2] == ["/opt/uv", "venv"]
    assert lines[1][:3] == ["/opt/uv", "pip", "install"]
    assert lines[1][-1].endswith("[dev]")


def test_dev_uses_pip_where_uv_is_not(dev: ModuleType, lines: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    set_up(monkeypatch, dev, uv=False, pip=True, pango=True, works=False)
    assert dev.main(["setup"]) == 0
    assert lines[0][:3] == [sys.executable, "-m", "venv"]
    assert lines[1][1:3] == ["-m", "pip"]


def test_dev_installs_again_only_when_pyproject_changes(
    dev: ModuleType, lines: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(monkeypatch, dev, uv=True, pip=True, pango=True, works=False)
    dev.main(["setup"])
    count = len(lines)
    set_up(monkeypatch, dev, uv=True, pip=True, pango=True, works=True)
    assert dev.main(["setup"]) == 0
    assert len(lines) == count
    (dev.ROOT / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert dev.main(["setup"]) == 0
    assert lines[count:] != []
    assert "venv" not in lines[count]


def test_dev_brief_needs_no_developer_tools(
    dev: ModuleType, lines: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(monkeypatch, dev, uv=True, pip=True, pango=True, works=False)
    assert dev.main(["brief", "--format", "md"]) == 0
    assert lines[1][-1] == str(dev.ROOT)
    assert lines[2][1:] == ["build", "seeds", "-o", "out", "--format", "md"]


def test_dev_without_venv_or_uv_prints_the_line(
    dev: ModuleType, lines: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(monkeypatch, dev, uv=False, pip=False, pango=True, works=False)
    assert dev.main(["brief"]) == 1
    assert APT in capsys.readouterr().err
    assert lines == []


def test_dev_without_pango_prints_the_line_and_goes_on(
    dev: ModuleType, lines: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(monkeypatch, dev, uv=False, pip=True, pango=False, works=False)
    assert dev.main(["brief"]) == 0
    assert APT in capsys.readouterr().err.splitlines()[1]
    assert lines[-1][1] == "build"


@pytest.mark.parametrize(("pip", "pango"), [(False, True), (True, False)])
def test_dev_system_runs_the_line(
    dev: ModuleType, lines: list[list[str]], monkeypatch: pytest.MonkeyPatch, pip: bool, pango: bool
) -> None:
    set_up(monkeypatch, dev, uv=False, pip=pip, pango=pango, works=False)
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000, raising=False)
    assert dev.main(["brief", "--system"]) == 0
    assert ["sudo", *APT.split()] in lines


def test_dev_test_runs_every_check_though_one_fails(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []

    def fail(line: list[str]) -> int:
        ran.append(" ".join(str(part) for part in line))
        return 1

    monkeypatch.setattr(dev, "prepare", lambda **options: 0)
    monkeypatch.setattr(dev, "run", fail)
    monkeypatch.delenv("BRIEFGEN_CORPUS", raising=False)
    assert dev.main(["test"]) == 1
    assert [any(word in line for line in ran) for word in ("ruff check", "ruff format", "mypy", "pytest")] == [True] * 4


def test_dev_prints_scores_where_the_corpus_is(
    dev: ModuleType, lines: list[list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "score.py").touch()
    monkeypatch.setenv("BRIEFGEN_CORPUS", str(tmp_path))
    dev.scores()
    assert [line[1] for line in lines] == ["extract", "-B"]


def test_dev_soak_hands_its_options_on(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, lines: list[list[str]]
) -> None:
    set_up(monkeypatch, dev, uv=True, pip=True, pango=True, works=False)
    assert dev.main(["soak", "--seed", "7"]) == 0
    assert lines[-1][1:] == ["-m", "tests.soak", "--seed", "7"]


@pytest.mark.parametrize("arguments", [["nonsense"], [], ["setup", "x"], ["clean", "x"]])
def test_dev_refuses_what_it_does_not_know(arguments: list[str], dev: ModuleType) -> None:
    assert dev.main(arguments) == 2


def test_apt_line_is_the_same_everywhere() -> None:
    assert APT in (ROOT / "dev.py").read_text(encoding="utf-8")
    assert APT in (ROOT / "README.md").read_text(encoding="utf-8")


def test_makefile_forwards_to_dev() -> None:
    if not shutil.which("make"):
        pytest.skip("no make here")
    make = subprocess.run(["make", "-n", "brief"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert make.stdout.split() == ["python3", "dev.py", "brief"]


def test_ci_runs_the_whole_check() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert "dev.py test" in script.read_text(encoding="utf-8")
