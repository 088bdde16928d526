from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
from IPython.utils.capture import CapturedIO, capture_output

from frame_kinds import plain
from seg_jupyter import Model, Segmentation, Segments
from seg_jupyter.errors import SegmentError, SegmentUsageError
from seg_jupyter.jupyter import arguments, extension, magics

CELL = "v = score(x)\nHigh: v >= 50\nLow: otherwise"
FROM_IPYTHON = {"In", "Out", "exit", "quit", "open", "get_ipython"}
EVENTS = "n = count()\nOften: n >= 2\nOther: otherwise"


@pytest.fixture(scope="module")
def the_shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InteractiveShell]:
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance(ipython_dir=str(tmp_path_factory.mktemp("ipython")))
    yield shell
    InteractiveShell.clear_instance()


@pytest.fixture
def shell(the_shell: InteractiveShell) -> Iterator[InteractiveShell]:
    for name in bound(the_shell).keys() - FROM_IPYTHON:
        del the_shell.user_ns[name]
    extension.load(the_shell)
    the_shell.user_ns["df"] = pd.DataFrame({"key": [1, 2, 3], "x": [1.0, 2.0, 3.0]})
    the_shell.user_ns["orders"] = pd.DataFrame(
        {
            "key": [1, 1, 2],
            "at": pd.to_datetime(["2024-01-01", "2024-01-02", "2024-01-05"]),
            "seen": pd.to_datetime(["2024-01-01", "2024-01-01", "2024-01-01"]),
        }
    )
    yield the_shell
    extension.unload(the_shell)


def bound(shell: InteractiveShell) -> dict[str, Any]:
    """What the user sees, without the shell's own names."""
    return {k: v for k, v in shell.user_ns.items() if not k.startswith("_")}


def run(shell: InteractiveShell, cell: str) -> tuple[ExecutionResult, CapturedIO]:
    with capture_output() as captured:
        result = shell.run_cell(cell)
    return result, captured


def good(shell: InteractiveShell, cell: str) -> CapturedIO:
    result, captured = run(shell, cell)
    result.raise_error()
    return captured


def refused(shell: InteractiveShell, cell: str) -> str:
    """Run a cell that fails; check how, and return what is said."""
    before = bound(shell)
    result, captured = run(shell, cell)
    after = bound(shell)
    assert after.keys() == before.keys()
    assert all(after[name] is before[name] for name in before)
    assert isinstance(result.error_in_exec, SegmentError)
    assert not result.success
    said = "\n".join(result.error_in_exec._render_traceback_())
    assert captured.stdout.strip() == said.strip()
    assert len(said.split("\n")) <= 6
    assert "Traceback" not in said
    assert captured.outputs == []
    return said


# the cell


def test_a_cell_shows_a_table_and_binds_one_name(shell: InteractiveShell) -> None:
    before = set(bound(shell))
    captured = good(shell, f"%%segment df\n{CELL}")
    assert set(bound(shell)) - before == {"segments"}
    result = shell.user_ns["segments"]
    assert isinstance(result, Segments)
    assert result.frame["segment"].tolist() == ["Low", "High", "High"]
    assert captured.stdout == captured.stderr == ""
    (shown,) = captured.outputs
    assert set(shown.data) == {"text/plain", "text/html"}
    assert shown.data["text/plain"] == repr(result)


def test_the_cell_gives_what_python_gives(shell: InteractiveShell) -> None:
    good(
        shell,
        "%%segment df --events orders --id key --time at --as-of 2024-01-03 --as loyal "
        f"--unit households --quiet\n{EVENTS}",
    )
    ours = shell.user_ns["loyal"]
    theirs = Segmentation(EVENTS).fit(
        shell.user_ns["df"],
        shell.user_ns["orders"],
        id="key",
        time="at",
        as_of="2024-01-03",
        name="loyal",
        unit="households",
    )
    assert repr(ours) == repr(theirs)
    assert repr(ours).startswith("loyal · 3 households as of 3 Jan 2024")
    pd.testing.assert_frame_equal(ours.frame, theirs.frame)


