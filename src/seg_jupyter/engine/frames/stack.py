"""Several frames of events as one, with a column that says where each event came from."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np

from seg_jupyter.engine.frames.forms import Parts, form_of
from seg_jupyter.engine.frames.frame import Frame
from seg_jupyter.engine.values import Texts
from seg_jupyter.errors import SegmentDataError, SegmentUsageError, quoted
from seg_jupyter.lang.schema import Kind

SOURCE = "source"
"""The column that says which frame a row came from."""


def stack(given: Mapping[str, object]) -> Any:
    """Return one frame of several: all rows of all, in the order given.

    Raises
    ------
    SegmentUsageError
        If there is no frame, something is none, or they are of different kinds.
    SegmentDataError
        For columns of one name that cannot stand in one, and a column that is called `source`.
    """
    if not given:
        raise SegmentUsageError(
            "there is no frame to stack",
            remedy="Name each one: seg.stack(orders=orders, emails=emails).",
        )
    frames = {name: Frame(native, name) for name, native in given.items()}
    _check_kinds_of_frames(frames)
    for name, frame in frames.items():
        if SOURCE in frame.names:
            line = frame.remedies.renamed(SOURCE, f"{SOURCE}_of_{name}")
            raise SegmentDataError(
                f"the {name} have a column {quoted(SOURCE)} already", remedy=f"Rename it: {line}"
            )
    labels = [label for frame in frames.values() for label in frame.table.labels]
    labels = [*dict.fromkeys(labels), SOURCE]
    frames = {name: _with_source(frame, name) for name, frame in frames.items()}
    parts = {label: _parts(frames, label) for label in labels}
    forms = {label: form_of(label, having) for label, having in parts.items()}
    converted = [
        frame.table.converted({label: forms[label] for label in labels if name in parts[label]})
        for name, frame in frames.items()
    ]
    return next(iter(frames.values())).table.joined(converted, labels)


def _with_source(frame: Frame, name: str) -> Frame:
    codes = np.zeros(frame.size, np.int64)
    return Frame(frame.attach({SOURCE: Texts(codes, (name,))}, set()), name)


def _check_kinds_of_frames(frames: Parts) -> None:
    kinds = {name: frame.table.kind_of_frame for name, frame in frames.items()}
    (one, kind), *others = kinds.items()
    for other, its_kind in others:
        if its_kind != kind:
            foreign = other if kind.startswith("pandas") else one
            raise SegmentUsageError(
                f"the frames are of different kinds: {quoted(one)} is a {kind}, "
                f"{quoted(other)} a {its_kind}",
                remedy=f"Make them one kind first, such as {foreign} = {foreign}.to_pandas()",
            )


def _parts(frames: Parts, label: Hashable) -> Parts:
    """Return the frames that have values in a column; if none has, the first with that column."""
    having = {name: frame for name, frame in frames.items() if label in frame.table.labels}
    filled = {
        name: frame
        for name, frame in having.items()
        if not isinstance(label, str)
        or (frame.size and frame.columns[label].kind is not Kind.NOTHING)
    }
    return filled or dict([next(iter(having.items()))])
