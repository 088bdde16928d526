"""The two roundings that make every engine agree, in the form that every engine can compute.

Built-in `round` differs between engines (half to even, half away from zero, decimal arithmetic);
a floor of a product does not.
"""

from __future__ import annotations

import numpy as np

from seg_jupyter.engine.values import Floats

_NINE = 1e9
_LARGEST_ROUNDED = 4e6
"""Above this, a float64 has no ninth decimal to round, and the product nears 2**53."""


def round9(values: Floats) -> Floats:
    """Round to 9 decimals by `floor(x * 10**9 + 0.5) / 10**9`; values from 4e6 on stay as they are.

    Applied to the result of an aggregation, a definition as stored, both sides of a comparison
    and the input of a scale, and nowhere else.

    Examples
    --------
    >>> import numpy as np
    >>> bool(round9(np.array([0.1 + 0.2]))[0] == 0.3)
    True
    """
    small = np.abs(values) < _LARGEST_ROUNDED
    rounded = np.floor(np.where(small, values, 0.0) * _NINE + 0.5) / _NINE
    return np.where(small, rounded, values)