@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        ("--time at", [2, 1, 0]),
        ("--time seen --as-of 2024-01-01", [2, 1, 0]),
        ("--time at --as-of 2024-01-01", [1, 0, 0]),
        ("--time=at --as-of='2024-01-04'", [2, 0, 0]),
    ],
)
def test_events_time_and_date(shell: InteractiveShell, options: str, numbers: list[int]) -> None:
    good(shell, f"%%segment df --events orders {options} --quiet\n{EVENTS}")
    assert shell.user_ns["segments"].frame["n"].tolist() == numbers


def test_events_alone(shell: InteractiveShell) -> None:
    good(shell, f"%%segment --events orders --id key --time at --quiet\n{EVENTS}")
    assert shell.user_ns["segments"].frame["key"].tolist() == [1, 2]


@pytest.mark.parametrize(("option", "profiled"), [("consent", 1), ("objected", 2)])
def test_who_does_not_take_part(shell: InteractiveShell, option: str, profiled: int) -> None:
    shell.user_ns["df"]["flag"] = [True, False, False]
    good(shell, f"%%segment df --{option} flag --quiet\nAll: otherwise")
    labels = shell.user_ns["segments"].frame["segment"].tolist()
    assert labels.count("All") == profiled
    assert labels.count("Not profiled") == 3 - profiled


def test_as_and_into(shell: InteractiveShell) -> None:
    before = shell.user_ns["df"].copy()
    known = set(bound(shell))
    good(shell, f"%%segment df --as loyal --into labelled --quiet\n{CELL}")
    assert set(bound(shell)) - known == {"loyal", "labelled"}
    assert shell.user_ns["labelled"]["segment"].tolist() == ["Low", "High", "High"]
    pd.testing.assert_frame_equal(shell.user_ns["df"], before)


def test_into_is_a_frame_of_its_own(shell: InteractiveShell) -> None:
    good(shell, f"%%segment df --as loyal --into labelled --quiet\n{CELL}")
    labelled, result = shell.user_ns["labelled"], shell.user_ns["loyal"]
    assert labelled is not result.frame
    labelled["segment"] = "mine"
    assert result.frame["segment"].tolist() == ["Low", "High", "High"]


def test_into_replaces_an_earlier_frame_and_as_an_earlier_result(shell: InteractiveShell) -> None:
    for line in ("--as loyal --into labelled", "--as loyal --into labelled", "--into orders"):
        good(shell, f"%%segment df {line} --quiet\n{CELL}")
    assert shell.user_ns["orders"]["segment"].tolist() == ["Low", "High", "High"]
    assert "frame that the cell reads" in refused(shell, f"%%segment df --into df\n{CELL}")


def test_quiet_shows_nothing(shell: InteractiveShell) -> None:
    captured = good(shell, f"%%segment df --quiet --chart\n{CELL}")
    assert (captured.stdout, captured.outputs) == ("", [])


def test_a_chart_comes_after_the_table(shell: InteractiveShell) -> None:
    table, chart = good(shell, f"%%segment df --chart\n{CELL}").outputs
    assert "text/html" in table.data
    assert set(chart.data) == {
        "application/vnd.vegalite.v5+json",
        "image/png",
        "text/plain",
    }


def test_running_again_gives_the_same(shell: InteractiveShell) -> None:
    one = good(shell, f"%%segment df\n{CELL}").outputs[0].data
    assert good(shell, f"%%segment df\n{CELL}").outputs[0].data == one


@pytest.mark.parametrize("text", ["$x", "{x}", "{1 + 1}", "$df"])
def test_the_body_is_not_expanded(shell: InteractiveShell, text: str) -> None:
    shell.user_ns["x"] = "EXPANDED"
    good(shell, f"%%segment df --quiet\n# {text}\n{text}: x > 1\nLow: otherwise")
    result = shell.user_ns["segments"]
    assert result.text.startswith(f"# {text}\n{text}: x > 1")
    assert text in result.frame["segment"].cat.categories


def test_the_first_line_is_not_expanded(shell: InteractiveShell) -> None:
    shell.user_ns["name"] = "df"
    assert "no frame is called '{name}'" in refused(shell, f"%%segment {{name}}\n{CELL}")
    assert "no frame is called '$name'" in refused(shell, f"%%segment $name\n{CELL}")


