from __future__ import annotations

import copy
import errno
import itertools
import json
import math
import os
import stat
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.running import days, rerun, run, table, values
from seg_jupyter.engine import model_file
from seg_jupyter.engine.model import FittedModel, Settings
from seg_jupyter.engine.model_file import from_json, read, to_json, write
from seg_jupyter.engine.scales import MinMaxScale, RankScale
from seg_jupyter.errors import SegmentError, SegmentModelError

PEOPLE = table(
    id=[1, 2, 3, 4],
    x=[0.1, 1 / 3, 2e-9, 1.7e308],
    plan=["gold", "Größe", "日本", None],
    until=["2026-01-01", "2026-02-01", None, "soon"],
    lost=[None] * 4,
    ok=[True, True, True, False],
)
EVENTS = table(id=[1, 1, 2], at=days("2026-01-01", "2026-01-05", "2026-01-03"), x=[1.0, 2.0, 3.0])
CELL = """# what we agreed in January
spend = sum(x)
value = score(2 * spend, -minmax(x), raw(clip(x, 0, 100)))
both = score(value, x, minmax(lost), lost)
third = tile(x, 3)
digits = score(third, bands(x, 1, 2), tile(third, 9), missing="zero")
Größe: both > 50 and plan != "gold"
Late: until < "2026-01-15"
Rest: otherwise
"""
SETTINGS = Settings("engagement", "households", {"spend": "USD"}, "ok", None)


@pytest.fixture(scope="module")
def model() -> FittedModel:
    return run(CELL, PEOPLE, EVENTS, id="id", settings=SETTINGS).model


@pytest.fixture
def document(model: FittedModel) -> Any:
    return json.loads(to_json(model))


def same(one: FittedModel, other: FittedModel) -> bool:
    """Whether two models are equal to the last bit, as far as a file can tell."""
    return to_json(one) == to_json(other)


# round trip


def test_a_model_reads_back_exactly(model: FittedModel) -> None:
    back = from_json(to_json(model))
    assert same(back, model)
    assert (back.text, back.settings, back.id, back.time) == (CELL, SETTINGS, "id", "at")
    assert (back.customers, back.as_of) == (3, model.as_of)
    assert back.program == model.program
    for name, scales in model.scales.items():
        for ours, theirs in zip(back.scales[name], scales, strict=True):
            if isinstance(theirs, RankScale):
                assert isinstance(ours, RankScale)
                assert ours.values.tobytes() == theirs.values.tobytes()
                assert (ours.below.dtype, ours.upto.dtype) == (np.int64, np.int64)
                assert ours.below.tolist() == theirs.below.tolist()
                assert ours.upto.tolist() == theirs.upto.tolist()
                assert ours.count == theirs.count
            elif isinstance(theirs, MinMaxScale) and math.isnan(theirs.low):
                assert isinstance(ours, MinMaxScale)
                assert math.isnan(ours.low)
                assert math.isnan(ours.high)
            else:
                assert ours == theirs


def test_a_file_holds_how_many_each_scale_and_tile_was_fitted_on() -> None:
    gaps = table(x=[1.0, 2.0, None, None, 5.0], y=[1.0, None, None, None, None], none=[None] * 5)
    cell = "t = tile(x, 2)\nu = tile(y, 2)\nv = score(x, minmax(y), minmax(none), t)"
    model = run(cell, gaps).model
    document = json.loads(to_json(model))
    assert [tile["count"] for tile in document["tiles"]] == [3, 1]
    assert [scale["count"] for scale in document["scales"]["v"]] == [3, 1, 0, 2]
    assert from_json(to_json(model)).fewest == model.fewest == 1


def test_a_model_that_was_read_gives_the_same_frame(model: FittedModel) -> None:
    here = rerun(model, PEOPLE, EVENTS, as_of="2026-01-31").frame()
    there = rerun(from_json(to_json(model)), PEOPLE, EVENTS, as_of="2026-01-31").frame()
    assert here.equals(there)


finite = st.floats(allow_nan=False, allow_infinity=False)


@settings(deadline=None)
@given(st.lists(finite, min_size=1, max_size=30))
def test_every_number_reads_back_exactly(values: list[float]) -> None:
    model = run("v = score(x, minmax(x))", table(x=values)).model
    back = from_json(to_json(model))
    assert same(back, model)
    (ours, low_high), (theirs, wanted) = back.scales["v"], model.scales["v"]
    assert isinstance(ours, RankScale)
    assert isinstance(theirs, RankScale)
    assert ours.values.tobytes() == theirs.values.tobytes()
    assert low_high == wanted


