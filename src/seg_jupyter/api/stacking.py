"""One frame of events from several."""

from __future__ import annotations

from typing import Any

from seg_jupyter.engine.frames import stack as stacking


def stack(**frames: Any) -> Any:
    """Make one frame of events of several, with a text column `source` that tells them apart.

    Parameters
    ----------
    **frames
        Frames of one kind (pandas, Polars or PyArrow), or paths of Parquet or CSV files. The
        names of the arguments become the values of `source`.

    Returns
    -------
    frame
        A new frame of the same kind: all rows of the first frame, then those of the next, in the
        order of the arguments. Its columns are those of all frames, missing where a frame has
        none, and `source` last. Types of one kind are brought to one that loses nothing: whole
        numbers of different widths, times of different units, categories and text. The index of
        a pandas frame is not kept.

    Raises
    ------
    SegmentUsageError
        If there is no frame, an argument is none, or they are of different kinds.
    SegmentDataError
        If a frame has a column `source` already, or columns of one name cannot be joined: text
        and numbers, times with a zone and without, times of two zones.

    Examples
    --------
    >>> import pandas as pd
    >>> orders = pd.DataFrame({"key": [1, 2], "usd": [20.0, 12.5]})
    >>> emails = pd.DataFrame({"key": [2], "opened": [True]})
    >>> stack(orders=orders, emails=emails)
       key   usd  opened  source
    0    1  20.0    <NA>  orders
    1    2  12.5    <NA>  orders
    2    2   NaN    True  emails
    """
    return stacking.stack(frames)