# refusals


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nothing", "no frame is called 'nothing'"),
        ("dff", "Closest: 'df'."),
        ("text", "'text' is 'str', not a frame"),
        ("df --events nothing", "no frame is called 'nothing'"),
        ("", "there is no frame to segment"),
        ("df orders", "one frame can be named, and 'orders' is one too many"),
        ("df orders emails", "one frame can be named, and 'orders emails' is one too many"),
        ("df orders emails", "Ask %%segment? for the options."),
        ("df orders --events emails", "Ask %%segment? for the options."),
        ("df.x", "%%segment takes the name of a frame, and 'df.x' is code"),
        ("df --events text.y", "--events takes the name of a frame, and 'text.y' is code"),
        ("df --evnts orders", "there is no option '--evnts'"),
        ("df --evnts orders", "'--events'"),
        ("df --event orders", "there is no option '--event'"),
        ("df -x", "there is no option '-x'"),
        ("df --as", "the option --as has no value"),
        ("df --as --chart", "the option --as has no value"),
        ("df --chart=yes", "the option --chart takes no value"),
        ("df --quiet=1", "the option --quiet takes no value"),
        ("df --as 'a", "a quote in the first line is never closed"),
        ("df --as 1a", "'1a' cannot be a name"),
        ("df --as class", "'class' cannot be a name"),
        ("df --as µ", "'µ' cannot be a name"),  # Python would look for another character
        ("df --as get_ipython", "'get_ipython' is a name that Python or the notebook needs"),
        ("df --as In", "'In' is a name that Python or the notebook needs"),
        ("df --as print", "'print' is a name that Python or the notebook needs"),
        ("df --into _", "'_' is a name that Python or the notebook needs"),
        ("df --into a-b", "'a-b' cannot be a name"),
        ("df --as df", "'df' is a frame that the cell reads"),
        ("df --into df", "'df' is a frame that the cell reads"),
        ("df --events orders --time at --into orders", "'orders' is a frame"),
        ("df --as df", "what a cell reads is never replaced."),
        ("df --as orders", "'orders' is a frame in the notebook"),
        ("df --as orders", "Give the result another name with --as."),
        ("df --as os", "'os' is a module in the notebook"),
        ("df --into os", "'os' is a module in the notebook"),
        ("df --time at", "time names a column of events, and there is no events frame"),
        ("customers.parquet", "there is no file 'customers.parquet'"),
        ("a/b.csv", "There is no folder 'a'."),
        ("'a b/2024 x.xlsx'", "Read it first: frame = pd.read_excel('a b/2024 x.xlsx')"),
        (
            r"a\\b.xlsx",
            r"Read it first: b = pd.read_excel('a\\b.xlsx')".replace("\\", "\\\\"),
        ),
        ("df --events class.csv", "there is no file 'class.csv'"),
        ("a/b", "no frame is called 'a/b'"),
        ("df --as a --into a", "--as and --into both say 'a'"),
        ("df --into segments", "--as and --into both say 'segments'"),
        *(
            (f"df --events orders --time at {option} ''", f"the option {option} names nothing")
            for option in ("--id", "--as-of", "--as", "--into", "--unit", "--consent", "--objected")
        ),
        ("df --events ''", "the option --events names nothing"),
        ("df --events=", "the option --events names nothing"),
        ("df --events orders --time=", "the option --time names nothing"),
        ("''", "'' names nothing"),
        ("'' --events orders --time at", "Write a name there, or leave it out."),
        ("df --unit ' '", "' ' is not a name"),
        ("df --consent nothing", "no column 'nothing'"),
        ("df --consent x", "holds neither truth values nor 0 and 1"),
        ("df --events orders", "it is not clear which events column holds the time"),
        ("df --events orders --time at --id nothing", "no column 'nothing'"),
        ("df --events orders --time at --as-of soon", "soon"),
        ("df --events orders --time at --as-of 2020-01-01", "is before the first event"),
    ],
)
def test_a_line_is_refused(shell: InteractiveShell, line: str, said: str) -> None:
    shell.user_ns |= {"text": "abc", "os": itertools}
    assert said in refused(shell, f"%%segment {line}\n{CELL}")


# advice that is followed


