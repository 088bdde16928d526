"""Frames named by the path of a file: what is read, how, and what is refused."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import frame_kinds
from engine.running import run, values
from engine.written_files import refused, written
from frame_kinds import plain
from seg_jupyter import stack
from seg_jupyter.engine.frames.files import is_file_name, read_file
from seg_jupyter.engine.frames.frame import Frame
from seg_jupyter.errors import SegmentUsageError
from seg_jupyter.lang.schema import Kind

LONG = 2**60 + 1
TABLE: frame_kinds.Table = {
    "id": ("int", [LONG, None, 3]),
    "usd": ("float", [0.5, None, 1.0]),
    "sent": ("truth", [True, None, False]),
    "city": ("text", ["Bern", None, "Ürümqi"]),
    "plan": ("category", ["gold", "free", None]),
    "day": ("day", [date(2026, 1, 31), None, date(2026, 2, 1)]),
    "at": ("time[ms, Europe/Berlin]", [datetime(2026, 1, 31), None, datetime(2026, 2, 1)]),
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


# Parquet


def test_parquet_keeps_whole_numbers_whole_and_dates_dates() -> None:
    pq.write_table(frame_kinds.frame("pyarrow", TABLE), "people.parquet")
    frame = Frame("people.parquet", "customers")
    kinds = [column.kind for column in frame.columns.values()]
    assert kinds == [Kind.NUMBER, Kind.NUMBER, Kind.TRUTH, Kind.TEXT, Kind.TEXT, *[Kind.DATE] * 2]
    assert isinstance(frame.native, pd.DataFrame)
    assert plain(frame.native)["id"] == [LONG, None, 3]
    assert plain(frame.native)["sent"] == [True, None, False]
    assert values(run("y = day", "people.parquet"), "y")[0] == datetime(2026, 1, 31)


def test_a_named_index_is_the_column_that_it_was() -> None:
    people = pd.DataFrame({"id": [7, 8], "x": [1, 2]}).set_index("id")
    people.to_parquet("people.parquet")
    assert list(read_file("people.parquet").columns) == ["id", "x"]
    people.assign(id=[3, 4]).to_parquet("both.parquet")
    assert list(read_file("both.parquet").columns) == ["x", "id"]
    people.reset_index(drop=True).iloc[::-1].to_parquet("plain.parquet")
    assert list(read_file("plain.parquet").columns) == ["x"]


@pytest.mark.parametrize("kind", ["str", "path", "bytes of a path"])
def test_text_and_paths(kind: str) -> None:
    Path("data set").mkdir()
    written("id,x\n1,2\n", "data set/people.CSV")
    path: Any = "data set/people.CSV"
    assert values(run("y = x", path if kind == "str" else Path(path)), "y") == [2]

    class Odd(os.PathLike):  # type: ignore[type-arg]
        def __fspath__(self) -> bytes:
            return path.encode()

    assert values(run("y = x", Odd()), "y") == [2]


def test_without_pyarrow_parquet_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    pd.DataFrame({"x": [1]}).to_parquet("people.parquet")

    def read_parquet(*_: Any, **options: Any) -> None:
        assert options["engine"] == "pyarrow"
        raise ImportError("pyarrow is required for parquet support")

    monkeypatch.setattr(pd, "read_parquet", read_parquet)
    error = refused("people.parquet", SegmentUsageError)
    assert str(error).endswith("Install it: pip install pyarrow")


def test_files_are_stacked() -> None:
    written("id,x\n1,2\n", "web.csv")
    assert plain(stack(web="web.csv", shop=Path("web.csv")))["source"] == ["web", "shop"]


# refusals


def test_no_such_file() -> None:
    written("id\n1\n", "customers.csv")
    error = refused("custmers.csv", SegmentUsageError)
    assert error.problem == "there is no file 'custmers.csv'"
    assert error.exists == "Closest in its folder: 'customers.csv'."
    error = refused("data/customers.csv", SegmentUsageError)
    assert error.exists == "There is no folder 'data'."
    written("", "else.doc")
    Path("customers.csv").unlink()
    assert refused("customers.csv", SegmentUsageError).exists is None


@pytest.mark.parametrize("path", ["~nobody-of-that-name/x.csv", "a\0b.csv", "x" * 5000 + ".csv"])
def test_paths_that_cannot_be(path: str) -> None:
    assert refused(path, SegmentUsageError).problem.startswith("there is no file ")


def test_the_home_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("USERPROFILE", str(folder))
    written("x\n1\n")
    assert plain(read_file("~/orders.csv")) == {"x": [1]}


def test_a_folder() -> None:
    Path("parts.parquet").mkdir()
    error = refused("parts.parquet", SegmentUsageError)
    assert str(error) == "'parts.parquet' is a folder, not a file\nName one file in it."


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("people.xlsx", "Read it first: people = pd.read_excel('people.xlsx')"),
        ("a/class.json", "Read it first: frame = pd.read_json('a/class.json')"),
        ("people", "Give a frame, or the path of such a file."),
        ("people.doc", "Give a frame, or the path of such a file."),
        ("", "Give a frame, or the path of such a file."),
    ],
)
def test_other_kinds_of_files(name: str, remedy: str) -> None:
    error = refused(name, SegmentUsageError)
    assert error.problem == f"'{name}' is not the name of a Parquet or CSV file"
    assert error.exists == "Such names end in .parquet or .csv."
    assert error.remedy == remedy


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: b"not parquet at all",
        lambda data: data[:-20],
        lambda data: data.replace(b"gold", b"\xff\xfe\xfd\xfc"),
        lambda data: b"PAR1" + b"\xff" * 100 + b"PAR1",
    ],
)
def test_a_broken_parquet_file(damage: Callable[[bytes], bytes]) -> None:
    pq.write_table(frame_kinds.frame("pyarrow", TABLE), "x.parquet", compression="none")
    written(damage(Path("x.parquet").read_bytes()), "broken.parquet")
    error = refused("broken.parquet")
    assert error.problem == "the file 'broken.parquet' cannot be read"
    assert len(str(error).splitlines()) == 2


def test_a_parquet_file_with_two_columns_of_one_name() -> None:
    table = pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["x", "x"])
    pq.write_table(table, "twice.parquet")
    assert "twice.parquet" in str(refused("twice.parquet")) or "two columns of one name" in str(
        refused("twice.parquet")
    )


@pytest.mark.skipif(sys.platform == "win32" or not hasattr(os, "geteuid"), reason="needs Unix")
def test_what_cannot_be_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    written("id\n1\n")

    def opened(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", opened)
    error = refused("orders.csv")
    assert error.exists == "The reader says: Permission denied"


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pd, "read_csv", lambda *_, **__: pytest.fail("it was read"))
    monkeypatch.setattr(pd, "read_parquet", lambda *_, **__: pytest.fail("it was read"))
    for address in ("https://example.org/x.csv", "s3://bucket/x.parquet", "file:///x.csv"):
        assert refused(address, SegmentUsageError).problem == f"there is no file '{address}'"


def test_what_looks_like_the_path_of_a_file() -> None:
    assert all(map(is_file_name, ["a.csv", "b/c.PARQUET", r"d\e.csv", "~/x.xlsx", ".a.csv"]))
    assert not any(map(is_file_name, ["orders", "a/b", "df.x", "", ".csv", "csv"]))
