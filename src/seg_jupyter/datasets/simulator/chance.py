"""Chance that is the same on every machine: draws are looks into tables of equally likely values.

A stream of bits comes from PCG64, whose output NumPy promises to keep. Each draw takes 16 of them,
a level from 0 to 65,535, and looks up what stands there in a table that was rounded when it was
made. Nothing else is computed of draws but sums, products and comparisons, which every processor
does alike; `exp` and `log`, which they do not, are used for the tables alone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from statistics import NormalDist
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

LEVELS = 65_536
Array = npt.NDArray[Any]


class Chance:
    """One stream of draws, found by a seed and a path of names and numbers.

    Examples
    --------
    >>> Chance(1, "age").levels(3).tolist() == Chance(1, "age").levels(3).tolist()
    True
    """

    def __init__(self, *path: int | str) -> None:
        entropy = [crc32(part.encode()) if isinstance(part, str) else part for part in path]
        self._bits = np.random.PCG64(np.random.SeedSequence(entropy))

    def levels(self, *shape: int) -> Array:
        """Return levels, whole numbers from 0 to 65,535, all equally likely."""
        number = math.prod(shape)
        # the order of bytes is named, so that the same bits are the same levels
        raw = self._bits.random_raw(-(-number // 4)).astype("<u8", copy=False)
        return raw.view("<u2")[:number].reshape(shape)

    def pick(self, table: Array, *shape: int) -> Array:
        """Return values of a table that has one for each level."""
        found: Array = table[self.levels(*shape)]
        return found

    def hits(self, share: float | Array, *shape: int) -> Array:
        """Return what comes true with a probability, of one for all or one for each."""
        found: Array = self.levels(*shape) < thresholds(share)
        return found

    def below(self, number: int | Array, size: int) -> Array:
        """Return whole numbers from 0 up to, not including, another; 65,536 is the most."""
        return (self.levels(size).astype(np.int64) * number) >> 16


def thresholds(share: float | Array) -> Array:
    """Return below which level something comes true, with probabilities in steps of 1/65,536."""
    return np.rint(np.asarray(share, np.float64) * LEVELS).astype(np.uint32)


def straight(line: tuple[float, float], top: int) -> Array:
    """Return a probability for each number of points up to the top: the first, and so much a point.

    Examples
    --------
    >>> straight((0.05, 0.005), 2)
    array([0.05 , 0.055, 0.06 ])
    """
    start, by_point = line
    found: Array = np.clip(start + by_point * np.arange(top + 1), 0, 0.95)
    return found


def exactly(share: float) -> float:
    """Return the probability that a share has here.

    Examples
    --------
    >>> exactly(0.1)
    0.100006103515625
    """
    return float(thresholds(share)) / LEVELS


def choice(shares: Sequence[float]) -> Array:
    """Return the table of a choice: the places of the shares, which add up to 1.

    Examples
    --------
    >>> np.bincount(choice([0.25, 0.75])).tolist()
    [16384, 49152]
    """
    ends = np.rint(np.cumsum(shares) / sum(shares) * LEVELS).astype(np.int64)
    return np.repeat(np.arange(len(shares), dtype=np.uint8), np.diff(ends, prepend=0))


@cache
def normal() -> Array:
    """Return the table of the standard normal distribution, to six decimals."""
    curve = NormalDist()
    upper = [round(curve.inv_cdf((k + 0.5) / LEVELS), 6) for k in range(LEVELS // 2, LEVELS)]
    half = np.array(upper)
    return np.concatenate([-half[::-1], half])


@cache
def lognormal(sigma: float) -> Array:
    """Return the table of a lognormal distribution with median 1, to four decimals."""
    return np.round(np.exp(normal() * sigma), 4)


@cache
def waiting(mean: float) -> Array:
    """Return the table of an exponential waiting time, in whole units."""
    left = 1 - (np.arange(LEVELS) + 0.5) / LEVELS
    return np.rint(-np.log(left) * mean).astype(np.int32)


def poisson(rates: tuple[float, ...]) -> Array:
    """Return for each rate the table of a Poisson distribution: shape (rates, 65,536)."""
    table = np.empty((len(rates), LEVELS), np.uint8)
    for row, rate in zip(table, rates, strict=True):
        chance, ends, total = math.exp(-rate), [0], 0.0
        while ends[-1] < LEVELS:
            total += chance
            ends.append(round(total * LEVELS) if total < 1 - 2**-40 else LEVELS)
            chance *= rate / (len(ends) - 1)
        row[:] = np.repeat(np.arange(len(ends) - 1, dtype=np.uint8), np.diff(ends))
    return table
