"""The checker: silent on the shipped tables, and finds each fault planted in a folder of the user's."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.knowledge.check import Fault, check

PLANTED = {
    "empty name": ("groups.csv", "id,name,sort,source\nx,,militia,own\n", "name is empty"),
    "no source": ("groups.csv", "id,name,sort,source\nx,X Front,militia,\n", "source is empty"),
    "duplicate id": (
        "groups.csv",
        "id,name,sort,source\nx,X Front,militia,own\nx,Y Front,militia,own\n",
        "x stands on line 2 already",
    ),
    "unknown parent": ("groups.csv", "id,name,sort,parent,source\nx,X Front,militia,zz,own\n", "'zz' is no actor's id"),
    "unknown state": (
        "groups.csv",
        "id,name,sort,countries,source\nx,X Front,a,ARM|QQQ,own\n",
        "'QQQ' is no state's id",
    ),
    "bad year": ("groups.csv", "id,name,sort,since,source\nx,X Front,militia,198,own\n", "198 is no plausible year"),
    "no year": ("groups.csv", "id,name,sort,since,source\nx,X Front,militia,soon,own\n", "since 'soon' is not a year"),
    "years reversed": (
        "groups.csv",
        "id,name,sort,since,until,source\nx,X Front,militia,1999,1990,own\n",
        "until 1990 is before since 1999",
    ),
    "form twice": (
        "groups.csv",
        "id,name,sort,other_names,source\nx,X Front,militia,Front X|Front X,own\n",
        "other_names holds 'Front X' twice",
    ),
    "full stop of a sentence": (
        "groups.csv",
        "id,name,sort,acronyms,source\nx,X Front,militia,XF.,own\n",
        "acronyms holds a malformed form 'XF.'",
    ),
    "ambiguous form": (
        "groups.csv",
        "id,name,sort,acronyms,source\nx,X Front,militia,PKK,own\n",
        "'PKK' is also a form of kurdistan-workers-party",
    ),
    "too many cells": ("groups.csv", "id,name,sort,source\nx,X Front,militia,own,more\n", "more cells than the header"),
    "unknown kind": ("organisations.csv", "id,name,kind,sort,source\nx,X Org,club,a,own\n", "kind 'club' is none of"),
    "institution of nobody": ("institutions.csv", "name,actor,sort,source\nX,zz,army,own\n", "'zz' is no actor's id"),
    "surname": (
        "leaders.csv",
        "name,surname,actor,office,since,source\nAna Lund,Berg,NOR,minister,1990,own\n",
        "surname 'Berg' is no part of 'Ana Lund'",
    ),
    "latitude": ("places.csv", "name,state,latitude,longitude,source\nX,ARM,95,10,own\n", "is no place on earth"),
    "longitude": ("places.csv", "name,state,latitude,longitude,source\nX,ARM,5,east,own\n", "'east' is not a number"),
    "side of nobody": (
        "conflicts.csv",
        "id,name,since,theatre,side_a,side_b,source\nx,X War,1990,ARM,zz,AZE,own\n",
        "side_a 'zz' is no actor's id",
    ),
    "on both sides": (
        "conflicts.csv",
        "id,name,since,theatre,side_a,side_b,source\nx,X War,1990,ARM,ARM,ARM,own\n",
        "'ARM' stands in side_a and in side_b",
    ),
    "war against nobody": (
        "conflicts.csv",
        "id,name,since,theatre,side_a,source\nx,X War,1990,ARM,ARM,own\n",
        "nobody stands against side_a",
    ),
    "war in no month": (
        "conflicts.csv",
        "id,name,since,theatre,side_a,side_b,source\nx,X War,1990-13,ARM,ARM,AZE,own\n",
        "since '1990-13' is not a date YYYY, YYYY-MM or YYYY-MM-DD",
    ),
    "war that ends before it begins": (
        "conflicts.csv",
        "id,name,since,until,theatre,side_a,side_b,source\nx,X War,1990-08-02,1990-07,ARM,ARM,AZE,own\n",
        "until 1990-07 is before since 1990-08-02",
    ),
    "theatre": (
        "conflicts.csv",
        "id,name,since,theatre,side_a,side_b,source\nx,X War,1990,zz,ARM,AZE,own\n",
        "theatre 'zz' is no state's id",
    ),
    "member of no pact": (
        "alliance_members.csv",
        "pact,state,since,source\nzz,ARM,1990-01-01,own\n",
        "pact 'zz' is no pact's id",
    ),
    "bad day": (
        "alliance_members.csv",
        "pact,state,since,source\nnato,ARM,1990-13-01,own\n",
        "since '1990-13-01' is not a day",
    ),
    "obligation": (
        "alliance_clauses.csv",
        "pact,article,obligation,text,source\nnato,99,love,Peace.,own\n",
        "obligation 'love' is none of",
    ),
    "malformed TOML": ("words/own.toml", '[[row]]\nwords = ["a"\ncls = 1\n', "malformed TOML"),
    "no class": ("words/own.toml", '[[row]]\nwords = ["a"]\nsource = "own"\n', "no cls"),
    "word twice": ("words/own.toml", '[[row]]\nwords = ["a", "a"]\ncls = "c"\nsource = "own"\n', "stands twice"),
    "word in two rows": (
        "words/own.toml",
        '[[row]]\nwords = ["a"]\ncls = "c"\nsource = "own"\n[[row]]\nwords = ["a"]\ncls = "c"\nsource = "own"\n',
        "'a' stands in the same class on line 1 already",
    ),
    "pattern misses": (
        "words/own.toml",
        '[[row]]\npattern = "^b"\ncls = "c"\nsource = "own"\nexamples = ["a"]\n',
        "does not match its example 'a'",
    ),
    "pattern overmatches": (
        "words/own.toml",
        '[[row]]\npattern = "a"\ncls = "c"\nsource = "own"\nexamples = ["a"]\nnot_examples = ["ba"]\n',
        "matches its counter-example 'ba'",
    ),
    "broken pattern": ("words/own.toml", '[[row]]\npattern = "("\ncls = "c"\nsource = "own"\n', "pattern '('"),
    "no rows": ("words/own.toml", 'title = "x"\n', "no [[row]]"),
}


def test_check_finds_no_fault_in_the_shipped_tables() -> None:
    assert [str(fault) for fault in check()] == []


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED.keys())
def test_check_finds_a_planted_fault(tmp_path: Path, planted: tuple[str, str, str]) -> None:
    name, content, message = planted
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(content, encoding="utf-8")
    found = [fault for fault in check(tmp_path) if fault.file == str(path)]
    assert any(message in fault.message for fault in found), [str(fault) for fault in found]
    assert all(fault.line >= 1 for fault in found)


def test_check_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "groups.csv"
    path.write_text("id,name,sort,source\nx,X Front,militia,own\ny,Y Front,militia,\n", encoding="utf-8")
    assert [fault for fault in check(tmp_path) if fault.file == str(path)] == [Fault(str(path), 3, "source is empty")]


def test_check_reports_text_that_is_no_utf8(tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "own.toml").write_bytes(b'words = "\xff"')
    assert any("not UTF-8" in fault.message for fault in check(tmp_path))
