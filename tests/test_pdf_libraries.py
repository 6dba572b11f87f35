"""Whether a PDF can be made here; the tests that need one ask this."""

from __future__ import annotations

import importlib.util
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def has_pdf_libraries() -> bool:
    """Whether the libraries that WeasyPrint loads can be loaded, as dev.py sees it."""
    spec = importlib.util.spec_from_file_location("dev", Path(__file__).resolve().parent.parent / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return bool(module.has_pdf_libraries())


def test_has_pdf_libraries_agrees_with_weasyprint() -> None:
    try:
        import weasyprint
    except OSError:
        works = False
    else:
        works = bool(weasyprint.__version__)
    assert has_pdf_libraries() == works
