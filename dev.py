"""Set up briefgen and run it or its tests with nothing but Python 3.11 or newer.

    python3 dev.py brief [--system] [OPTIONS]   build the brief of seeds/ into out/ (OPTIONS go to `briefgen build`)
    python3 dev.py test  [--system] [OPTIONS]   ruff, mypy, scores if BRIEFGEN_CORPUS is set, pytest (OPTIONS go there)
    python3 dev.py soak  [--system] [OPTIONS]   thirty mornings of a profile, 200 runs killed (OPTIONS: see --help)
    python3 dev.py setup [--system]             only set up the virtual environment in .venv
    python3 dev.py clean                        remove .venv, out/ and every cache

The environment is made anew only when pyproject.toml, the interpreter or what is asked for changes. `--system` lets the
script install missing Debian packages itself; without it the line to run is printed and what works without is done.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036  said here, since an older interpreter would only show a traceback
    sys.exit("briefgen needs Python 3.11 or newer; this is %d.%d. Try: python3.11 dev.py ..." % sys.version_info[:2])  # noqa: UP031

import contextlib
import ctypes.util
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "briefgen-stamp.json"
APT_LINE = "apt-get install -y python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
PDF_LIBRARIES = ("pango-1.0", "pangoft2-1.0")  # libharfbuzz-subset0 only makes WeasyPrint faster
CACHES = ("build", "dist", "out", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis")


def main(arguments: Sequence[str]) -> int:
    """Run the command named first in *arguments*; the exit code is the command's own."""
    if not arguments or arguments[0] in ("-h", "--help"):
        print(__doc__)
        return 0 if arguments else 2
    command, *rest = arguments
    system = "--system" in rest
    rest = [argument for argument in rest if argument != "--system"]
    commands = {"brief": brief, "test": test, "soak": soak, "setup": setup, "clean": clean}
    if command not in commands:
        return fail(f"no command {command!r}; there are: {', '.join(commands)}", code=2)
    return commands[command](rest, system=system)


def brief(rest: Sequence[str], *, system: bool) -> int:
    """Build the brief of seeds/ into out/; 4 when there is no PDF because Pango is missing."""
    if code := prepare(extra="", system=system):
        return code
    return run([str(tool("briefgen")), "build", "seeds", "-o", "out", *rest])


def test(rest: Sequence[str], *, system: bool) -> int:
    """Every check, each even when one before it fails; pytest comes last. 1 when any failed."""
    start = time.monotonic()
    if code := prepare(extra="dev", system=system):
        return code
    failed = [name for name, line in checks() if run(line) != 0]
    scores()
    if run([str(tool("python")), "-m", "pytest", "-n", "auto", "--dist", "worksteal", *rest]) != 0:
        failed.append("pytest")
    seconds = time.monotonic() - start
    print(
        f"briefgen: {'failed: ' + ', '.join(failed) if failed else 'all checks passed'} in {seconds:.0f} s", flush=True
    )
    return 1 if failed else 0


def soak(rest: Sequence[str], *, system: bool) -> int:
    """Play days of runs that are killed; 1 when a brief was lost, a mail sent twice, a file left behind."""
    if code := prepare(extra="dev", system=system):
        return code
    return run([str(tool("python")), "-m", "tests.soak", *rest])


def setup(rest: Sequence[str], *, system: bool) -> int:
    """Only the environment, with the tools of a developer."""
    if rest:
        return fail(f"setup takes no {rest[0]!r}", code=2)
    return prepare(extra="dev", system=system)


def clean(rest: Sequence[str], *, system: bool) -> int:
    """Remove what this script and the tools made."""
    if rest or system:
        return fail("clean takes no options", code=2)
    for folder in [VENV, *(ROOT / name for name in CACHES), *ROOT.glob("*.egg-info")]:
        shutil.rmtree(folder, ignore_errors=True)
    for folder in [path for path in ROOT.rglob("__pycache__") if path.is_dir()]:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def checks() -> list[tuple[str, list[str]]]:
    """The checks before the tests: a name and a command line each."""
    return [
        ("ruff check", [str(tool("ruff")), "check", "."]),
        ("ruff format", [str(tool("ruff")), "format", "--check", "."]),
        ("mypy", [str(tool("mypy"))]),
    ]


