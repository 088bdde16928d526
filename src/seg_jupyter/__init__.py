"""Customer segments as a notebook cell: scored, named, explained.

In a notebook, `%load_ext seg_jupyter` brings the magics `%%segment` and `%segment`. From Python
the same is `Segmentation(text).fit(customers, events)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seg_jupyter import datasets, templates
from seg_jupyter._version import __version__
from seg_jupyter.api import Model, Segmentation, Segments, load, read, stack
from seg_jupyter.errors import (
    SegmentDataError,
    SegmentError,
    SegmentModelError,
    SegmentNameError,
    SegmentSyntaxError,
    SegmentTypeError,
    SegmentUsageError,
)

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

__all__ = [
    "Model",
    "SegmentDataError",
    "SegmentError",
    "SegmentModelError",
    "SegmentNameError",
    "SegmentSyntaxError",
    "SegmentTypeError",
    "SegmentUsageError",
    "Segmentation",
    "Segments",
    "__version__",
    "datasets",
    "load",
    "read",
    "stack",
    "templates",
]


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Register the magics: what `%load_ext seg_jupyter` calls."""
    from seg_jupyter.jupyter import extension

    extension.load(shell)


def unload_ipython_extension(shell: InteractiveShell) -> None:
    """Take the magics away again: what `%unload_ext seg_jupyter` calls."""
    from seg_jupyter.jupyter import extension

    extension.unload(shell)


def __dir__() -> list[str]:
    return __all__
