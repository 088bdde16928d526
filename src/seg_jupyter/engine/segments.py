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
    # the place of the first rule that takes somebody is the number of those that did not
    codes = np.zeros(rows.size, np.min_scalar_type(len(rules) + 1))
    open_ = profiled.copy()
    for rule in rules:
        if rule.condition is None:
            break
        open_ &= ~truths(rule.condition, rows).true
        codes += open_.view(np.uint8)
    codes[~profiled] = len(rules) + 1
    return codes.astype(np.int64)
