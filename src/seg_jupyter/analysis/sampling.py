"""Some customers for all of them, where looking at everybody would take too long."""

from __future__ import annotations

import numpy as np

from seg_jupyter.engine.values import Bits, Integers

LARGEST_SAMPLE = 50_000
_SEED = 20_171_231


def sampled(places: Integers, members: int) -> int | None:
    """Return how many places there are, if they are not those of all members."""
    return len(places) if len(places) < members else None


def sample(
    members: Bits,
    most: int | None = LARGEST_SAMPLE,
    generator: np.random.Generator | None = None,
) -> Integers:
    """Return the places of at most so many members; all for None.

    They are drawn by a fixed seed, or by a generator of the caller.

    Examples
    --------
    >>> import numpy as np
    >>> sample(np.array([True, False, True]))
    array([0, 2])
    """
    places = np.flatnonzero(members)
    if most is None or len(places) <= most:
        return places
    generator = generator or np.random.default_rng(_SEED)
    return places[np.sort(generator.choice(len(places), most, replace=False))]
