"""How a CSV file is laid out: its encoding, its separator, and where its first line stands."""

from __future__ import annotations

import codecs
import csv
import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import pandas as pd

SEPARATORS = (",", ";", "\t")
_ENCODINGS = {
    # the longer mark first: it starts with a shorter one
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_SAID = re.compile(r'"?sep=([^\w\s"]|\t)"?\s*', re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')
_MOST_LINES_OF_NAMES = 100


@dataclass(frozen=True)
class Layout:
    """How a CSV file is laid out.

    Parameters
    ----------
    place
        Where the file is.
    encoding
        UTF-8, or what a mark at the start of the file says.
    skipped
        How many lines stand before the names.
    names
        The text of the names, up to the end of their line; nothing in an empty file.
    separator
        What stands between two values.
    """

    place: Path
    encoding: str
    skipped: int
    names: str
    separator: str

    @property
    def is_one_column(self) -> bool:
        """Whether there is one name, so that an empty line is an empty field."""
        return self.separator not in _QUOTED.sub("", self.names)

    def rows(self, **options: object) -> pd.DataFrame:
        """Return what pandas reads with some options, below the line of names."""
        with self._file() as file:
            frame: pd.DataFrame = self._read(file, options)
        return frame

    def parts(self, size: int, **options: object) -> Iterator[pd.DataFrame]:
        """Yield the same in parts of so many rows."""
        with self._file() as file:
            yield from self._read(file, {**options, "chunksize": size})

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the number of the line at which a record starts, and its values."""
        with self._file() as file:
            reader = csv.reader(file, delimiter=self.separator)
            start = self.skipped + 1
            for record in reader:
                yield start, record
                start = self.skipped + reader.line_num + 1

    def _file(self) -> TextIO:
        """Open the file at the line of names; without empty lines at its end, where they count."""
        file = self.place.open(encoding=self.encoding, newline="")
        for _ in range(self.skipped):
            file.readline()
        if not self.is_one_column:
            return file
        with file:
            return io.StringIO(file.read().rstrip(), newline="")

    def _read(self, file: TextIO, options: dict[str, object]) -> Any:
        with warnings.catch_warnings():
            # lines longer than the first, whose last values pandas would leave out
            warnings.simplefilter("error", pd.errors.ParserWarning)
            # the types of pandas know no options by name and value
            return pd.read_csv(  # type: ignore[call-overload]
                file,
                sep=self.separator,
                index_col=False,
                skip_blank_lines=not self.is_one_column,
                low_memory=False,
                **options,
            )


def layout_of(place: Path) -> Layout:
    """Look at the start of a file.

    Raises
    ------
    UnicodeDecodeError
        If it is not in the encoding that it should be in.
    """
    with place.open("rb") as start:
        mark = start.read(4)
    encoding = next((e for bom, e in _ENCODINGS.items() if mark.startswith(bom)), "utf-8-sig")
    with place.open(encoding=encoding, newline="") as file:
        skipped, names, said = 0, "", None
        for line in file:
            found = None if said else _SAID.fullmatch(line)
            if not found and line.strip():
                names = line
                break
            said = said or found
            skipped += 1
        for _ in range(_MOST_LINES_OF_NAMES):
            # a name in quotes goes on in the next line
            if names.count('"') % 2:
                names += file.readline()
    bare = _QUOTED.sub("", names)
    separator = said.group(1) if said else max(SEPARATORS, key=bare.count)
    return Layout(place, encoding, skipped, names, separator)
