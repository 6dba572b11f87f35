"""The wheel holds all that it needs: built, installed in a new environment outside the checkout, and used there."""

from __future__ import annotations

import os
import shutil
import site
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of a copy of this checkout, without what no clone has."""
    folder = tmp_path_factory.mktemp("wheel")
    ignore = shutil.ignore_patterns(".*", "out", "build", "dist", "__pycache__", "*.egg-info", "training")
    shutil.copytree(ROOT, folder / "source", ignore=ignore)
    line = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(folder / "source")]
    made = subprocess.run(line, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installed command in a new environment. Its dependencies are those of this one: no network is used."""
    folder = tmp_path_factory.mktemp("environment") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    packages = next((folder / "lib").glob("python*/site-packages")) if os.name != "nt" else folder / "Lib/site-packages"
    pip = [sys.executable, "-m", "pip", "--python", str(scripts / "python"), "install", "--quiet"]
    subprocess.run([*pip, "--no-deps", "--no-index", str(wheel)], check=True)
    # A .pth line adds the folder without reading the .pth files in it, so the editable checkout stays out.
    (packages / "dependencies.pth").write_text("\n".join(site.getsitepackages()) + "\n", encoding="utf-8")
    return scripts / "briefgen"


def test_wheel_holds_templates_knowledge_and_model(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for part in (
        "briefgen/templates/situation/brief.html.j2",
        "briefgen/knowledge/states.csv",
        "briefgen/serve/pages/fact.html.j2",
    ):
        assert part in names
    assert any(name.startswith("briefgen/knowledge/words/") and name.endswith(".toml") for name in names)
    assert any(name.endswith(".onnx") or name.endswith(".npz") or name.endswith(".bin") for name in names)
    assert any(name.endswith("LICENSE") for name in names)
    assert not any(name.startswith(("tests/", "seeds/", "training/")) for name in names)


def test_wheel_builds_a_brief_outside_the_checkout(command: Path, tmp_path: Path) -> None:
    environ = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "BRIEFGEN"))}
    where = [str(command.parent / "python"), "-c", "import briefgen; print(briefgen.__file__)"]
    home = subprocess.run(where, cwd=tmp_path, env=environ, capture_output=True, text=True, check=True).stdout
    assert str(ROOT) not in home

    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    line = [str(command), "build", "seeds", "--format", "md,html,json"]
    made = subprocess.run(line, cwd=tmp_path, env=environ, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    assert "Armenia" in (tmp_path / "out" / "brief.md").read_text(encoding="utf-8")
    line = [str(command), "verify", "out/brief.json", "--sources", "seeds"]
    assert subprocess.run(line, cwd=tmp_path, env=environ, capture_output=True, check=False).returncode == 0
