"""The two roundings that make every engine agree, in the form that every engine can compute.

Built-in `round` differs between engines (half to even, half away from zero, decimal arithmetic);
a floor of a product does not.
"""

from __future__ import annotations

import numpy as np

from seg_jupyter.engine.chunks import CHUNK, chunks
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
    rounded = np.empty(len(values))
    size = np.empty(min(len(values), CHUNK))
    with np.errstate(over="ignore", invalid="ignore"):  # values that stay as they are
        for rows in chunks(len(values)):
            given, out = values[rows], rounded[rows]
            np.multiply(given, _NINE, out=out)
            np.add(out, 0.5, out=out)
            np.floor(out, out=out)
            np.divide(out, _NINE, out=out)
            large = np.abs(given, out=size[: len(given)]) >= _LARGEST_ROUNDED
            if large.any():
                np.copyto(out, given, where=large)
    return rounded
