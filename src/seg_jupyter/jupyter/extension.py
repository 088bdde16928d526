"""Loading and unloading: everything that `%load_ext` adds, `%unload_ext` takes away."""

from __future__ import annotations

from IPython.core.interactiveshell import InteractiveShell

from seg_jupyter.jupyter import completer
from seg_jupyter.jupyter.magics import SegmentMagics

_NAME = "segment"


def load(shell: InteractiveShell) -> None:
    """Register the magics and their completion; a second time changes nothing."""
    if not _loaded(shell):
        shell.register_magics(SegmentMagics)
    completer.add_to(shell)


def unload(shell: InteractiveShell) -> None:
    """Take the magics away, if they are ours, and their completion."""
    completer.remove_from(shell)
    if _loaded(shell):
        for kind in ("line", "cell"):
            shell.magics_manager.magics[kind].pop(_NAME, None)
        shell.magics_manager.registry.pop(SegmentMagics.__name__, None)
        shell.configurables[:] = [
            c for c in shell.configurables if not isinstance(c, SegmentMagics)
        ]


def _loaded(shell: InteractiveShell) -> bool:
    magic = shell.magics_manager.magics["cell"].get(_NAME)
    return isinstance(getattr(magic, "__self__", None), SegmentMagics)
