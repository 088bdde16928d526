"""Rules → one segment per customer: the first whose condition is true."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from seg_jupyter.engine.expressions import Rows, truths
from seg_jupyter.engine.values import Bits, Integers
from seg_jupyter.lang.program import Rule


def assign(rules: Sequence[Rule], rows: Rows, profiled: Bits) -> Integers:
    """Return the place of each customer's segment among the rules.

    `len(rules)` stands for a customer whom no segment takes, `len(rules) + 1` for one who is not
    profiled.
    """
    codes = np.full(rows.size, len(rules), np.int64)
    open_ = profiled.copy()
    for place, rule in enumerate(rules):
        taken = open_ & truths(rule.condition, rows).true if rule.condition else open_
        codes[taken] = place
        open_ = open_ & ~taken
    codes[~profiled] = len(rules) + 1
    return codes
