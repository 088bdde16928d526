"""An exact distribution → the few values at which to keep it."""

from __future__ import annotations

import numpy as np

from seg_jupyter.engine.distribution import Distribution
from seg_jupyter.engine.values import Bits, Floats, Integers

LEAST_GAP = 1e-200
"""No two rounded values are nearer; keeps slopes finite whatever a scale is made of."""


def choose_knots(known: Distribution, error: float) -> Integers:
    """Choose the values to keep as knots, so that lines between them are near every value.

    Starts with the first, the last and every value that is shared by too many to be left out,
    and splits each stretch at its worst value, until at each value left out the line passes
    near both the share below it and the share up to it. That bounds the error for values between
    those that were fitted, too. `error` less what lies between two neighbours of the distribution
    is what "near" means, so that the bound holds for the values it does not list.

    Parameters
    ----------
    known
        At least one value.
    error
        In points of 100; more than 100 / `distribution.STEPS`.

    Returns
    -------
    Integers
        Places of the knots in the distribution, ascending.
    """
    unlisted = (known.below[1:] - known.upto[:-1]).max(initial=0)
    allowed = known.count * error / 100 - unlisted
    crowded = known.upto - known.below > 2 * allowed
    crowded[[0, -1]] = True
    knots = np.flatnonzero(crowded)
    while True:
        off = _distances(known, knots)
        worst = np.maximum.reduceat(off, knots)
        split = _first_of_each(knots, off == np.repeat(worst, _lengths(knots, len(off))))
        split = split[off[split] > allowed]
        if not len(split):
            return knots
        knots = np.sort(np.concatenate([knots, split]))


def _distances(known: Distribution, knots: Integers) -> Floats:
    """Return for each value how far off the line through the knots is; 0 at the knots."""
    half = known.values / 2  # so that no range of floats can overflow
    rise = known.below[knots[1:]] - known.upto[knots[:-1]]
    slopes = np.append(rise / np.maximum(np.diff(half[knots]), LEAST_GAP), 0.0)
    lengths = _lengths(knots, len(half))
    line = half - np.repeat(half[knots], lengths)
    line *= np.repeat(slopes, lengths)
    line += np.repeat(known.upto[knots], lengths)
    off = np.maximum(np.abs(line - known.below), np.abs(line - known.upto))
    off[knots] = 0
    return off


def _lengths(knots: Integers, size: int) -> Integers:
    return np.diff(knots, append=size)


def _first_of_each(knots: Integers, chosen: Bits) -> Integers:
    """Return the first chosen place of each stretch, from a knot on to before the next."""
    places = np.flatnonzero(chosen)
    stretches = np.searchsorted(knots, places, side="right")
    return places[np.diff(stretches, prepend=0) > 0]