def scores() -> None:
    """Print the corpus scores where BRIEFGEN_CORPUS names the corpus; they inform and fail nothing."""
    corpus = os.environ.get("BRIEFGEN_CORPUS")
    if not corpus:
        return
    if not (Path(corpus) / "score.py").is_file():
        say(f"BRIEFGEN_CORPUS={corpus}: no score.py there, so no scores are printed")
        return
    found = ROOT / "build" / "scored"
    shutil.rmtree(found, ignore_errors=True)
    if run([str(tool("briefgen")), "extract", str(Path(corpus) / "articles"), "-o", str(found), "--quiet"]) in (0, 3):
        run([sys.executable, "-B", str(Path(corpus) / "score.py"), str(found)])


def prepare(*, extra: str, system: bool) -> int:
    """Make or renew .venv with briefgen and *extra* in it; 0, or an exit code after saying what to do."""
    if not has_pdf_libraries():
        if system:
            if code := install_system():
                return code
        else:
            say("Pango is missing, so no PDF can be made (Markdown, HTML and JSON can). On Debian or Ubuntu run:")
            say(APT_LINE)
    if is_current(extra):
        return 0
    if not shutil.which("uv") and not can_make_venv():
        if not system:
            return fail(f"this Python has no venv with ensurepip, and uv is not there. Run:\nbriefgen: {APT_LINE}")
        if code := install_system():
            return code
    return make(extra)


def make(extra: str) -> int:
    """Create .venv unless it works, install into it, and leave the stamp."""
    if not works():
        say("creating .venv")
        shutil.rmtree(VENV, ignore_errors=True)
        if code := run(create_line()):
            return code
    say("installing briefgen and what it needs into .venv (once; a few minutes on a slow line)")
    if code := run(install_line(f"{ROOT}[{extra}]" if extra else str(ROOT))):
        return code
    STAMP.write_text(json.dumps({"key": key(), "extra": extra}), encoding="utf-8")
    return 0


def create_line() -> list[str]:
    if uv := shutil.which("uv"):
        return [uv, "venv", "--quiet", "--python", sys.executable, str(VENV)]
    return [sys.executable, "-m", "venv", str(VENV)]


def install_line(target: str) -> list[str]:
    if uv := shutil.which("uv"):
        return [uv, "pip", "install", "--quiet", "--python", str(tool("python")), "-e", target]
    pip = [str(tool("python")), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    return [*pip, "-e", target]


def works() -> bool:
    """Whether .venv has an interpreter that starts, and pip where uv is not there to install."""
    python = tool("python")
    if not python.exists():
        return False
    line = [str(python), "-c", "pass" if shutil.which("uv") else "import pip"]
    return subprocess.run(line, capture_output=True, check=False).returncode == 0


def is_current(extra: str) -> bool:
    """Whether .venv was made from this pyproject.toml, by this interpreter's version, with *extra* (or more)."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
        return stamp["key"] == key() and stamp["extra"] in (extra, "dev") and tool("briefgen").exists()
    return False


def key() -> str:
    text = (ROOT / "pyproject.toml").read_bytes() + repr((str(ROOT), sys.version_info[:2])).encode()
    return hashlib.sha256(text).hexdigest()


def tool(name: str) -> Path:
    """The path of a command inside .venv."""
    return VENV / ("Scripts" if os.name == "nt" else "bin") / (name + (".exe" if os.name == "nt" else ""))


def can_make_venv() -> bool:
    return all(importlib.util.find_spec(name) is not None for name in ("venv", "ensurepip"))


def has_pdf_libraries() -> bool:
    """Whether the libraries that WeasyPrint loads can be loaded here."""
    return all(has_library(name) for name in PDF_LIBRARIES)


def has_library(name: str) -> bool:
    for candidate in (f"lib{name}.so.0", f"lib{name}.dylib", f"lib{name}-0.dll", ctypes.util.find_library(name)):
        if candidate:
            with contextlib.suppress(OSError):
                ctypes.CDLL(candidate)
                return True
    return False


def install_system() -> int:
    """Run the apt-get line, through sudo when not root."""
    if not shutil.which("apt-get"):
        return fail(f"--system works only where apt-get is. Elsewhere install what this line names: {APT_LINE}")
    root = not hasattr(os, "geteuid") or os.geteuid() == 0
    prefix = [] if root else ["sudo"]
    update = run([*prefix, "apt-get", "update", "-qq"])
    return update or run([*prefix, *APT_LINE.split()])


def run(line: Sequence[str]) -> int:
    """Run *line* in the root of the project and answer its exit code; 130 on Ctrl-C, 127 where it is missing."""
    try:
        return subprocess.run(line, cwd=ROOT, check=False).returncode
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        return fail(f"cannot run {line[0]}: {error}", code=127)


def say(text: str) -> None:
    print(f"briefgen: {text}", file=sys.stderr, flush=True)


def fail(text: str, *, code: int = 1) -> int:
    say(text)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
