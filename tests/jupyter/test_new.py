"""`%segment new` in a real shell: what is inserted below runs as it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from seg_jupyter import SegmentError
from seg_jupyter.jupyter import extension
from seg_jupyter.templates import names
from templates import company


@pytest.fixture(scope="module")
def the_shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InteractiveShell]:
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance(ipython_dir=str(tmp_path_factory.mktemp("ipython")))
    extension.load(shell)
    yield shell
    extension.unload(shell)
    InteractiveShell.clear_instance()


@pytest.fixture
def shell(the_shell: InteractiveShell) -> InteractiveShell:
    the_shell.reset(new_session=False)
    the_shell.user_ns["customers"] = company.customers()
    the_shell.user_ns["orders"] = company.orders()
    the_shell.payload_manager.clear_payload()
    the_shell.rl_next_input = None
    return the_shell


def run(shell: InteractiveShell, cell: str) -> tuple[Any, str]:
    with capture_output() as captured:
        result = shell.run_cell(cell)
    return result, str(captured.stdout)


def inserted(shell: InteractiveShell, line: str) -> str:
    """Run a line that inserts a cell, and return the cell; nothing else is shown or bound."""
    asked: list[tuple[str, bool]] = []
    before = dict(shell.user_ns)
    shell.set_next_input = lambda text, replace=False: asked.append((text, replace))
    try:
        result, shown = run(shell, line)
    finally:
        del shell.set_next_input
    result.raise_error()
    assert (result.result, shown) == (None, "")
    assert {n for n in shell.user_ns if not n.startswith("_")} == {
        n for n in before if not n.startswith("_")
    }
    ((text, replaces),) = asked
    assert not replaces
    return text


@pytest.mark.parametrize("words", ["", " customers", " customers --events orders", " orders"])
@pytest.mark.parametrize("name", names())
def test_what_is_inserted_runs(shell: InteractiveShell, name: str, words: str) -> None:
    cell = inserted(shell, f"%segment new {name}{words}")
    result, shown = run(shell, cell)
    result.raise_error()
    bound = cell.split("\n")[0].split(" --as ")[1]
    assert shown == ""
    assert "customers" in repr(shell.user_ns[bound])


def test_the_shell_itself_is_asked(shell: InteractiveShell) -> None:
    run(shell, "%segment new rfm")
    assert str(shell.rl_next_input).startswith("%%segment customers --events orders")


def test_frames_of_its_own_names_and_files(
    shell: InteractiveShell, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    company.orders().to_csv("my orders.csv", index=False)
    cell = inserted(shell, "%segment new rfm --events='my orders.csv'")
    assert cell.startswith("%%segment --events 'my orders.csv' --as rfm\n")
    run(shell, cell)[0].raise_error()


def test_columns_may_be_named(shell: InteractiveShell) -> None:
    shell.user_ns["orders"] = company.orders().assign(due=pd.Timestamp("2025-01-01"), order_id=1)
    words = "--events orders --id customer_id --time happened_at"
    cell = inserted(shell, f"%segment new rfm {words}")
    assert cell.startswith(f"%%segment {words} --as rfm\n# RFM")
    assert "guessed: --" not in cell
    run(shell, cell)[0].raise_error()


def test_a_result_is_replaced_and_nothing_else(shell: InteractiveShell) -> None:
    for line in ("%segment new rfm", "%segment new rfm"):
        cell = inserted(shell, line)
        assert "--as rfm\n" in cell
        run(shell, cell)[0].raise_error()
    for value in (5, company.orders().head(0)):
        shell.user_ns["rfm"] = value
        assert "--as rfm_2\n" in inserted(shell, "%segment new rfm customers --events orders")


def test_without_words_it_lists_them(shell: InteractiveShell) -> None:
    listed = str(run(shell, "%segment new")[0].result).split("\n")
    assert [line.split()[2] for line in listed] == list(names())
    for line, (name, summary) in zip(listed, names().items(), strict=True):
        assert line.startswith(f"%segment new {name} ")
        assert line.endswith(f"  {summary}")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("new rmf", "no starting point is called 'rmf'\nClosest: 'rfm'."),
        ("new rfm customers orders", "%segment new takes 1 or 2 words after it"),
        ("new rfm custmers", "no frame is called 'custmers'\nClosest: 'customers'."),
        ("new rfm --events", "the option --events has no value"),
        ("new rfm --events ordrs", "no frame is called 'ordrs'"),
        ("new rfm customers --events customers", "which events column holds the time"),
        ("new rfm --id basket", "the customers have no column 'basket'"),
        ("new rfm orders --time hapened_at", "Closest: 'happened_at'."),
    ],
)
def test_a_line_is_refused(shell: InteractiveShell, line: str, said: str) -> None:
    result, shown = run(shell, f"%segment {line}")
    assert isinstance(result.error_in_exec, SegmentError)
    assert said in shown
    assert shell.rl_next_input is None


def test_a_notebook_without_frames_says_so(shell: InteractiveShell) -> None:
    del shell.user_ns["customers"], shell.user_ns["orders"]
    assert "the notebook has no frame yet" in run(shell, "%segment new rfm")[1]


def test_help(shell: InteractiveShell) -> None:
    shown = repr(run(shell, "%segment help new")[0].result)
    assert "%segment new [TEMPLATE] [FRAME] [--events FRAME]" in shown
    assert "Example: %segment new rfm customers --events orders" in shown


def test_two_frames_of_the_same_are_told(shell: InteractiveShell) -> None:
    shell.user_ns["sales"] = pd.DataFrame(company.orders())
    shown = run(shell, "%segment new rfm")[1]
    assert "it cannot be told which frames are meant" in shown
    assert "'sales'" in shown
