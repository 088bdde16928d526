"""Texts of a column that stand for many people, so that showing one tells of nobody."""

from __future__ import annotations

import numpy as np

from seg_jupyter.engine.frames.frame import Frame
from seg_jupyter.engine.values import Integers
from seg_jupyter.lang.schema import Kind

MOST_TEXTS = 50
"""A column with more different texts is free text or a key, and none of them is shown."""


def common_texts(rows: Frame, column: str, people: Integers, fewest: int) -> list[str]:
    """Return the texts that each stand for so many different people at least, sorted.

    None of a column that holds anything else, or more than `MOST_TEXTS` different ones.

    Parameters
    ----------
    rows
        The rows that are looked at; those that are not can only make a text stand for more.
    column
        A column of them.
    people
        For each row a number of the customer; -1 for a row that counts for nobody.
    fewest
        How many people a text must stand for.

    Raises
    ------
    SegmentDataError
        For bytes that are no text.
    """
    if rows.table.kind(column) is not Kind.TEXT:
        return []
    codes, texts = rows.factorized(column)
    if len(texts) > MOST_TEXTS:
        return []
    known = (codes >= 0) & (people >= 0)
    pairs = np.unique(np.stack([codes[known], people[known]]), axis=1)
    counts = np.bincount(pairs[0], minlength=len(texts))
    return [text for text, count in zip(texts, counts, strict=True) if count >= fewest]
