"""How a cell spells names, texts and words: what is written is read back as it was."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seg_jupyter import Segmentation
from seg_jupyter.jupyter.arguments import parse_line
from seg_jupyter.jupyter.magics import SegmentMagics
from seg_jupyter.lang.quoting import as_name, as_text, as_word, escaped

ANY = st.text(max_size=8) | st.text(st.sampled_from("\"'`\\([ a=-#:,\n"), max_size=6)


@given(name=ANY)
def test_a_name_that_is_written_means_its_column(name: str) -> None:
    written = as_name(name)
    if written is not None:
        result = Segmentation(f"x = {written} + 1\nA: otherwise").fit(pd.DataFrame({name: [1]}))
        assert result.frame.iloc[0, 1] == 2


@given(text=ANY)
def test_a_text_that_is_written_means_itself(text: str) -> None:
    plain = text.replace("\n", " ").replace("\r", " ")
    people = pd.DataFrame({"x": pd.Series([plain, "other"], dtype=object)})
    result = Segmentation(f"A: x == {as_text(plain)}\nB: otherwise").fit(people)
    assert str(result.frame["segment"][0]) == "A"


@given(value=ANY)
def test_a_word_that_is_written_is_one(value: str) -> None:
    word = as_word(value)
    if word is not None and not value.startswith("-"):
        assert parse_line(SegmentMagics.segment, f" x --events {word}").events == value


@pytest.mark.parametrize(
    ("value", "quote", "word"),
    [
        ("data(1).csv", "", "'data(1).csv'"),
        ("a[0].csv", "", "'a[0].csv'"),
        ("it's", "", '"it\'s"'),
        ("it's", "'", None),
        ("both ' and \"", "", None),
        ("", "", None),
        ("line\nbreak", "", None),
    ],
)
def test_words(value: str, quote: str, word: str | None) -> None:
    assert as_word(value, quote) == word


def test_what_stands_between_quotes() -> None:
    assert escaped("it's \\", "'") == "it\\'s \\\\"
    assert as_name("tick`ed") is None
