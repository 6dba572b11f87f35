"""Right-to-left labels on paper: letters joined as they must be, words in the order in which they are drawn."""

from __future__ import annotations

import unicodedata

import pytest

from briefgen.render.bidi import visual


@pytest.mark.parametrize("text", ["Armenia", "Україна", "中国", "Sotk – Jermuk (12)", ""])
def test_left_to_right_text_stays(text: str) -> None:
    assert visual(text) == text


def test_hebrew_is_turned_around() -> None:
    assert visual("צבא ההגנה") == "הנגהה אבצ"


def test_arabic_letters_take_the_forms_of_their_places() -> None:
    # "jaysh": jeem at the start, yeh in the middle, sheen at the end, drawn from the left
    names = [unicodedata.name(letter) for letter in visual("جيش")]
    assert names == [
        "ARABIC LETTER SHEEN FINAL FORM",
        "ARABIC LETTER YEH MEDIAL FORM",
        "ARABIC LETTER JEEM INITIAL FORM",
    ]


def test_letters_that_join_only_backwards_break_the_word() -> None:
    # "dar": no letter of it joins the next
    assert {unicodedata.name(letter).rpartition(" ")[0].rpartition(" ")[2] for letter in visual("دار")} == {"ISOLATED"}


def test_lam_alef_is_one_sign() -> None:
    assert [unicodedata.name(letter) for letter in visual("لا")] == ["ARABIC LIGATURE LAM WITH ALEF ISOLATED FORM"]


def test_numbers_inside_keep_their_order_and_fences_go() -> None:
    assert visual("\u2068כוח 105 צפון\u2069") == "ןופצ 105 חוכ"
