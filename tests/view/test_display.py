from __future__ import annotations

import unicodedata
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.running import run, table
from seg_jupyter.engine.model import Settings
from seg_jupyter.engine.result import Result
from seg_jupyter.errors import SegmentError
from seg_jupyter.view.display import result_html, result_text
from view.results import HOSTILE, named, odd, usual

OURS = {"div", "b", "table", "thead", "tbody", "tr", "th", "td", "span", "bdi", "br"}
ATTRIBUTES = {"style", "dir"}


class Reader(HTMLParser):
    """Collects what a browser would see as markup."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.balanced = True
        self.others: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.balanced &= bool(self.open) and self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment

    def handle_data(self, data: str) -> None:
        self.text += data


def check_markup(html: str) -> Reader:
    read = Reader(html)
    assert set(read.tags) <= OURS
    assert read.attributes <= ATTRIBUTES
    assert read.balanced
    assert read.open == []
    assert read.others == []
    return read


def test_the_text() -> None:
    people = table(x=[float(i) for i in range(40)])
    result = run("v = score(x)\nA: x >= 30\nB: otherwise", people, settings=Settings(name="loyal"))
    assert result_text(result).split("\n") == [
        "loyal · 40 customers",
        "",
        "segment  customers  share",
        "A               10  25.0%  ████████",
        "B               30  75.0%  ████████████████████████",
        "",
        "Everybody has a score and a segment; nobody is Unassigned.",
    ]


def test_html_says_what_the_text_says() -> None:
    result = usual()
    read = check_markup(result_html(result))
    assert read.text.startswith("segments · 300 customers")
    assert read.text.endswith("Everybody has a score and a segment; nobody is Unassigned.")
    assert [name in read.text for name in ("Active", "Passive", "Lost", "%")] == [True] * 4
    assert read.tags.count("tr") == 4


@pytest.mark.parametrize("state", odd())
def test_odd_states_are_shown(state: str) -> None:
    result = odd()[state]
    read = check_markup(result_html(result))
    assert f"{result.customers.size:,} customers" in read.text
    assert "nan" not in (read.text + result_text(result)).lower()


def everywhere(word: str) -> Result:
    """A result with a word wherever a user can put one; less where the language refuses it."""
    columns = {word: [1.0, float("inf"), 3.0], "y": [1.0, 2.0, None], "at": [1, 2, 3]}
    options = Settings(name=word, unit=word)
    for cell in (
        f"value = score(`{word}`, y)\n{word}: value >= 50",
        f"value = score(y)\n{word}: value >= 50",
        "value = score(y)\nA: value >= 50",
    ):
        try:
            return run(cell, table(**columns), settings=options)
        except SegmentError:
            continue
    raise AssertionError(word)


@pytest.mark.parametrize("word", [*HOSTILE, "<img src=x onerror=alert(1)>", "<!--", "&lt;b&gt;"])
def test_hostile_words_are_text(word: str) -> None:
    html = result_html(everywhere(word))
    read = check_markup(html)
    assert word in read.text
    assert f"<{word[1:]}" not in html or not word.startswith("<")


words = st.one_of(
    st.sampled_from(HOSTILE),
    st.text("<>&\"'/=!-;abdivtr \u202e\u05d0東", min_size=1, max_size=20),
    st.text(min_size=1, max_size=20),
).filter(lambda word: bool(word.strip()) and not {"y", "at"} & {word})


@settings(max_examples=60, deadline=None)
@given(words)
def test_whatever_the_words_the_markup_is_ours(word: str) -> None:
    result = everywhere(word)
    check_markup(result_html(result))
    for shown in (result_text(result), result_html(result)):
        assert not [c for c in shown if c not in "\n\t" and unicodedata.category(c) == "Cc"]
        assert "\u202e" not in shown


def test_hostile_segments_one_by_one() -> None:
    html = result_html(named(HOSTILE))
    for name in HOSTILE:
        assert ("<" in name or '"' in name) <= (name not in html)
    check_markup(html)