@pytest.mark.parametrize("names", ["df orders", "df, orders", "df,orders", "df , orders"])
def test_two_frames_in_a_row(shell: InteractiveShell, names: str) -> None:
    said = refused(shell, f"%%segment {names} --time at\n{EVENTS}")
    assert "one frame can be named, and 'orders' is one too many" in said
    advice = said.split("write ")[1].strip()
    assert advice == "%%segment df --events orders"
    good(shell, f"{advice} --time at --quiet\n{EVENTS}")
    assert shell.user_ns["segments"].frame["n"].tolist() == [2, 1, 0]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("df[df.x>1]", "df[df.x>1]"),
        ("df[df.x > 1] --quiet", "df[df.x > 1]"),
        ('df[df["x"] > 1]', 'df[df["x"] > 1]'),
        ("df.query('x > 1') --as few", "df.query('x > 1')"),
        ("pd.concat([df, df])", "pd.concat([df, df])"),
        ("df.index", "df.index"),
        ("--events orders[orders.key > 1] --id key", "orders[orders.key > 1]"),
        ("df --events=orders.head(2)", "orders.head(2)"),
    ],
)
def test_code_in_place_of_a_name(shell: InteractiveShell, line: str, code: str) -> None:
    shell.user_ns["pd"] = pd
    said = refused(shell, f"%%segment {line}\n{CELL}")
    option = "--events" if "orders" in code else "%%segment"
    assert f"{option} takes the name of a frame, and '{code}' is code" in said
    advice = said.split("first: ")[1].strip()
    assert advice == f"active = {code}"
    good(shell, advice)
    if "index" not in code and "orders" not in code:
        good(shell, f"%%segment active --quiet\n{CELL}")


def advised(said: str) -> str:
    """The line of code that a message shows."""
    return said.split("first: ")[1].strip()


def test_the_lines_of_a_message_name_the_frames_as_the_notebook_does(
    shell: InteractiveShell,
) -> None:
    shell.user_ns |= {
        "pd": pd,
        "cust": shell.user_ns["df"].rename(columns={"key": "customer"}),
        "ev": pd.DataFrame(
            {
                "cust_id": ["1", "1", "2"],
                "ts": ["2024-01-30 22:30:00-05:00", "2024-06-30 23:59:00-04:00", None],
                "spend": ["1.5", "2", "3"],
            }
        ),
    }
    cell = f"%%segment cust --events ev --quiet\ns = sum(spend)\n{EVENTS}"
    for line in (
        "ev = ev.rename(columns={'cust_id': 'customer'})",
        "ev['ts'] = pd.to_datetime(ev['ts'], format='ISO8601', utc=True)"
        ".dt.tz_convert('America/New_York')",
        "cust['customer'] = cust['customer'].astype('string')",
        "ev['spend'] = pd.to_numeric(ev['spend'])",
    ):
        assert advised(refused(shell, cell)) == line
        good(shell, line)
    good(shell, cell)
    assert shell.user_ns["segments"].frame["s"].tolist() == [3.5, 0, 0]
    shell.user_ns["_1-2"] = shell.user_ns["ev"].rename(columns={"customer": "who"})
    assert "frame = frame.rename(columns" in refused(shell, f"%%segment df --events _1-2\n{EVENTS}")