def test_a_file_holds_no_rows(model: FittedModel) -> None:
    text = to_json(model)
    assert "日本" not in text
    assert "soon" not in text
    assert "Größe: both > 50" in text, "readable, not escaped"


def test_a_cell_without_events_or_dates() -> None:
    model = run("A: x > 1", table(x=[1.0])).model
    back = from_json(to_json(model))
    assert same(back, model)
    assert (back.as_of, back.schema.events, back.id) == (None, None, None)


# files


def test_a_file_reads_back(model: FittedModel, tmp_path: Path) -> None:
    path = tmp_path / "engagement.json"
    assert write(model, path) == path.stat().st_size
    assert same(read(path), model)
    assert same(read(str(path)), model)
    assert write(model, str(path)) == path.stat().st_size, "over the old one"
    assert [file.name for file in tmp_path.iterdir()] == ["engagement.json"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "model.json"
    os.mkfifo(pipe)
    for path in (pipe, "/dev/zero"):
        with pytest.raises(SegmentModelError, match="is a pipe or a device, not a file") as caught:
            read(path)
        assert caught.value.remedy == "Write what comes from it to a file, and load that."


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_file_may_be_read_by_whom_the_folder_allows(model: FittedModel, tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        path = tmp_path / "shared.json"
        write(model, path)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


@pytest.mark.parametrize("moment", ["replace", "to_json"])
@pytest.mark.parametrize("failure", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_failure_leaves_the_old_file_and_nothing_else(
    model: FittedModel,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    moment: str,
    failure: BaseException,
) -> None:
    path = tmp_path / "engagement.json"
    write(model, path)
    old = path.read_bytes()

    def fail(*_: object) -> None:
        raise failure

    monkeypatch.setattr(model_file.os if moment == "replace" else model_file, moment, fail)
    with pytest.raises((SegmentModelError, KeyboardInterrupt)) as caught:
        write(model, path)
    if isinstance(failure, OSError):
        assert isinstance(caught.value, SegmentModelError)
        assert "cannot be written: No space left on device" in caught.value.problem
        assert caught.value.remedy == "Check the folder and the name."
    assert path.read_bytes() == old
    assert [file.name for file in tmp_path.iterdir()] == ["engagement.json"]


@pytest.mark.parametrize("content", [b"id,spend\n1,2\n", b"{}", b"\x89PNG", b'{"format": 1}'])
def test_a_file_that_is_no_model_is_not_replaced(
    model: FittedModel, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "customers.csv"
    path.write_bytes(content)
    with pytest.raises(SegmentModelError, match=r"'customers\.csv' is there already") as caught:
        write(model, path)
    assert caught.value.remedy == "Choose another name, or delete the file first."
    assert path.read_bytes() == content
    assert [file.name for file in tmp_path.iterdir()] == ["customers.csv"]


def test_a_home_folder_that_is_not_known(model: FittedModel) -> None:
    for attempt in (lambda path: write(model, path), read):
        with pytest.raises(SegmentModelError, match="a home folder that is not known"):
            attempt("~nobody-of-this-name/engagement.json")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither such rights nor links")
def test_the_rights_of_a_file_and_the_link_to_it_are_kept(
    model: FittedModel, tmp_path: Path
) -> None:
    path, link = tmp_path / "engagement.json", tmp_path / "latest.json"
    write(model, path)
    path.chmod(0o600)
    link.symlink_to(path.name)
    path.write_bytes(path.read_bytes() + b" ")
    write(model, link)
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text(encoding="utf-8") == to_json(model)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such links")
@pytest.mark.parametrize("name", ["one.json", "one.json/model.json"])
def test_links_that_lead_in_a_circle(model: FittedModel, tmp_path: Path, name: str) -> None:
    (tmp_path / "one.json").symlink_to("two.json")
    (tmp_path / "two.json").symlink_to("one.json")
    for attempt, done in ((lambda path: write(model, path), "written"), (read, "read")):
        with pytest.raises(SegmentModelError) as caught:
            attempt(tmp_path / name)
        assert caught.value.problem == (
            f"the file '{Path(name).name}' cannot be {done}: {os.strerror(errno.ELOOP)}"
        )
    assert sorted(file.name for file in tmp_path.iterdir()) == ["one.json", "two.json"]
    assert (tmp_path / "one.json").is_symlink()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_pipe_or_a_device_is_not_replaced(model: FittedModel, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(SegmentModelError, match="'pipe' is there already, and is not a saved"):
        write(model, tmp_path / "pipe")
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such links")
def test_a_link_to_a_file_that_is_not_there_yet(model: FittedModel, tmp_path: Path) -> None:
    (tmp_path / "latest.json").symlink_to("engagement.json")
    write(model, tmp_path / "latest.json")
    assert (tmp_path / "latest.json").is_symlink()
    assert same(read(tmp_path / "engagement.json"), model)


def test_an_older_model_and_an_empty_file_are_replaced(model: FittedModel, tmp_path: Path) -> None:
    path = tmp_path / "engagement.json"
    path.touch()
    write(model, path)
    first = path.read_bytes()
    write(replace(model, settings=replace(model.settings, name="other")), path)
    assert path.read_bytes() != first
    assert read(path).name == "other"


@pytest.mark.parametrize("name", ["missing/engagement.json", "", "file/engagement.json", "\0"])
def test_a_place_that_cannot_be_written(model: FittedModel, tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SegmentModelError) as caught:
        write(model, tmp_path / name)
    assert "cannot be written: " in caught.value.problem
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


def test_a_text_that_cannot_be_encoded(model: FittedModel, tmp_path: Path) -> None:
    odd = run("A: x > 1", PEOPLE, settings=Settings(name="\ud800")).model
    with pytest.raises(SegmentModelError, match="cannot be written"):
        write(odd, tmp_path / "odd.json")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"\x80\x81\xff", "is not text, so it is not a saved model"),
        (b"\x89PNG\r\n\x1a\n\0", "is not text, so it is not a saved model"),
        (b"", "the file is not JSON"),
        (b"\xef\xbb\xbf{}", "the file is not JSON"),
        (b"customer;spend\n1;2\n", "the file is not JSON"),
        (b"[]", "the file is JSON, but not a saved model"),
    ],
)
def test_files_of_something_else(tmp_path: Path, content: bytes, problem: str) -> None:
    path = tmp_path / "file.json"
    path.write_bytes(content)
    with pytest.raises(SegmentModelError) as caught:
        read(path)
    assert problem in caught.value.problem
    assert caught.value.remedy


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SegmentModelError) as caught:
        read(tmp_path / "none.json")
    assert caught.value.problem == (
        "the file 'none.json' cannot be read: No such file or directory"
    )
    assert caught.value.remedy == "Check the folder and the name."


@pytest.mark.parametrize("name", ["", "\0"])
def test_a_folder_or_a_name_that_cannot_be(tmp_path: Path, name: str) -> None:
    with pytest.raises(SegmentModelError, match="cannot be read: "):
        read(tmp_path / name)


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_file, "LARGEST_FILE", 10)
    path = tmp_path / "large.json"
    path.write_text(" " * 11)
    with pytest.raises(SegmentModelError, match="is too large for a saved model"):
        read(path)


