"""Some customers for all of them, where looking at everybody would take too long."""

from __future__ import annotations

import numpy as np

from seg_jupyter.engine.values import Bits, Integers

LARGEST_SAMPLE = 50_000
_SEED = 20_171_231


def sampled(places: Integers, members: int) -> int | None:
    """Return how many places there are, if they are not those of all members."""
    return len(places) if len(places) < members else None


def sample(members: Bits, most: int | None = LARGEST_SAMPLE) -> Integers:
    """Return the places of at most so many members, drawn by a fixed seed; all for None.

    Examples
    --------
    >>> import numpy as np
    >>> sample(np.array([True, False, True]))
    array([0, 2])
    """
    places = np.flatnonzero(members)
    if most is None or len(places) <= most:
        return places
    drawn = np.random.default_rng(_SEED).choice(len(places), most, replace=False)
    return places[np.sort(drawn)]
