"""A slider is dragged in JupyterLab: when the page shows what belongs to where it is.

    python benchmarks/live_browser.py [--rows 1000000] [--rounds 3] [--only NAME …] [--slow 0.2]

Starts JupyterLab and a headless Chromium that reaches nothing but this machine, and drags the
weight of a score from one end of its slider to the other and back, with 60 events of the pointer
a second for 3 seconds, as many times as it takes for each event to move the slider by a step. A
chart of the distribution follows: in the live panel, in an `alt.JupyterChart` without the network,
and in an `Output` that is cleared and gets another chart; all count with the same call in the
kernel. (The panel also makes and shows who moved, the means of two columns and who is near a
threshold.) In the table:

- shown: milliseconds from an event to the first frame that shows the counts for its place of the
  slider, of those that were shown (median and 95 of 100); what is shown is read off the page;
- overtaken: the same for every event, until its counts or those of a later place are shown;
- events, updates: how often the slider had another place, and the chart other counts;
- frames over 25 ms: how often the page stood still for longer than that;
- lag: milliseconds from the last event to the frame that shows its counts;
- charts: how many elements the chart was, one after the other (1: it was kept);
- blank, shifts, jumps: frames without a chart, layout shifts, moves of the cell below;
- counts, ms: how often the kernel counted, and how long that took.

With `--slow` every count takes so many seconds longer: what waits must not pile up.

Needs the dependency groups `bench` and `test`, JupyterLab, and Chromium or Chrome.
"""

from __future__ import annotations

import argparse
import asyncio
import bisect
import json
import socket
import statistics
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from pathlib import Path
from typing import Any

from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Browser, Locator
from tornado.websocket import websocket_connect

from measuring import table

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests"))

from browser.chromium import launched_browser, offline_context  # noqa: E402
from browser.notebook_page import NotebookPage  # noqa: E402
from browser.server import JupyterServer, running_server  # noqa: E402

PER_SECOND, SECONDS = 60, 3
LONG_FRAME = 25
REST_SECONDS = 1.5
MOST_SECONDS = 60
PYTHON = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
Point = tuple[float, float]


@dataclass(frozen=True)
class Way:
    """How a chart follows a slider: the notebook's cell, and what the page looks like."""

    name: str
    cell: str
    kind: str
    slider: Callable[[NotebookPage], Locator]


WAYS = [
    Way("live panel", "by_panel(dragged)", "panel", lambda page: _range(page)),
    Way("alt.JupyterChart", "by_chart(dragged)", "chart", lambda page: _slider(page)),
    Way("Output, cleared", "by_output(dragged)", "chart", lambda page: _slider(page)),
]


def _range(page: NotebookPage) -> Locator:
    return page.page.get_by_role("slider", name="weight of basket in value", exact=True)


def _slider(page: NotebookPage) -> Locator:
    return page.page.locator(".noUi-base")


# the drag


