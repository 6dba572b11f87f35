"""A warm process from which runs are forked, so that a run costs no imports: `python -m tests.soak.nursery`.

Reads errands from standard input, a JSON object a line, and answers the wait status of each, a line. It has no threads
of its own, so that a fork is safe; the servers live with its parent.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from tests.soak.dying import Errand, Shot, run

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def nursery() -> Iterator[Callable[[Errand], int]]:
    """A function that does an errand in a child and gives its exit code, negative where a signal ended it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BRIEFGEN_")}
    environment |= {"PYTHONPATH": os.pathsep.join((str(ROOT), os.environ.get("PYTHONPATH", "")))}
    line = [sys.executable, "-m", "tests.soak.nursery"]
    with subprocess.Popen(
        line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env=environment, text=True
    ) as process:
        assert process.stdin and process.stdout
        into, out = process.stdin, process.stdout

        def send(errand: Errand) -> int:
            into.write(json.dumps(asdict(errand)) + "\n")
            into.flush()
            return int(out.readline())

        try:
            yield send
        finally:
            into.close()
            process.wait(60)


def _serve() -> None:
    _warm()
    answers = os.dup(1)
    os.dup2(2, 1)  # what a run prints is no answer
    for line in sys.stdin:
        values = json.loads(line)
        shot = Shot(**values["shot"]) if values["shot"] else None
        child = os.fork()
        if child == 0:
            _child(Errand(**{**values, "shot": shot, "formats": tuple(values["formats"])}))
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        os.write(answers, f"{status}\n".encode())


def _child(errand: Errand) -> None:
    """The run, alone in its group; never returns."""
    code = 1
    try:
        os.setpgid(0, 0)
        code = run(errand)
    except Exception as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        code = getattr(error, "exit_code", 1)
    finally:
        sys.stderr.flush()
        os._exit(code)


def _warm() -> None:
    """Load what every run needs, and read a sentence, so that what is made lazily is there."""
    import briefgen.deliver.channels
    import briefgen.fetch.gather
    import briefgen.fetch.reading
    import briefgen.render.build
    import briefgen.render.letter
    import briefgen.render.site
    import briefgen.running.run  # noqa: F401
    from briefgen import pipeline
    from briefgen.load import load
    from briefgen.settings import Settings
    from tests.soak.news import stories

    settings = Settings()
    text = stories(0, seed=0)[0].text.encode()
    brief, _ = pipeline.build(load(["-"], settings=settings.load, stdin=text), settings=settings)
    pipeline.rendered(brief, formats=("json", "md", "html"), settings=settings)


if __name__ == "__main__":
    _serve()
