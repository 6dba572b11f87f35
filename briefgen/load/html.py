"""Web pages: trafilatura for the article's text, our own pruning before it, and ways to fall back when it finds none.

Hidden blocks, comments, forms, related headlines and the like are taken out first: a figure in a hidden block or in a
reader's comment would be a false fact. A page nested too deep for a tree is read tag by tag instead, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from briefgen.errors import LoadError
from briefgen.load.decoding import decode
from briefgen.load.fields import as_text
from briefgen.load.html_metadata import page_record
from briefgen.load.plain import too_long
from briefgen.load.record import RawFile, Reader, Record

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([\w:.-]{2,40})", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"<\?xml[^>]{0,100}?encoding=[\"']([\w:.-]{2,40})")
_BYTES_PER_CHAR = 16  # a page is mostly markup; beyond this it is no article
_DEEPEST = 200
_DROP = frozenset({
    "script", "style", "template", "noscript", "iframe", "svg", "canvas", "form", "button", "select", "textarea",
    "input", "nav", "aside", "footer", "dialog", "object", "embed", "audio", "video", "menu",
})  # fmt: skip
_VOID = frozenset({"input", "embed"})
_BLOCKS = frozenset({
    "p", "div", "br", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "tr", "table", "section", "article", "ul",
    "ol", "pre", "hr", "figcaption", "figure", "header", "main", "dd", "dt", "dl", "body", "title",
})  # fmt: skip
_RAW = frozenset({"script", "style"})
_TAG = re.compile(r"<!--|<(?P<close>/?)(?P<name>[a-z][a-z0-9:-]{0,40})|<[!?]", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE)
# Whole words of class and id, split at hyphens, underscores and changes of case.
_NOISE_WORDS = frozenset({
    "comments", "comment", "disqus", "related", "recirc", "mostread", "mostviewed", "trending", "newsletter", "cookie",
    "cookies", "consent", "gdpr", "share", "sharing", "social", "advert", "advertisement", "ad", "ads", "promo",
    "sponsored", "paywall", "breadcrumb", "breadcrumbs", "ticker", "taboola", "outbrain", "signup", "subscribe",
    "footer", "topics", "recommended", "richlink", "popup", "modal", "hidden",
})  # fmt: skip
_NOISE_PAIRS = frozenset({
    ("most", "read"), ("most", "viewed"), ("most", "popular"), ("read", "more"), ("rich", "link"), ("more", "stories"),
    ("also", "read"), ("more", "on"), ("you", "may"), ("skip", "link"),
})  # fmt: skip
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def read(file: RawFile) -> Iterator[Record]:
    """One article a page. Raises `LoadError` where it holds no readable text.

    Its charset is the one that it names, else the server's (`charset` in `X.meta.json`).
    """
    limit = file.settings.max_text_chars
    if len(file.data) > limit * _BYTES_PER_CHAR:
        raise LoadError(too_long(f"{len(file.data):,} bytes", limit))
    decoded = decode(file.data, declared=declared_charset(file.data) or as_text(file.meta.get("charset")))
    notes = [decoded.note] if decoded.note else []
    tree = _tree(decoded.text)
    if tree is None:
        text = strip_markup(decoded.text)
        notes.append("its tags are nested too deep or broken: read without finding out which part is the article")
        record = Record(text=text)
    else:
        record = page_record(tree)
        record.text, note = _article(tree, decoded.text, record)
        notes += [note] if note else []
    if not record.text.strip():
        raise LoadError("no readable text in the page (made by a script, or a login page?): save it from the browser")
    record.notes = notes
    yield record


def declared_charset(data: bytes) -> str | None:
    """The charset that a page names in its first 4 KB.

    >>> declared_charset(b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">')
    'windows-1252'
    """
    match = _META_CHARSET.search(data[:4096]) or _XML_CHARSET.search(data[:200])
    return match[1].decode("ascii", "replace") if match else None


def strip_markup(html: str) -> str:
    """The visible text of a page or a piece of one, read tag by tag in one pass, at any depth of nesting.

    >>> strip_markup("<p>It <b>held</b>.</p><script>x()</script><p>Talks &amp; aid.")
    'It held.\\n\\nTalks & aid.'
    """
    lines = (" ".join(line.split()) for line in unescape("".join(_visible(html))).split("\n"))
    return "\n\n".join(line for line in lines if line)


def _tree(html: str) -> HtmlElement | None:
    """The page as a tree, None where it is broken or deeper than the libraries that walk it can take."""
    from lxml import etree
    from lxml.html import HTMLParser as LxmlParser, document_fromstring

    if _too_deep(html):
        return None
    clean = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", html.replace("\x00", ""))
    try:
        return document_fromstring(clean, parser=LxmlParser(remove_comments=True, remove_pis=True, huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None


def _too_deep(html: str) -> bool:
    depth = deepest = 0
    for match in re.finditer(r"<(/?)(?:div|span|section|blockquote|table|ul|ol|font|b|i|em|a|article)\b", html):
        depth = max(depth - 1, 0) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest > _DEEPEST


def _article(tree: HtmlElement, html: str, record: Record) -> tuple[str, str | None]:
    """The article's text, and a note where it was not found in the usual way."""
    body = record.text  # the articleBody of JSON-LD, when the page carries it
    _prune(tree)
    text = _by_trafilatura(tree)
    paragraphs = _by_paragraphs(tree)
    if len(text) >= 0.5 * max(len(body), len(paragraphs)) and text:
        return text, None
    if len(body) > 200:
        return strip_markup(body) if "</p>" in body else body, None
    if len(paragraphs) > 200:
        return paragraphs, "the article's place in the page was not clear: all its paragraphs are read"
    if text:
        return text, None
    return strip_markup(html), "the article's place in the page was not clear: all its visible text is read"


def _by_trafilatura(tree: HtmlElement) -> str:
    from copy import deepcopy

    from trafilatura import extract

    try:
        text = extract(deepcopy(tree), fast=True, include_comments=False, include_tables=True, include_formatting=False)
    except Exception:  # a third party's walk over a hostile tree: the fall-backs are there for it
        return ""
    lines = (_plain_line(line) for line in (text or "").split("\n"))
    return "\n\n".join(line for line in lines if line)


def _plain_line(line: str) -> str:
    """A line without the marks that trafilatura sets around table rows and before list items.

    >>> _plain_line("| Riverland | 4 |"), _plain_line("- Two wounded"), _plain_line("|---|---|")
    ('Riverland | 4', 'Two wounded', '')
    """
    row = line.strip()
    if row.startswith("|") and row.endswith("|"):
        row = row.strip("| ").replace("\\|", "|")
    return "" if not row.strip(" |-") else row.removeprefix("- ")


def _by_paragraphs(tree: HtmlElement) -> str:
    found = (" ".join("".join(node.itertext()).split()) for node in tree.iter("p"))
    return "\n\n".join(text for text in found if text)


def _prune(tree: HtmlElement) -> None:
    """Take out what is not shown or not the article, keeping the text that follows each element."""
    root = tree.find("body")
    for node in list((tree if root is None else root).iterdescendants()):
        if isinstance(node.tag, str) and node.getparent() is not None and _is_noise(node):
            node.drop_tree()
    for table in list(tree.iter("table")):
        rows = table.xpath("./tr|./tbody/tr|./thead/tr")
        if _is_layout(rows):
            for node in (table, *table.xpath("./tbody|./thead"), *rows, *(cell for row in rows for cell in row)):
                node.tag = "div"


def _is_layout(rows: list[Any]) -> bool:
    """Whether a table places the parts of an old page: no head cells, and long cells, paragraphs or one column."""
    cells = [cell for row in rows for cell in row]
    if any(cell.tag == "th" for cell in cells):
        return False
    long = any(len("".join(cell.itertext())) > 300 or cell.find(".//p") is not None for cell in cells)
    return long or all(len(row) < 2 for row in rows)


def _is_noise(node: Any) -> bool:
    if node.tag in _DROP or node.get("hidden") is not None or node.get("aria-hidden") == "true":
        return True
    if _HIDDEN_STYLE.search(node.get("style", "")[:300]) or node.get("role") in ("dialog", "navigation", "banner"):
        return True
    if node.tag in ("html", "body", "main", "article", "h1"):
        return False
    words = [word.lower() for word in _WORDS.findall(f"{node.get('class', '')} {node.get('id', '')}"[:300])]
    named = not _NOISE_WORDS.isdisjoint(words) or any(pair in _NOISE_PAIRS for pair in pairwise(words))
    return named and not _holds_story(node)


def _holds_story(node: Any) -> bool:
    """A wrapper named "page has-ads" or "hidden-until-loaded" around the whole story is not noise."""
    return sum(1 for p in node.iter("p") if len("".join(p.itertext())) > 80) > 4 or bool(node.findall(".//h1"))


def _visible(html: str) -> Iterator[str]:
    """Text outside of tags, comments and dropped elements, a line feed for each block.

    Python's own html.parser takes quadratic time on unclosed comments; this goes over the page once.
    """
    dropped: list[str] = []
    for text, close, name in _pieces(html):
        if text and not dropped:
            yield text.replace("\n", " ")
        if name in _DROP and name not in _VOID and name not in _RAW:
            if not close:
                dropped.append(name)
            elif dropped and dropped[-1] == name:
                dropped.pop()
        elif name in _BLOCKS and not dropped:
            yield "\n"


def _pieces(html: str) -> Iterator[tuple[str, bool, str]]:
    """Each stretch of text with the tag after it: whether it closes, and its name ("" for a comment or at the end)."""
    at, start, comments_end = 0, html.find("<"), True
    while start >= 0:
        tag = _TAG.match(html, start)
        if tag is None:  # a "<" of the text
            start = html.find("<", start + 1)
            continue
        name = (tag["name"] or "").lower()
        end = -1
        if tag[0] == "<!--":
            end = html.find("-->", tag.end()) + 2 if comments_end else -1
            comments_end = end > 1
            end = end if comments_end else tag.end() - 1  # never closed: only its mark is passed over
        else:
            end = html.find(">", tag.end())
            end = len(html) - 1 if end < 0 else end
        yield html[at:start], bool(tag["close"]), name
        at = end + 1
        if name in _RAW and not tag["close"]:
            at = _end_of_raw(html, name, at)
        start = html.find("<", at)
    yield html[at:], False, ""


def _end_of_raw(html: str, name: str, start: int) -> int:
    match = re.compile(rf"</{name}\b", re.IGNORECASE).search(html, start)
    return match.start() if match else len(html)


READER = Reader(name="html", version="1", suffixes=(".html", ".htm", ".xhtml"), read=read)