# damage


NOT_JSON = ["", "{", "nonsense", "{'a': 1}", '{"a": NaN}', '{"a": -Infinity}', "[1,]",
            "9" * 5_000, "[" * 100_000, '{"format": "seg_jupyter model"} x']  # fmt: skip


@pytest.mark.parametrize("text", NOT_JSON, ids=[text[:12] for text in NOT_JSON])
def test_not_json(text: str) -> None:
    with pytest.raises(SegmentModelError) as caught:
        from_json(text)
    assert caught.value.problem.startswith("the file is not JSON") or len(text) == 5_000
    assert caught.value.remedy
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize("text", ["[]", "3", "null", '"text"', "{}", '{"format": "vega"}', "true"])
def test_another_format(text: str) -> None:
    with pytest.raises(SegmentModelError) as caught:
        from_json(text)
    assert caught.value.problem == "the file is JSON, but not a saved model"
    assert caught.value.remedy == "Save one with result.save(path)."


@pytest.mark.parametrize("version", [0, 2, "1", None, [], 1.5])
def test_another_version(document: Any, version: object) -> None:
    with pytest.raises(SegmentModelError) as caught:
        from_json(json.dumps({**document, "version": version}))
    assert caught.value.problem == (
        f"the model has version '{version}'; this package reads version 1"
    )
    assert caught.value.remedy is not None
    assert caught.value.remedy.startswith("Update the package")


