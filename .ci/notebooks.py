"""
Keep notebooks fit to be committed.

    python .ci/notebooks.py strip FILE...    take out the state of widgets and the times of runs
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
    """Remove what no reader needs, and what makes each run a difference.

    No front end can revive `metadata.widgets` without a kernel; `metadata.execution` of a cell
    says when it ran.
    """
    content = json.loads(notebook.read_text(encoding="utf-8"))
    held = [content["metadata"].pop("widgets", None)]
    held += [cell["metadata"].pop("execution", None) for cell in content["cells"]]
    if not any(part is not None for part in held):
        return None
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"  # as Jupyter writes it
    notebook.write_text(text, encoding="utf-8", newline="\n")
    return "took out the state of widgets and the times of runs"


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
