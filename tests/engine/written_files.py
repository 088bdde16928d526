"""Files that tests write, and what is said of those that are refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from seg_jupyter.engine.frames.frame import Frame
from seg_jupyter.errors import SegmentDataError, SegmentError


def written(text: str | bytes, name: str = "orders.csv") -> str:
    Path(name).write_bytes(text.encode() if isinstance(text, str) else text)
    return name


def refused(path: Any, kind: type[SegmentError] = SegmentDataError) -> SegmentError:
    with pytest.raises(SegmentError) as caught:
        Frame(path, "events")
    assert type(caught.value) is kind
    assert len(str(caught.value).splitlines()) <= 6
    return caught.value