def test_the_lines_of_a_message_read_a_file_first(
    shell: InteractiveShell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    cells = "cust_id;ts\n001;13/01/2024\n001;01/02/2024\n"
    (tmp_path / "ev.csv").write_text(cells, encoding="utf-8")
    (tmp_path / "2 ev.csv").write_text(cells, encoding="utf-8")
    cell = f"%%segment --events ev.csv --quiet\n{EVENTS}"
    line = advised(refused(shell, cell))
    assert line == (
        "import pandas as pd, seg_jupyter as seg; ev = seg.read('ev.csv'); "
        "ev['ts'] = pd.to_datetime(ev['ts'], format='%d/%m/%Y')  # then name ev, not the file"
    )
    good(shell, line)
    good(shell, cell.replace("ev.csv", "ev"))
    assert shell.user_ns["segments"].frame["cust_id"].tolist() == ["001"]
    assert "frame = seg.read('2 ev.csv')" in refused(
        shell, f"%%segment --events '2 ev.csv'\n{EVENTS}"
    )


# frames of other kinds, and files


@pytest.mark.parametrize("make", [pl.from_pandas, pa.Table.from_pandas])
def test_frames_of_other_libraries(shell: InteractiveShell, make: Callable[..., Any]) -> None:
    shell.user_ns |= {name: make(shell.user_ns[name]) for name in ("df", "orders")}
    good(shell, f"%%segment df --events orders --time at --into labelled\n{EVENTS}")
    assert plain(shell.user_ns["segments"].frame)["n"] == [2, 1, 0]
    assert type(shell.user_ns["labelled"]) is type(shell.user_ns["df"])
    assert "'orders' is a frame in the notebook" in refused(
        shell, f"%%segment df --as orders\n{CELL}"
    )


def test_a_lazy_frame_is_a_frame_that_is_to_be_collected(shell: InteractiveShell) -> None:
    shell.user_ns["lazy"] = pl.LazyFrame({"x": [1]})
    assert "lazy = lazy.collect()" in refused(shell, f"%%segment lazy\n{CELL}")
    assert "'lazy' is a frame in the notebook" in refused(shell, f"%%segment df --as lazy\n{CELL}")


def test_frames_may_be_files(
    shell: InteractiveShell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my data").mkdir()
    shell.user_ns["df"].to_parquet("my data/people.parquet")
    shell.user_ns["orders"].to_csv("orders.csv", index=False)
    good(shell, f"%%segment 'my data/people.parquet' --events orders.csv --time at\n{EVENTS}")
    assert shell.user_ns["segments"].frame["n"].tolist() == [2, 1, 0]
    said = refused(shell, f"%%segment df --events order.csv\n{EVENTS}")
    assert "there is no file 'order.csv'" in said
    assert "Closest in its folder: 'orders.csv'." in said


def test_a_name_in_the_notebook_wins_over_a_file(shell: InteractiveShell) -> None:
    shell.user_ns["no.csv"] = shell.user_ns["df"]
    good(shell, f"%%segment no.csv\n{CELL}")
    shell.user_ns["no.csv"] = 7
    assert "'no.csv' is 'int', not a frame" in refused(shell, f"%%segment no.csv\n{CELL}")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("A: y > 1", "no column or earlier line is called 'y'"),
        ("A x > 1", "line 1"),
        ("A: x > 'a'", "line 1, column"),
        ("v = score(raw(x * 100))\nA: v > 1", "raw(...) takes values from 0 to 100"),
    ],
)
def test_a_body_is_refused(shell: InteractiveShell, body: str, said: str) -> None:
    assert said in refused(shell, f"%%segment df\n{body}")


def test_a_notebook_without_frames_says_so(shell: InteractiveShell) -> None:
    for name in ("df", "orders"):
        del shell.user_ns[name]
    said = refused(shell, f"%%segment customers\n{CELL}")
    assert "The notebook has no frame yet." in said


def test_labels_without_a_name_bind_nothing(shell: InteractiveShell) -> None:
    shell.user_ns["df"] = shell.user_ns["df"].assign(segment=1, segments=2)
    said = refused(shell, f"%%segment df --into labelled\n{CELL}")
    assert "the labels have no free name" in said


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
@pytest.mark.parametrize("place", ["fit", "frame", "chart"])
def test_what_stops_midway_binds_nothing(
    shell: InteractiveShell,
    monkeypatch: pytest.MonkeyPatch,
    error: type[BaseException],
    place: str,
) -> None:
    good(shell, f"%%segment df --as a --into b --quiet\n{CELL}")
    before = bound(shell)

    def stop(*_: object, **__: object) -> None:
        raise error

    if place == "fit":
        monkeypatch.setattr(Segmentation, "fit", stop)
    else:
        monkeypatch.setattr(Segments, place, property(stop) if place == "frame" else stop)
    result, _ = run(shell, f"%%segment df --as a --into b --chart\n{CELL}")
    assert isinstance(result.error_in_exec, error)
    after = bound(shell)
    assert after.keys() == before.keys()
    assert all(after[name] is before[name] for name in before)


def test_an_interrupt_while_the_table_is_made_binds_nothing(
    shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Segments, "__repr__", stop)
    before = bound(shell)
    result, captured = run(shell, f"%%segment df --as a --into b\n{CELL}")
    assert isinstance(result.error_in_exec, KeyboardInterrupt)
    assert bound(shell).keys() == before.keys()
    assert captured.outputs == []