def test_no_version(document: Any) -> None:
    del document["version"]
    with pytest.raises(SegmentModelError, match="has version 'None'"):
        from_json(json.dumps(document))


Change = Callable[[Any], object]


def rank(document: Any) -> Any:
    return document["scales"]["value"][0]


def minmax(document: Any) -> Any:
    return document["scales"]["value"][1]


DAMAGED: dict[str, tuple[Change, str]] = {
    "unknown key": (lambda d: d.update(extra=1), "the top level"),
    "missing key": (lambda d: d.pop("scales"), "the top level"),
    "text is a number": (lambda d: d.update(text=5), "text"),
    "text is empty": (lambda d: d.update(text=""), "text"),
    "name is empty": (lambda d: d.update(name=""), "name"),
    "name is long": (lambda d: d.update(name="n" * 201), "name"),
    "unit is null": (lambda d: d.update(unit=None), "unit"),
    "units is a list": (lambda d: d.update(units=[]), "units"),
    "a unit is a number": (lambda d: d.update(units={"a": 1}), "units/a"),
    "id is a number": (lambda d: d.update(id=1), "id"),
    "customers below 0": (lambda d: d.update(customers=-1), "customers"),
    "customers is true": (lambda d: d.update(customers=True), "customers"),
    "customers is huge": (lambda d: d.update(customers=10**300), "customers"),
    "as-of is a time": (lambda d: d.update(as_of="2026-01-01T00:00"), "as_of"),
    "columns is a list": (lambda d: d.update(columns=[]), "columns"),
    "columns lack events": (lambda d: d["columns"].pop("events"), "columns"),
    "unknown kind": (lambda d: d["columns"]["customers"]["x"].update(kind="money"),
                     "columns/customers/x/kind"),
    "unknown key of a column": (lambda d: d["columns"]["customers"]["x"].update(why=1),
                                "columns/customers/x"),
    "iso_dates is text": (lambda d: d["columns"]["customers"]["x"].update(iso_dates="no"),
                          "columns/customers/x/iso_dates"),
    "scales is a list": (lambda d: d.update(scales=[]), "scales"),
    "no scale": (lambda d: d["scales"].update(value=[]), "scales/value"),
    "unknown scale": (lambda d: rank(d).update(scale="log"), "scales/value/0"),
    "knot is text": (lambda d: rank(d)["values"].__setitem__(0, "1"), "scales/value/0"),
    "knot is huge": (lambda d: rank(d)["values"].__setitem__(-1, 10**400), "scales/value/0"),
    "count is huge": (lambda d: rank(d)["upto"].__setitem__(-1, 10**30), "scales/value/0"),
    "count is a half": (lambda d: rank(d)["below"].__setitem__(0, 0.5), "scales/value/0"),
    "count is below 0": (lambda d: rank(d)["below"].__setitem__(0, -1), "scales/value/0"),
    "range is huge": (lambda d: minmax(d).update(high=10**400), "scales/value/1"),
    "range is text": (lambda d: minmax(d).update(low="0"), "scales/value/1"),
    "unknown key of a scale": (lambda d: minmax(d).update(extra=1), "scales/value/1"),
    "a range without a count": (lambda d: minmax(d).pop("count"), "scales/value/1"),
    "cuts without a count": (lambda d: d["tiles"][0].pop("count"), "tiles/0"),
    "cuts alone": (lambda d: d["tiles"].__setitem__(0, [1.0, 2.0]), "tiles/0"),
}  # fmt: skip


def damaged(document: Any, change: Change) -> SegmentModelError:
    change(document)
    with pytest.raises(SegmentModelError) as caught:
        from_json(json.dumps(document))
    return caught.value


@pytest.mark.parametrize(("change", "place"), DAMAGED.values(), ids=DAMAGED.keys())
def test_damage_that_the_schema_finds(document: Any, change: Change, place: str) -> None:
    error = damaged(document, change)
    assert error.problem.startswith(f"the saved model is damaged at '{place}")
    assert error.exists is not None
    assert error.exists.startswith("What stands there breaks the format's rule ")
    assert error.remedy == "Fit the cell again and save it with result.save(path)."
    assert len(str(error)) < 500


