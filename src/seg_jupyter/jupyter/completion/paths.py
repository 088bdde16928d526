"""The folders and files that a path being typed may go on with."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice

from seg_jupyter.jupyter.completion.offers import Offer
from seg_jupyter.jupyter.completion.words import Typed
from seg_jupyter.lang.quoting import as_word

_MOST_ENTRIES = 1_000
"""Entries of a folder that are looked at."""


def path_offers(typed: Typed, *endings: str) -> Iterator[Offer]:
    """Yield what lies in the folder that is typed: folders, and files with one of some endings."""
    slash = typed.text.rfind("/") + 1
    folder, hidden = typed.text[:slash], typed.text[slash:].startswith(".")
    for name, is_folder in _entries(folder):
        if name.startswith(".") and not hidden:
            continue
        if is_folder:
            written = as_word(f"{folder}{name}/", typed.quote)
            if written and written[0] in "'\"":
                written = written[:-1]  # the path goes on inside the quotes
        else:
            fits = name.lower().endswith(endings)
            written = as_word(folder + name, typed.quote) if fits else None
        if written:
            yield Offer(written, "folder" if is_folder else "file", folder + name)


def _entries(folder: str) -> list[tuple[str, bool]]:
    """Return names in a folder, sorted, and whether each is a folder."""
    try:
        with os.scandir(os.path.expanduser(folder) or ".") as entries:
            return sorted((e.name, e.is_dir()) for e in islice(entries, _MOST_ENTRIES))
    except (OSError, ValueError):  # there can be no such folder, or it may not be read
        return []
