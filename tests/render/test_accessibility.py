"""The HTML in a real browser under axe-core, light and dark: no violation of WCAG 2.2 AA.

Needs Chromium on the path and BRIEFGEN_AXE, the path of axe.min.js (npm pack axe-core); skipped without them.
"""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.render import samples
from tests.render.test_html import TEMPLATES, html as page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """<script>%s</script><script>
window.addEventListener("load", () => axe.run(document, {runOnly: RULES}).then(result => {
  const out = document.createElement("pre");
  out.id = "axe";
  out.textContent = result.violations.map(v => v.id + ": " + v.nodes[0].html).join(" ") + " DONE";
  document.body.append(out);
}))</script></body>"""


@pytest.fixture(scope="module")
def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if not found or not os.environ.get("BRIEFGEN_AXE"):
        pytest.skip("needs Chromium and BRIEFGEN_AXE=path of axe.min.js")
    return found


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("template", TEMPLATES)
def test_page_has_no_axe_violation(chromium: str, tmp_path: Path, template: str, dark: bool) -> None:
    axe = Path(os.environ["BRIEFGEN_AXE"]).read_text(encoding="utf-8")
    text = page(samples.full(), template=template).replace("</body>", RUN.replace("RULES", str(RULES)) % axe)
    path = tmp_path / "page.html"
    path.write_text(text.replace("prefers-color-scheme:dark", "min-width:1px") if dark else text, encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=20000", "--dump-dom"]
    done = subprocess.run([chromium, *options, path.as_uri()], capture_output=True, text=True, timeout=120)
    found = re.search(r'<pre id="axe">(.*?)</pre>', done.stdout, re.DOTALL)
    assert found and html.unescape(found[1]).strip() == "DONE", found and found[1]
