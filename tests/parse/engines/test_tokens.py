"""Words cut as in the treebanks."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings, strategies as st

from briefgen.parse.engines.minilm.tokens import LONGEST_RUN, english_tokenizer

CASES = {
    "They don't, can't and won't.": "They do n't , ca n't and wo n't .",
    "Russia's army, the soldiers' camp": "Russia 's army , the soldiers ' camp",
    "the U.S. envoy met Lt. Col. Haddad": "the U.S. envoy met Lt. Col. Haddad",
    "a 12-year-old Azerbaijani-backed group": "a 12 - year - old Azerbaijani - backed group",
    "anti-aircraft re-election pro-government e-mail": "anti-aircraft re-election pro-government e-mail",
    "Nagorno-Karabakh al-Assad AK-47": "Nagorno - Karabakh al - Assad AK - 47",
    "49 dead\u2014105 missing": "49 dead \u2014 105 missing",
    "$3.5 billion, 1,200 men, 40%": "$ 3.5 billion , 1,200 men , 40 %",
    "\u201cStop,\u201d he said.": "\u201c Stop , \u201d he said .",
    "on 9/11 and 11/28/2000": "on 9/11 and 11/28/2000",
    "see https://example.org/a-b or mail a.b@example.org": "see https://example.org/a-b or mail a.b@example.org",
    "(SDF) said": "( SDF ) said",
}


@pytest.mark.parametrize(("text", "words"), CASES.items(), ids=CASES.keys())
def test_tokenizer_cuts_as_the_treebanks_do(text: str, words: str) -> None:
    assert " ".join(token.text for token in english_tokenizer()(text)) == words


@pytest.mark.parametrize("sign", ["a", "a-", "(", "\U0001f600", '"', "https://a/", "a\u0301", "\0", "\u200b", "a. "])
def test_tokenizer_takes_time_linear_in_a_run(sign: str) -> None:
    """Cut as one, fifty thousand brackets take minutes."""
    text, started = "Shells fell " + sign * 50_000 + " on Monday.", time.monotonic()
    doc = english_tokenizer()(text)
    assert doc.text == text
    assert time.monotonic() - started < 60


def test_tokenizer_cuts_a_run_at_its_bound() -> None:
    text = "x" * (2 * LONGEST_RUN + 1) + "\n" + "y" * LONGEST_RUN
    assert [len(token) for token in english_tokenizer()(text)] == [LONGEST_RUN, LONGEST_RUN, 1, 1, LONGEST_RUN]


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.text(max_size=30) | st.sampled_from(["(" * 1_100, "ab-" * 400, " ", "\n", "\U0001f600" * 1_050]), max_size=6
    )
)
def test_tokenizer_loses_nothing(parts: list[str]) -> None:
    text = "".join(parts)
    doc = english_tokenizer()(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)
