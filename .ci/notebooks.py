"""
Keep notebooks fit to be committed.

    python .ci/notebooks.py strip FILE...    take out the saved state of widgets
    python .ci/notebooks.py size FILE...     complain about notebooks of 500 KB and more

Both end with 1 if a notebook was not as it should be.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

SIZE_LIMIT = 500_000  # bytes


def strip(notebook: Path) -> str | None:
    """Remove `metadata.widgets`, which no front end can revive without a kernel."""
    content = json.loads(notebook.read_text(encoding="utf-8"))
    if content["metadata"].pop("widgets", None) is None:
        return None
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"  # as Jupyter writes it
    notebook.write_text(text, encoding="utf-8", newline="\n")
    return "took out the saved state of widgets"


def size(notebook: Path) -> str | None:
    """Compare the size of a notebook with the limit."""
    found = notebook.stat().st_size
    if found < SIZE_LIMIT:
        return None
    return f"has {found // 1000} KB: at {SIZE_LIMIT // 1000} KB and above it loads slowly"


CHORES: Mapping[str, Callable[[Path], str | None]] = {"strip": strip, "size": size}


def main(arguments: Sequence[str]) -> int:
    """Do one chore on each notebook; say what was found."""
    if not arguments or arguments[0] not in CHORES:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    notes = {name: CHORES[arguments[0]](Path(name)) for name in arguments[1:]}
    for name, note in notes.items():
        if note:
            print(f"{name}: {note}")
    return int(any(notes.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