def test_numbers_too_large_for_a_float(document: Any) -> None:
    for text in ("1e400", "-1e400"):
        minmax(document)["high"] = 12345.5
        changed = json.dumps(document).replace("12345.5", text)
        with pytest.raises(SegmentModelError, match="damaged at 'scales/value/1"):
            from_json(changed)


UNFIT: dict[str, Change] = {
    "score without scales": lambda d: d["scales"].pop("value"),
    "scales of no score": lambda d: d["scales"].update(other=[{"scale": "raw"}]),
    "a scale too many": lambda d: d["scales"]["value"].append({"scale": "raw"}),
    "a scale too few": lambda d: d["scales"]["value"].pop(),
    "scales in another order": lambda d: d["scales"]["value"].reverse(),
    "another scale": lambda d: d["scales"]["value"].__setitem__(2, {"scale": "minmax", "low": 0,
                                                                    "high": 1, "count": 4}),
    "a score in the cell changed": lambda d: d.update(text=d["text"].replace("-minmax(x)", "-x")),
    "knots not sorted": lambda d: rank(d)["values"].reverse(),
    "knots twice": lambda d: rank(d).update(values=[1.0] * len(rank(d)["values"])),
    "more knots than counts": lambda d: rank(d)["values"].append(1e9),
    "more counts than knots": lambda d: rank(d)["upto"].append(99),
    "no knots": lambda d: rank(d).update(values=[], below=[], upto=[]),
    "knots of nobody": lambda d: rank(d).update(count=0),
    "nobody at a knot": lambda d: rank(d).update(below=rank(d)["upto"]),
    "somebody below the first": lambda d: rank(d)["below"].__setitem__(0, 1),
    "another total": lambda d: rank(d).update(count=rank(d)["count"] + 1),
    "counts go down": lambda d: rank(d)["below"].__setitem__(-1, 0),
    "a tile without cuts": lambda d: d["tiles"].pop(),
    "cuts of no tile": lambda d: d["tiles"].append({"cuts": [], "count": 0}),
    "cuts of another tile": lambda d: d["tiles"].reverse(),
    "a cut too many": lambda d: d["tiles"][0]["cuts"].append(1e300),
    "cuts not sorted": lambda d: d["tiles"][0]["cuts"].reverse(),
    "cuts of nobody": lambda d: d["tiles"][0].update(count=0),
    "no cuts of somebody": lambda d: d["tiles"][0].update(cuts=[]),
    "steps of another tile": lambda d: d["scales"]["digits"][0].update(count=4),
    "no steps": lambda d: d["scales"]["digits"].__setitem__(0, {"scale": "raw"}),
    "low above high": lambda d: minmax(d).update(low=2.0, high=1.0),
    "low alone": lambda d: minmax(d).update(high=None),
    "a range that halves to nothing": lambda d: minmax(d).update(low=0.0, high=5e-324),
    "a range of one": lambda d: minmax(d).update(count=1),
    "a range of nobody": lambda d: minmax(d).update(count=0),
    "no range of somebody": lambda d: minmax(d).update(low=None, high=None),
    "high alone": lambda d: minmax(d).update(low=None),
}  # fmt: skip


@pytest.mark.parametrize("change", UNFIT.values(), ids=UNFIT.keys())
def test_scales_that_cannot_come_from_a_fit_of_the_cell(document: Any, change: Change) -> None:
    error = damaged(document, change)
    assert error.problem == "the scales of the saved model do not belong to its cell"
    assert error.remedy == "Fit the cell again and save it with result.save(path)."


BROKEN_CELLS: dict[str, tuple[Change, str, int]] = {
    "no cell": (lambda d: d.update(text="what is this"), "neither a definition nor a segment", 1),
    "empty": (lambda d: d.update(text="# nothing"), "the cell is empty", 0),
    "half a pair": (lambda d: d.update(text="A: x > 1 # \ud800"), "half of a pair", 1),
    "code": (lambda d: d.update(text="A: __import__('os').system('true')"), "dot", 1),
    "deep": (lambda d: d.update(text="A: " + "(" * 900 + "x" + ")" * 900), "deep", 1),
    "unknown column": (lambda d: d["columns"]["customers"].pop("plan"), "plan", 7),
    "other kind": (lambda d: d["columns"]["customers"]["plan"].update(kind="number"),
                   "cannot stand beside", 7),
    "events gone": (lambda d: d["columns"].update(events=None), "no events frame", 2),
}  # fmt: skip


