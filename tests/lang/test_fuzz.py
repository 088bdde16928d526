"""Whatever is typed into a cell: a program or one clear error, never anything else, and at once."""

from __future__ import annotations

import random
import re
from collections import Counter

from lang.cells import any_cell, written
from lang.outcomes import assert_sound, outcome
from lang.writer import options
from seg_jupyter.lang.functions import FUNCTIONS

CELLS = 20_000


def test_any_text_gives_a_program_or_one_clear_error_at_once() -> None:
    rng = random.Random("cells")
    names: Counter[str] = Counter()
    for _ in range(CELLS):
        found = outcome(any_cell(rng))
        assert_sound(found)
        names[found.name] += 1
    # the generator reaches every answer there is
    assert names.keys() == {
        "accepted",
        "SegmentSyntaxError",
        "SegmentNameError",
        "SegmentTypeError",
    }
    assert min(names.values()) > CELLS // 100


def test_the_cells_reach_the_whole_table_of_functions() -> None:
    rng = random.Random("functions")
    accepted = [
        found.text
        for found in (outcome(written(rng)) for _ in range(1_500))
        if found.name == "accepted"
    ]
    assert len(accepted) > 700
    text = "\n".join(accepted)
    for name, function in FUNCTIONS.items():
        assert re.search(rf"\b{name}\(", text), f"{name} is never written as it should be"
        for option in options(function):
            assert re.search(rf"\b{option}\s*=", text), f"{option}= of {name}, likewise"
