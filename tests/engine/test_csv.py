"""CSV files: what is read from them, as what, and what is refused."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.running import compute, run
from engine.written_files import refused, written
from frame_kinds import plain
from seg_jupyter.engine.frames import csv_codes, csv_file
from seg_jupyter.engine.frames.csv_columns import MARKERS
from seg_jupyter.engine.frames.files import read_file

LONG = 2**60 + 1
UNSIGNED = 2**64 - 1


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def column(*cells: str, separator: str = ",") -> list[Any]:
    """What is read of a column beside one of numbers."""
    text = f"n{separator}key\n" + "".join(f"{n}{separator}{cell}\n" for n, cell in enumerate(cells))
    frame = plain(read_file(written(text)))
    assert frame["n"] == list(range(len(cells)))
    return frame["key"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("id,x\n1,a\n2,b\n", {"id": [1, 2], "x": ["a", "b"]}),
        ("\ufeffid,x\n1,ä\n", {"id": [1], "x": ["ä"]}),
        ("id;x\r\n1;2,5\r\n", {"id": [1], "x": [2.5]}),
        ("id\tx\n1\ta;b\n", {"id": [1], "x": ["a;b"]}),
        ("\n\nid,x\n1,2\n\n3,4\n", {"id": [1, 3], "x": [2, 4]}),
        ('id,"a, b"\n1,"x\ny"\n', {"id": [1], "a, b": ["x\ny"]}),
        ("id\n1\n", {"id": [1]}),
        (f"id,x\n{LONG},1\n,2\n", {"id": [LONG, None], "x": [1, 2]}),
        ("id,x\n,True\n2,\n", {"id": [None, 2], "x": [True, None]}),
        ("x,y\n0.5,inf\nNA,-1\n", {"x": [0.5, None], "y": [float("inf"), -1.0]}),
        ("id,x\n12345678901234567890123,1\n2,2\n",
         {"id": ["12345678901234567890123", "2"], "x": [1, 2]}),
        ("1,2\n3,4\n", {"1": [3], "2": [4]}),
        ("id,x\n1,2,\n3,4,\n", {"id": [1, 3], "x": [2, 4]}),
        ("id,x\n1\n3,4", {"id": [1, 3], "x": [None, 4]}),
        ("x,y\n 2,-Infinity\n3 ,inf\n", {"x": [2, 3], "y": [-float("inf"), float("inf")]}),
        # how programs for tables write them
        ("sep=;\r\nid;x\r\n1;a,b\r\n", {"id": [1], "x": ["a,b"]}),
        ('\ufeff"SEP=|"\nid|x\n1|2\n', {"id": [1], "x": [2]}),
        ("sep=\t\nid\tx;y;z\n1\t2\n", {"id": [1], "x;y;z": [2]}),
        ("sep=,\n\nid\n1\n\n3\n", {"id": [1, None, 3]}),
        ("sep=a\n1\n", {"sep=a": [1]}),
        ('id,"a;b;c","""d;e"""\n1,2,3\n', {"id": [1], "a;b;c": [2], '"d;e"': [3]}),
        ('id;"a\nb, with, commas"\n1;2\n', {"id": [1], "a\nb, with, commas": [2]}),
        # one column: an empty line is an empty field, but at the end
        ("id\n1\n\n3\n\n\n", {"id": [1, None, 3]}),
        ("\nid\r\na\r\n\r\nb", {"id": ["a", None, "b"]}),
        ('id\n1\n""\n', {"id": [1, None]}),
        ('"a;b"\n1\n\n2\n', {"a;b": [1, None, 2]}),
        ("id\n\n\n", {"id": []}),
        ("id,x", {"id": [], "x": []}),
    ],
)  # fmt: skip
def test_csv(text: str, expected: dict[str, list[Any]]) -> None:
    assert plain(read_file(written(text))) == expected


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_marks_at_the_start_say_how_a_file_is_encoded(encoding: str) -> None:
    mark = "\ufeff" if encoding[-2:] in ("le", "be") else ""
    text = mark + "sep=;\r\nid;näme\r\n00123;\U0001f44d\r\n;NA\r\n"
    frame = read_file(written(text.encode(encoding)))
    assert plain(frame) == {"id": ["00123", None], "näme": ["\U0001f44d", "NA"]}


# codes and numbers


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["00123", "7"], ["00123", "7"]),
        (["123", "", "007"], ["123", None, "007"]),
        (["-01", "2"], ["-01", "2"]),
        (["+4930123456", "4930123456"], ["+4930123456", "4930123456"]),
        ([" 01", "2"], [" 01", "2"]),
        (["0", "10", "-3"], [0, 10, -3]),
        (["00123", "12A"], ["00123", "12A"]),
        # beside decimals, too
        (["0.5", "00.5"], ["0.5", "00.5"]),
        (["01.11", "1.5"], ["01.11", "1.5"]),
        (["-007", "1.5"], ["-007", "1.5"]),
        (["0.5", "0", "-0.25", ".5", "5."], [0.5, 0, -0.25, 0.5, 5.0]),
        (["+5", "-2.5"], [5.0, -2.5]),
        # an exponent without a decimal point or a sign
        (["12E3", "7"], ["12E3", "7"]),
        (["1e5", "0.5"], ["1e5", "0.5"]),
        (["1e-07", "1E+16", "1.5E3"], [1e-07, 1e16, 1500.0]),
        # more digits than a decimal number keeps
        (["12345678901234567", "0.5"], ["12345678901234567", "0.5"]),
        (["1234567890123456", "0.5"], [1234567890123456, 0.5]),
        (["0.12345678901234567", "123456789012345.12345678"],
         [0.12345678901234567, 123456789012345.12345678]),
        # so with what stands for a missing one
        (["0045", "NA", "12"], ["0045", None, "12"]),
        (["12E3", "", "nan"], ["12E3", None, None]),
    ],
)  # fmt: skip
def test_codes_made_of_digits_are_text(cells: list[str], expected: list[Any]) -> None:
    assert column(*cells) == expected


def test_one_code_in_a_long_file_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_codes, "_ROWS", 3)
    for code, wanted in (("07", ["1"] * 10 + ["07"]), ("7", [1] * 10 + [7])):
        assert column(*["1"] * 10, code) == wanted


def test_long_whole_numbers_where_some_are_missing() -> None:
    assert column(str(UNSIGNED), "", "7") == [UNSIGNED, None, 7]
    assert column(str(UNSIGNED), "NA", "7") == [UNSIGNED, None, 7]
    assert column(str(UNSIGNED), "NA", "", "7") == [UNSIGNED, None, None, 7]
    # no type holds both of these, or this one
    assert column(str(UNSIGNED), "", "-7") == [str(UNSIGNED), None, "-7"]
    assert column(str(UNSIGNED + 1), "", "7") == [str(UNSIGNED + 1), None, "7"]
    assert column(str(UNSIGNED + 1), "NA", "7") == [str(UNSIGNED + 1), None, "7"]


def test_events_without_an_id_are_of_nobody_though_ids_are_long() -> None:
    written(f"id,at\n{UNSIGNED},2026-01-05\n,2026-01-06\n{UNSIGNED},2026-01-07\n", "orders.csv")
    result = run("n = count()", events="orders.csv", id="id")
    assert plain(result.frame())["id"] == [UNSIGNED]


# missing values


@pytest.mark.parametrize("marker", MARKERS)
def test_what_stands_for_a_missing_value(marker: str) -> None:
    assert column("1", marker, "2") == [1, None, 2]
    assert column("0.5", marker, "") == [0.5, None, None]
    assert column("true", marker, "False") == [True, None, False]
    assert column("2026-01-05", marker, "", "2026-01-05 08:30") == [
        "2026-01-05",
        None,
        None,
        "2026-01-05 08:30",
    ]
    # among texts it is one of them: the code of Namibia, or a plan that is called None
    assert column("DE", marker, "", "FR") == ["DE", marker, None, "FR"]
    assert column("2026-01-05", marker, "soon") == ["2026-01-05", marker, "soon"]
    assert column("1 of 3", marker) == ["1 of 3", marker]
    assert column(marker, marker) == [marker, marker]


def test_the_page_of_files_names_every_marker() -> None:
    page = (Path(__file__).parents[2] / "docs" / "files.md").read_text(encoding="utf-8")
    _, _, missing = page.partition("## What is missing")
    assert all(f"`{marker}`" in missing for marker in MARKERS)


def test_other_words_are_no_markers() -> None:
    assert column("1", "missing", "2") == ["1", "missing", "2"]
    assert column("1", "na", "2") == ["1", "na", "2"]


# decimal commas


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["2,5", "3", "-0,25"], [2.5, 3, -0.25]),
        (["1.234,56", "2"], [1234.56, 2]),
        (["1.234.567", "1.234"], [1234567, 1234]),
        (["0,125", "", "NA"], [0.125, None, None]),
        (["1234,567"], [1234.567]),
        (["1,2345"], [1.2345]),
        (["-5,125e-05", "1,250E+2"], [-5.125e-05, 125.0]),
        # a comma that may stand between thousands, and numbers of two spellings
        (["1,234", "5"], ["1,234", "5"]),
        (["1,234,567"], ["1,234,567"]),
        (["2,5", "2.5"], ["2,5", "2.5"]),
        (["2,5", "02,5"], ["2,5", "02,5"]),
        (["2,5", "2,5 kg"], ["2,5", "2,5 kg"]),
        (["1.234"], [1.234]),
    ],
)
@pytest.mark.parametrize("separator", [";", "\t"])
def test_decimal_commas(cells: list[str], expected: list[Any], separator: str) -> None:
    assert column(*cells, separator=separator) == expected


def test_commas_in_quotes_between_commas_stay_as_they_are() -> None:
    assert column('"2,5"', '"3,25"') == ["2,5", "3,25"]


def test_beside_decimal_commas_dots_may_stand_between_thousands() -> None:
    text = "a;b;c;d;e\n2,5;1.234;1.234;7;1e-07\n3,5;56;0.5;8;2\n"
    assert plain(read_file(written(text))) == {
        "a": [2.5, 3.5],
        "b": ["1.234", "56"],
        "c": [1.234, 0.5],
        "d": [7, 8],
        "e": [1e-07, 2.0],
    }


# any column


TRUTHS = {"true": True, "True": True, "TRUE": True, "False": False}
NUMBERS = ("1", "-2", "0", "0.5", "-.5", "1.5E3", "1e-07", str(2**63 - 1), str(-(2**63)))
CELLS = (
    *("", "NA", "None", *NUMBERS, *TRUTHS, "2026-01-05", "x", "0045", "-01.5", "12E3", "+49"),
    *(str(UNSIGNED), str(UNSIGNED + 1), " 7", "1 2", "1e", "é"),
)
GROUPS = (CELLS, NUMBERS, NUMBERS[:3], (str(UNSIGNED), "3"), tuple(TRUTHS), ("2026-01-05",))


def as_documented(cells: list[str]) -> list[Any]:
    """What the page of files says of a column."""
    texts = [cell or None for cell in cells]
    marked = [None if cell in MARKERS else cell for cell in texts]
    rest = [cell for cell in marked if cell is not None]
    if not rest:
        return texts
    if all(cell in TRUTHS for cell in rest):
        return [cell and TRUTHS[cell] for cell in marked]
    if all(cell == "2026-01-05" for cell in rest):
        return marked
    if all(re.fullmatch(r" ?[+-]?\d+", cell) for cell in rest):
        numbers = [int(cell) for cell in rest]
        fits = min(numbers) >= -(2**63) and max(numbers) < 2**63
        fits |= min(numbers) >= 0 and max(numbers) < 2**64
        if any(re.match(r" ?(-?0\d|\+)", cell) for cell in rest) or not fits:
            return marked
        return [cell and int(cell) for cell in marked]
    if all(re.fullmatch(r" ?[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", cell) for cell in rest):
        code = r" ?[+-]?(0\d.*|\d+[eE]\d+|\d{17,})"
        if any(re.fullmatch(code, cell) for cell in rest):
            return marked
        return [cell and float(cell) for cell in marked]
    return texts


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(GROUPS), st.data())
def test_any_column_is_read_as_the_page_of_files_says(
    group: tuple[str, ...], data: st.DataObject
) -> None:
    pool = st.sampled_from(group) | st.sampled_from(["", "NA"])
    cells = data.draw(st.lists(pool, min_size=1, max_size=5))
    odd = data.draw(st.sampled_from(["", *CELLS]))
    cells = [*cells, odd]
    read = column(*cells)
    assert read == as_documented(cells)
    assert list(map(type, read)) == list(map(type, as_documented(cells)))


# customers and events


def test_ids_with_zeros_in_two_files_are_joined() -> None:
    written("id\n00123\n123\n", "people.csv")
    written("id,at\n00123,2026-01-05\n00123,2026-01-06\n", "orders.csv")
    assert compute("count()", "people.csv", "orders.csv") == [2, 0]


def test_a_csv_of_names_alone_has_no_rows() -> None:
    assert run("A: missing(x)", written("id,x\n")).sizes == (0, 0, 0)
    assert run("A: missing(x)", written("sep=;\nid;x")).sizes == (0, 0, 0)


# refusals


@pytest.mark.parametrize("text", ["", "\n\n", " \n\t\n", "\ufeff", "sep=;\r\n\r\n"])
def test_an_empty_csv(text: str) -> None:
    assert refused(written(text)).problem == "the file 'orders.csv' is empty"


def test_a_csv_that_is_not_in_utf_8() -> None:
    long = "id,x\n" + "1,a\n" * 100_000 + "2,ä\n"
    for text, line in (("id,näme\n1,2\n", "1"), (long, "100,002")):
        error = refused(written(text.encode("latin-1")))
        assert error.problem == "the file 'orders.csv' is not written in UTF-8"
        assert error.exists == f"The first letter that is not stands in line {line}."
        assert error.remedy is not None
        remedy = error.remedy.split("first: ")[1]
        assert remedy == "orders = pd.read_csv('orders.csv', encoding='cp1252')"
        names: dict[str, Any] = {"pd": pd}
        exec(remedy, names)
        assert isinstance(names["orders"], pd.DataFrame)


def test_two_columns_of_one_name_in_a_csv() -> None:
    error = refused(written("id,x,x,,\n1,2,3,4,5\n"))
    assert error.problem == "the file 'orders.csv' has two columns of one name: 'x'"
    assert error.remedy == "Rename one of each in line 1."
    error = refused(written("sep=;\n\nid;id\n1;2\n"))
    assert error.remedy == "Rename one of each in line 3."


def test_what_starts_as_utf_16_and_is_something_else() -> None:
    for data in ("id,x\n1,2\n".encode("utf-16")[:-1], "id\n".encode("utf-16") + b"\x00\xd8a"):
        error = refused(written(data))
        assert error.problem == (
            "the file 'orders.csv' starts as UTF-16 does, and goes on as something else"
        )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("id,x\n1,2,3\n4,5,6\n", "line 2 of the file 'orders.csv' has 3 values"),
        ("id,x\n1,2\n4,5,6\n", "line 3 of the file 'orders.csv' has 3 values"),
        ("id,x\n1,2\n3,4,5,6\n", "line 3 of the file 'orders.csv' has 4 values"),
        ('sep=,\n\nid,x\n1,"of two\nlines"\n\n3,4,5\n',
         "line 7 of the file 'orders.csv' has 3 values"),
        ("id;x\n1;2\n3;4;5\n", "line 3 of the file 'orders.csv' has 3 values"),
    ],
)  # fmt: skip
def test_lines_with_more_values_than_there_are_names(text: str, problem: str) -> None:
    error = refused(written(text))
    assert error.problem == f"{problem}, but there are 2 names of columns"
    assert error.remedy == "A value with a separator in it stands in quotes."


@pytest.mark.parametrize(("text", "line"), [('id,x\n"1,2\n', 2), ('id,x\n1,2\n3,"4\n5,6\n', 3)])
def test_a_quote_that_is_never_closed(text: str, line: int) -> None:
    problem = f"a quote that opens in line {line} of the file 'orders.csv' is never closed"
    assert refused(written(text)).problem == problem


@pytest.mark.parametrize(
    "text", ["id,x\n1,2\n4,5,\n", 'id,x\n1,"' + "2" * 200_000 + "\n", 'id,x\n1,2\n3,"4']
)
def test_otherwise_the_reader_says_what_is_wrong(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if text.endswith('"4'):
        monkeypatch.setattr(csv_file, "_misfit", lambda *_: None)
    error = refused(written(text))
    assert error.problem == "the file 'orders.csv' cannot be read"
    assert error.exists is not None
    assert error.exists.startswith("The reader says: ")


def test_what_only_its_name_calls_csv() -> None:
    error = refused(written(b"PK\x03\x04\x00\x00\x01\x02, and more"))
    assert error.problem == "the file 'orders.csv' is no text, though its name says CSV"