@pytest.mark.parametrize(("change", "why", "line"), BROKEN_CELLS.values(), ids=BROKEN_CELLS.keys())
def test_a_cell_that_does_not_parse_or_check(
    document: Any, change: Change, why: str, line: int
) -> None:
    error = damaged(document, change)
    assert error.problem.startswith("the cell of the saved model is damaged: ")
    assert why in error.problem
    assert (error.line or 0) == line


def test_an_as_of_date_that_is_none(document: Any) -> None:
    error = damaged(document, lambda d: d.update(as_of="2026-02-30"))
    assert error.problem == "the as-of date '2026-02-30' of the saved model is not a date"


def test_documents_nested_up_to_the_limit_of_the_reader(document: Any) -> None:
    for depth in range(50, 1_000, 19):
        text = json.dumps(document)
        nested = text.replace('"units": {', '"units": {"a": ' + "[" * depth + "]" * depth + ",", 1)
        assert nested != text
        with pytest.raises(SegmentModelError):
            from_json(nested)


@pytest.mark.filterwarnings("error")
def test_edited_values_of_any_size_score_from_0_to_100_without_a_warning() -> None:
    ends = [0.0, 5e-324, 1e-323, 1e-300, 1.0, 1.7e308]
    metric = table(x=[0.0, 1e-9, 1.0, -1.7e308, 1.7e308, None])
    model = run("v = score(x)\nw = score(minmax(x))\nt = tile(x, 3)", table(x=[1.0, 2.0])).model
    read_back = 0
    for low, high in itertools.product([*ends, *(-end for end in ends)], repeat=2):
        document = json.loads(to_json(model))
        document["scales"]["v"][0]["values"] = [low, high]
        document["scales"]["w"][0].update(low=low, high=high)
        document["tiles"][0]["cuts"] = [low, high]
        try:
            edited = from_json(json.dumps(document))
        except SegmentModelError:
            continue
        read_back += 1
        later = rerun(edited, metric)
        for name in "vw":
            assert all(0 <= score <= 100 for score in values(later, name)[:-1])
        assert all(1 <= digit <= 3 for digit in values(later, "t")[:-1])
    assert read_back > 40


# random damage: an error of ours, or an equal model


def survives(text: str) -> None:
    """Reading gives an error of ours, or a model that writes the same document."""
    message = ""
    try:
        model = from_json(text)
    except SegmentModelError as error:
        message = str(error)
    else:
        assert same(from_json(to_json(model)), model)
    assert len(message) < 2_000


@pytest.fixture(scope="module")
def saved(model: FittedModel) -> str:
    return to_json(model)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_random_changes_of_the_text(saved: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(saved)))
    end = data.draw(st.integers(start, min(len(saved), start + 30)))
    signs = st.text(st.sampled_from('0123456789.-+eE"\\{}[]:, \nabnNu\0é\ud800'), max_size=8)
    survives(saved[:start] + data.draw(signs) + saved[end:])


def places(document: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place of a document, as the keys that lead there."""
    inside = (
        document.items()
        if isinstance(document, dict)
        else enumerate(document)
        if isinstance(document, list)
        else ()
    )
    return [path, *(p for key, value in inside for p in places(value, (*path, key)))]


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([10**400, -(10**400), 2**63, 1e308, -0.0, 5e-324, 1.5])
    | st.text(max_size=5)
    | st.sampled_from(["rank", "minmax", "raw", "number", "date", "nothing", "x", "2026-13-01"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=5,
)


@settings(max_examples=250, deadline=None)
@given(st.data())
def test_random_changes_of_the_document(saved: str, data: st.DataObject) -> None:
    document = json.loads(saved)
    *path, last = data.draw(st.sampled_from(places(document)[1:]))
    parent = document
    for key in path:
        parent = parent[key]
    match data.draw(st.sampled_from(["replace", "delete", "copy"])):
        case "replace":
            parent[last] = data.draw(anything)
        case "delete":
            del parent[last]
        case "copy":
            other = document
            for key in data.draw(st.sampled_from(places(document))):
                other = other[key]
            parent[last] = copy.deepcopy(other)
    survives(json.dumps(document))


def test_every_error_is_of_the_one_family() -> None:
    assert issubclass(SegmentModelError, SegmentError)