def test_a_column_s_backslash_is_one_in_all_quotes(shell: InteractiveShell) -> None:
    for name in ("df", "orders"):
        shell.user_ns[name] = shell.user_ns[name].rename(columns={"key": r"k\e y"})
    for quote in "'\"":
        options = f"--id {quote}k\\e y{quote} --time at --quiet"
        good(shell, f"%%segment df --events orders {options}\n{EVENTS}")
        assert shell.user_ns["segments"].frame["n"].tolist() == [2, 1, 0]


def test_a_picture_that_fails_binds_nothing(
    shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise RuntimeError("no picture")

    monkeypatch.setattr("vl_convert.svg_to_png", stop)
    before = bound(shell)
    result, captured = run(shell, f"%%segment df --as a --into b --chart\n{CELL}")
    assert isinstance(result.error_in_exec, RuntimeError)
    assert bound(shell).keys() == before.keys()
    assert captured.outputs == []


@pytest.mark.parametrize("of", ["df[:0]", "df.assign(x=float('nan'))", "df.assign(ok=False)"])
def test_a_chart_of_nobody_is_drawn(shell: InteractiveShell, of: str) -> None:
    good(shell, f"nobody = {of}")
    consent = " --consent ok" if "ok" in of else ""
    _, chart = good(shell, f"%%segment nobody --chart{consent}\n{CELL}").outputs
    assert "image/png" in chart.data


# the verbs


def test_the_verbs_alone(shell: InteractiveShell) -> None:
    said = str(run(shell, "%segment")[0].result).split("\n")
    assert len(said) == len(magics.VERBS)
    for line, (usage, does) in zip(said, magics.VERBS.values(), strict=True):
        assert line.startswith(f"%segment {usage} ")
        assert line.endswith(does)


def test_every_verb_has_a_method() -> None:
    assert all(hasattr(magics.SegmentMagics, f"_{verb}") for verb in magics.VERBS)


def test_list(shell: InteractiveShell) -> None:
    said = repr(run(shell, "%segment list")[0].result)
    assert said == "No results yet: a cell that starts with %%segment makes one."
    good(shell, f"%%segment df --as first --quiet\n{CELL}")
    good(shell, "second = first.model; _third = first")
    assert repr(run(shell, "%segment list")[0].result).split("\n") == [
        "first: result, 3 customers",
        "second: model, fitted on 3 customers, called 'first'",
    ]
    good(shell, "del first, second")
    good(shell, f"%%segment df --events orders --time at --as later --quiet\n{EVENTS}")
    good(shell, "other = later")
    assert repr(run(shell, "%segment list")[0].result).split("\n") == [
        "later: result, 3 customers as of 5 Jan 2024",
        "other: result, 3 customers as of 5 Jan 2024, called 'later'",
    ]


def test_show(shell: InteractiveShell) -> None:
    good(shell, f"%%segment df --as first --quiet\n{CELL}")
    cell, table = good(shell, "%segment show first").outputs
    assert cell.data["text/plain"] == CELL
    assert table.data["text/plain"] == repr(shell.user_ns["first"])
    good(shell, "model = first.model")
    (cell,) = good(shell, "%segment show model").outputs
    assert cell.data["text/plain"] == CELL


def test_explain_and_rules(shell: InteractiveShell) -> None:
    good(shell, f"%%segment df --id key --as first --quiet\n{CELL}")
    first = shell.user_ns["first"]
    explained = run(shell, "%segment explain first 3")[0].result
    assert repr(explained) == repr(first.explain(3))
    assert repr(explained).startswith("first · 3: High")
    assert repr(run(shell, "%segment rules first")[0].result) == repr(first.rules)
    assert "no customer has the id '7'" in refused(shell, "%segment explain first 7")
    good(shell, "df.index = ['Ann Lee', 'Bo', 'Cy']")
    good(shell, f"%%segment df --as second --quiet\n{CELL}")
    explained = run(shell, "%segment explain second 'Ann Lee'")[0].result
    assert repr(explained).startswith("second · Ann Lee: Low")


def test_a_model_has_no_customers(shell: InteractiveShell) -> None:
    good(shell, f"%%segment df --as first --quiet\n{CELL}\n")
    good(shell, "model = first.model")
    for line in ("explain model 3", "rules model"):
        said = refused(shell, f"%segment {line}")
        assert "'model' is a loaded model, and has no customers" in said
        assert "model.apply(customers)" in said


def test_save_and_load(
    shell: InteractiveShell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    good(shell, f"%%segment df --as first --quiet\n{CELL}")
    result, _ = run(shell, "%segment save first 'my model.json'")
    result.raise_error()
    assert repr(result.result).startswith("Saved ")
    assert (tmp_path / "my model.json").exists()
    del shell.user_ns["first"]
    result, _ = run(shell, "%segment load 'my model.json'")
    assert repr(result.result) == "first: model, fitted on 3 customers"
    assert isinstance(shell.user_ns["first"], Model)
    for line in ("'my model.json' --as other", "--as other 'my model.json'",
                 "'my model.json' --as=other"):  # fmt: skip
        result, _ = run(shell, f"%segment load {line}")
        assert repr(result.result) == "other: model, fitted on 3 customers, called 'first'"
        assert isinstance(shell.user_ns["other"], Model)
    frame = shell.user_ns["df"]
    assert shell.user_ns["other"].apply(frame).frame["segment"].tolist() == ["Low", "High", "High"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("shw first", "%segment cannot 'shw'"),
        ("shw first", "Closest: 'show'."),
        ("delete first", "%segment cannot 'delete'"),
        ("__class__", "%segment cannot '__class__'"),
        ("list all", "%segment list takes no words after it"),
        ("show", "%segment show takes 1 word after it"),
        ("show a b", "Write %segment show NAME."),
        ("show nothing", "no result is called 'nothing'"),
        ("show df", "'df' is 'DataFrame', not a result"),
        ("explain", "%segment explain takes 2 words after it"),
        ("explain nothing 3", "no result is called 'nothing'"),
        ("rules", "%segment rules takes 1 word after it"),
        ("rules df", "'df' is 'DataFrame', not a result"),
        ("save first", "%segment save takes 2 words after it"),
        ("load", "%segment load takes 1 word after it"),
        ("load a.json name", "Write %segment load FILE [--as NAME]."),
        ("load a.json --as", "the option --as has no value"),
        ("load a.json --as=", "the option --as has no value"),
        ("load --as name", "%segment load takes 1 word after it"),
        ("load nothing.json", "nothing.json"),
        ("show 'a", "a quote in the first line is never closed"),
    ],
)
def test_a_verb_is_refused(shell: InteractiveShell, line: str, said: str) -> None:
    assert said in refused(shell, f"%segment {line}")


def test_a_loaded_name_is_checked(shell: InteractiveShell, tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    Segmentation(CELL).fit(shell.user_ns["df"], name="no name").save(path)
    shell.user_ns["path"] = path
    said = refused(shell, f"%segment load '{path}'")
    assert "'no name' cannot be a name" in said
    assert f"Give the model another name: %segment load {path} --as NAME" in said
    assert "'class' cannot be a name" in refused(shell, f"%segment load '{path}' --as class")
    said = refused(shell, f"%segment load '{path}' --as df")
    assert "'df' is a frame in the notebook" in said
    assert f"Give the model another name: %segment load {path} --as NAME" in said


def test_a_name_from_a_file_hides_nothing(shell: InteractiveShell, tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    Segmentation(CELL).fit(shell.user_ns["df"], name="get_ipython").save(path)
    said = refused(shell, f"%segment load '{path}'")
    assert "'get_ipython' is a name that Python or the notebook needs" in said
    assert f"Give the model another name: %segment load {path} --as NAME" in said
    good(shell, f"%segment load '{path}' --as mine")
    assert shell.user_ns["mine"].name == "get_ipython"


@pytest.mark.parametrize("name", ["model.json", "my model.json"])
def test_a_model_is_loaded_over_another_model_and_nothing_else(
    shell: InteractiveShell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    good(shell, f"%%segment df --as eng --quiet\n{CELL}")
    good(shell, f"%segment save eng '{name}'")
    result = shell.user_ns["eng"]
    said = refused(shell, f"%segment load '{name}'")
    assert "'eng' is a result in the notebook" in said
    advice = said.split(": ")[-1].strip()
    good(shell, advice)
    good(shell, advice)
    assert isinstance(shell.user_ns["NAME"], Model)
    assert shell.user_ns["eng"] is result
    good(shell, "eng = 7")
    assert "'eng' is 'int' in the notebook" in refused(shell, f"%segment load '{name}'")
    good(shell, "eng = NAME")
    good(shell, f"%segment load '{name}'")


def test_no_text_of_a_model_steers_the_terminal(shell: InteractiveShell, tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    cell = f"{CELL}\n# \x1b[2J\u202e"
    Segmentation(cell).fit(shell.user_ns["df"], unit="\x1b[2J").save(path)
    good(shell, f"%segment load '{path}' --as mine")
    said = good(shell, "%segment show mine").stdout + str(run(shell, "%segment list")[0].result)
    said += repr(shell.user_ns["mine"]) + repr(Segmentation(cell))
    assert "High: v >= 50" in said
    assert "\x1b" not in said
    assert "\u202e" not in said


def test_a_semicolon_silences_a_verb(shell: InteractiveShell) -> None:
    assert run(shell, "%segment list;")[0].result is None
    assert "No results yet" in str(run(shell, "%segment list")[0].result)


# loading and unloading


def state(shell: InteractiveShell) -> tuple[object, ...]:
    manager = shell.magics_manager
    return (
        {kind: set(manager.magics[kind]) for kind in ("line", "cell")},
        set(manager.registry),
        [type(c).__name__ for c in shell.configurables],
        list(shell.Completer.custom_matchers),
        len(list(itertools.chain.from_iterable(shell.events.callbacks.values()))),
        set(bound(shell)),
    )


def test_loading_and_unloading_leave_no_trace(shell: InteractiveShell) -> None:
    # the first time loads IPython's own magics for this
    good(shell, "%load_ext seg_jupyter\n%unload_ext seg_jupyter")
    before = state(shell)
    assert "SegmentMagics" not in repr(before)
    captured = good(shell, "%load_ext seg_jupyter")
    assert (captured.stdout, captured.stderr, captured.outputs) == ("", "", [])
    loaded = state(shell)
    assert loaded != before
    good(shell, "from seg_jupyter import load_ipython_extension as again; again(get_ipython())")
    del shell.user_ns["again"]
    assert state(shell) == loaded
    assert good(shell, "%reload_ext seg_jupyter").stdout == ""
    assert state(shell) == loaded
    good(shell, "%unload_ext seg_jupyter")
    assert state(shell) == before
    result, _ = run(shell, f"%%segment df\n{CELL}")
    assert not result.success


def test_unloading_twice_or_without_loading_is_harmless(shell: InteractiveShell) -> None:
    extension.unload(shell)
    before = state(shell)
    extension.unload(shell)
    assert state(shell) == before


def test_another_magic_of_that_name_stays(shell: InteractiveShell) -> None:
    extension.unload(shell)
    shell.register_magic_function(lambda line, cell: None, "cell", "segment")
    theirs = shell.magics_manager.magics["cell"]["segment"]
    extension.unload(shell)
    assert shell.magics_manager.magics["cell"].pop("segment") is theirs


def test_the_help_names_every_option(shell: InteractiveShell) -> None:
    usage, listed = magics.SegmentMagics.segment.__doc__.split("positional arguments:")
    assert usage.strip().startswith("::\n\n  %%segment [customers] [options]")
    lines = [line.split() for line in listed.split("\n") if line.startswith("  ")]
    options = "events id time as-of as into unit chart consent objected quiet"
    named = [words[0] for words in lines if words[0].startswith("--")]
    assert named == [f"--{option}" for option in options.split()]
    assert ["customers", "frame"] in [words[:2] for words in lines]


def test_a_usage_error_is_ours() -> None:
    with pytest.raises(SegmentUsageError, match="has no value"):
        magics.parse_line(magics.SegmentMagics.segment, "df --events")


def test_paths_of_windows_keep_their_backslashes() -> None:
    assert magics.words_of(r"save a C:\new\table.json") == ["save", "a", r"C:\new\table.json"]


def test_what_argparse_says_otherwise_is_kept() -> None:
    assert arguments._in_words(" something else\n") == "something else"
