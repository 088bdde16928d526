"""Libraries that are loaded at first use: as a whole, or not at all."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.machinery import ExtensionFileLoader


@contextmanager
def whole_import() -> Iterator[None]:
    """Take back what an import that is cut short has loaded of a package.

    Loading Altair takes seconds, in which somebody may interrupt the cell. Python then forgets
    the package and keeps those of its modules that were finished; they are not found in the
    package when it is loaded anew, which would fail until the kernel is restarted.

    Examples
    --------
    >>> with whole_import():
    ...     import json
    """
    before = set(sys.modules)
    try:
        yield
    except BaseException:
        # in order: with its package, a module takes its own modules away
        for name in sorted(sys.modules.keys() - before):
            package = name.rpartition(".")[0]
            if package and package not in sys.modules and not _is_compiled(name):
                del sys.modules[name]
        raise


def _is_compiled(name: str) -> bool:
    """Tell whether a module is compiled: most of those cannot be loaded twice."""
    spec = getattr(sys.modules[name], "__spec__", None)
    return isinstance(getattr(spec, "loader", None), ExtensionFileLoader)