def path_of(slider: Locator, steps: int) -> list[Point]:
    """Return where the pointer is at each event: along the slider and back, again and again."""
    box = slider.bounding_box()
    assert box is not None
    events = PER_SECOND * SECONDS
    rounds = -(-events // (2 * steps))
    edge = 6
    span = box["width"] - 2 * edge
    turns = (2 * rounds * event / (events - 1) for event in range(events))
    shares = (1 - abs(turn % 2 - 1) for turn in turns)
    return [(box["x"] + edge + span * share, box["y"] + box["height"] / 2) for share in shares]


def drag(page: NotebookPage, port: int, points: Sequence[Point]) -> None:
    """Move the pointer, without waiting for the page, and let go.

    Playwright waits for the page at every event, and a page that is busy would be spared.
    """
    moving = _drag(_debugger(port, page.page.url), points)
    thread = threading.Thread(target=lambda: asyncio.run(moving))
    thread.start()
    while thread.is_alive():
        page.page.wait_for_timeout(100)  # Playwright has things to do meanwhile


async def _drag(debugger: str, points: Sequence[Point]) -> None:
    connection = await websocket_connect(debugger, on_message_callback=lambda _: None)

    def send(number: int, kind: str, x: float, y: float) -> None:
        buttons = int(kind != "mouseReleased")
        event = {"type": kind, "x": x, "y": y, "button": "left", "buttons": buttons}
        event["clickCount"] = int(kind != "mouseMoved")
        message = {"id": number, "method": "Input.dispatchMouseEvent", "params": event}
        connection.write_message(json.dumps(message))

    start = time.perf_counter()
    for number, (x, y) in enumerate(points, start=1):
        send(number, "mouseMoved", x, y)
        await asyncio.sleep(max(start + number / PER_SECOND - time.perf_counter(), 0))
    send(len(points) + 1, "mouseReleased", *points[-1])
    await asyncio.sleep(0.2)
    connection.close()


def _debugger(port: int, address: str) -> str:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(f"http://127.0.0.1:{port}/json/list", timeout=10) as answer:
        pages = json.load(answer)
    return str(next(one["webSocketDebuggerUrl"] for one in pages if one["url"] == address))


# one measurement


@dataclass(frozen=True)
class Noted:
    """What one drag gave: what the page noted, and what the kernel tells."""

    steps: list[tuple[int, float]]
    shown: list[tuple[int, float]]
    frames: list[tuple[float, int, float, float]]
    shifts: list[tuple[float, float]]
    counts: int
    count_ms: float
    unknown: int


def noted_of(page: dict[str, Any], kernel: dict[str, Any]) -> Noted:
    """Say for each text on the page which event it answers; texts of no step are left out.

    The slider is at a place several times: a text answers the first of these events after the one
    that was answered before, and never one that is still to come.
    """
    steps = [(step, when) for step, when in page["steps"]]
    shown: list[tuple[int, float]] = []
    for text, when in page["shown"]:
        first = shown[-1][0] + 1 if shown else 0
        events = range(first, bisect.bisect_right([moved for _, moved in steps], when))
        answered = next((n for n in events if kernel["texts"][steps[n][0]] in text), None)
        if answered is not None:
            shown.append((answered, when))
    unknown = len(page["shown"]) - len(shown)
    frames = [tuple(frame) for frame in page["frames"]]
    count_ms = 1000 * (kernel["median"] or 0)
    return Noted(steps, shown, frames, page["shifts"], kernel["counts"], count_ms, unknown)


def measure_once(
    way: Way, server: JupyterServer, browser: Browser, port: int, rows: int, slow: float
) -> Noted:
    """Open a notebook, drag its slider and return what was noted."""
    cells = [
        f"import sys\nsys.path.insert(0, {str(HERE)!r})\nfrom dragged import *\n"
        f"dragged = Dragged({rows}, {slow})",
        way.cell,
        "dragged.report()",
    ]
    notebook = new_notebook(cells=[new_code_cell(cell) for cell in cells], metadata=PYTHON)
    path = server.add_notebook("drag.ipynb", notebook)
    with offline_context(browser) as context:
        page = NotebookPage(server, "lab", context)
        page.page.add_init_script(path=HERE / "drag_probe.js")
        try:
            page.open(path)
            page.run_cell(0)
            page.run_cell(1)
            for error in page.errors():
                sys.exit(f"{way.name}: {error.name}: {error.value}")
            found = _dragged(way, page, port)
            page.run_cell(2)
            text = page.outputs_of(2).all_inner_texts()
            return noted_of(found, json.loads("".join(text)))
        finally:
            page.close()


def _dragged(way: Way, page: NotebookPage, port: int) -> dict[str, Any]:
    slider = way.slider(page)
    slider.wait_for()
    drawing = page.page.evaluate(f"dragProbe.drawing({way.kind!r})")
    page.page.locator(drawing).first.wait_for()
    slider.scroll_into_view_if_needed()
    start = path_of(slider, 1)[0]
    page.page.mouse.move(*start)
    page.page.wait_for_timeout(1000)  # the charts rest, and the panel makes ready
    steps = page.page.evaluate(f"dragProbe.start({way.kind!r})")
    page.page.mouse.down()
    drag(page, port, path_of(slider, steps))
    size, rested = -1, 0.0
    deadline = time.monotonic() + MOST_SECONDS
    while rested < REST_SECONDS and time.monotonic() < deadline:
        page.page.wait_for_timeout(100)
        now = page.page.evaluate("dragProbe.size()")
        rested = rested + 0.1 if now == size else 0.0
        size = now
    found: dict[str, Any] = page.page.evaluate("dragProbe.stop()")
    return found


# figures


def figures(several: Sequence[Noted]) -> list[str]:
    """Return a line of the table: times of all rounds together, medians of what is counted."""
    shown = [when - one.steps[event][1] for one in several for event, when in one.shown]
    overtaken = [late for one in several for late in _overtaken(one)]

    def median(count: Callable[[Noted], float]) -> str:
        return f"{statistics.median(count(one) for one in several):,.0f}"

    return [
        *_two(shown),
        *_two(overtaken),
        median(lambda one: len(one.steps)),
        median(lambda one: len(one.shown)),
        median(lambda one: sum(gap > LONG_FRAME for gap in _gaps(one))),
        median(_lag),
        median(lambda one: len({frame[1] for frame in _during(one)} - {0})),
        median(lambda one: sum(frame[2] < 50 for frame in _during(one))),
        median(lambda one: len(one.shifts)),
        median(_jumps),
        median(lambda one: one.counts),
        f"{statistics.median(one.count_ms for one in several):.1f}",
    ]


HEADER = [
    "",
    "shown",
    "95 %",
    "overtaken",
    "95 %",
    "events",
    "updates",
    "frames over 25 ms",
    "lag",
    "charts",
    "blank",
    "shifts",
    "jumps",
    "counts",
    "ms",
]


def _two(times: Sequence[float]) -> list[str]:
    if len(times) < 2:
        return ["–", "–"]
    return [f"{statistics.median(times):.0f}", f"{statistics.quantiles(times, n=20)[-1]:.0f}"]


def _overtaken(one: Noted) -> list[float]:
    """Return how long each event waited for a frame of its counts or later ones."""
    late = []
    for event, (_, moved) in enumerate(one.steps):
        answers = [when for answered, when in one.shown if answered >= event]
        if answers:
            late.append(min(answers) - moved)
    return late


def _lag(one: Noted) -> float:
    """Return the milliseconds from the last event until its counts stand; none: for ever."""
    last = len(one.steps) - 1
    answers = [when for answered, when in one.shown if answered == last]
    return min(answers) - one.steps[last][1] if answers else inf


def _during(one: Noted) -> list[tuple[float, int, float, float]]:
    """Return the frames of the drag, and of what came late."""
    last = max(one.steps[-1][1], *(when for _, when in one.shown))
    return [frame for frame in one.frames if one.steps[0][1] <= frame[0] <= last + 100]


def _gaps(one: Noted) -> list[float]:
    times = [frame[0] for frame in _during(one)]
    return [after - before for before, after in pairwise(times)]


def _jumps(one: Noted) -> int:
    tops = [frame[3] for frame in _during(one)]
    return sum(before != after for before, after in pairwise(tops))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--slow", type=float, default=0.0)
    given = parser.parse_args()
    ways = [way for way in WAYS if not given.only or any(word in way.name for word in given.only)]
    found: dict[str, list[Noted]] = {way.name: [] for way in ways}
    port = _free_port()
    with (
        running_server() as server,
        launched_browser(more=[f"--remote-debugging-port={port}"]) as browser,
    ):
        for number in range(given.rounds):
            for way in ways:
                one = measure_once(way, server, browser, port, given.rows, given.slow)
                found[way.name].append(one)
                print(f"round {number + 1}: {way.name}", file=sys.stderr, flush=True)
    unread = sum(one.unknown for several in found.values() for one in several)
    slower = f", each count {given.slow:g} s slower" if given.slow else ""
    print(f"{given.rows:,} customers; {given.rounds} rounds{slower}\n")
    print(table(HEADER, [[name, *figures(several)] for name, several in found.items()]))
    print(f"\n{unread} times a page showed other counts than those of a place of the slider")
    lost = [name for name, several in found.items() if inf in map(_lag, several)]
    if lost:
        sys.exit("the last place of the slider was never shown by: " + ", ".join(lost))


if __name__ == "__main__":
    main()
