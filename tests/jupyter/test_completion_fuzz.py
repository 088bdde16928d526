"""Completion of any text at any cursor: it answers, at once, and about that very place."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seg_jupyter import Segmentation
from seg_jupyter.jupyter.completion.complete import complete
from seg_jupyter.jupyter.magics import MANUAL
from seg_jupyter.jupyter.session import Session
from seg_jupyter.lang.functions import FUNCTIONS
from tabbing import customers, orders

FRAME = customers()
MODEL = Segmentation("A: missing(plan)").fit(FRAME).model
SESSION = Session({"customers": FRAME, "orders": orders(), "model": MODEL})
SIGNS = st.sampled_from("\n\r\t :=#.\\`\"'()[],3-%\x00\u0301\u200b\u03c0")
WORDS = [
    *("x = ", "A: ", "At risk: ", "plan", "`days since visit`", '"gold"', "amount", "channel"),
    *("and ", "in ", "if ", "else ", "not ", "otherwise", "where=", 'last="', "==", "\r\n"),
    *("customers", "orders", "%%segment ", "%segment "),
]
CALLS = [f"{name}(" for name in FUNCTIONS]
PIECES = SIGNS | st.sampled_from([*WORDS, *CALLS, *MANUAL.options, *MANUAL.verbs])
TEXTS = st.lists(PIECES | st.text(max_size=3), max_size=30).map("".join)
MAGICS = st.sampled_from(["%%segment customers --events orders\n", "%%segment ", "%segment ", ""])


@given(start=MAGICS, rest=TEXTS, data=st.data())
@settings(max_examples=500, deadline=None)
def test_any_text_is_answered(start: str, rest: str, data: st.DataObject) -> None:
    text = start + rest
    cursor = data.draw(st.integers(0, len(text)))
    answer = complete(text, cursor, SESSION, MANUAL)
    if answer is None:
        return
    assert 0 <= answer.start <= cursor
    typed = text[answer.start : cursor]
    assert "\n" not in typed
    for offer in answer.offers:
        assert offer.text
        assert offer.type
        assert "\n" not in offer.text
        assert typed.strip("'\"`").casefold() in (offer.key or offer.text).casefold()


@pytest.mark.parametrize(
    "piece", ["(", "[", "x(", "a = (\n", "A: x\n", "in [", "if ", '"', "`", "x,"]
)
def test_a_long_cell_is_answered_in_time(piece: str) -> None:
    text = "%%segment customers --events orders\nA: " + piece * (60_000 // len(piece))
    start = time.process_time()
    assert complete(text, len(text), SESSION, MANUAL) is not None
    # a tenth of that as a rule, and an hour if each piece looked at all others
    assert time.process_time() - start < 5
