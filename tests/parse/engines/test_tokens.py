"""Words cut as in the treebanks."""

from __future__ import annotations

import pytest

from briefgen.parse.engines.minilm.tokens import english_tokenizer

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


def test_tokenizer_bears_very_long_words() -> None:
    for text in ("a" * 5_000, "a-" * 2_500, "(" * 2_000, "https://" + "a/" * 2_500):
        assert english_tokenizer()(text).text == text
