"""The page of the simulated company: its tables are those of the plan, and what it shows runs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import redirect_stdout
from inspect import signature
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

import seg_jupyter as seg
from digest import FRAMES
from seg_jupyter.datasets import Company, simulate
from seg_jupyter.datasets.simulator import answers, money, people, plan
from seg_jupyter.datasets.simulator.company import EVENTS
from seg_jupyter.datasets.simulator.themes import THEMES

PAGE = Path(__file__).parents[1] / "docs" / "simulator.md"


def table(header: str, rows: Iterable[Iterable[object]]) -> str:
    names = header.split(" | ")
    lines = [names, ["---"] * len(names), *([str(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def percent(share: float) -> str:
    return f"{share * 100:g} %"


def euros(cents: int) -> str:
    return f"{cents / 100:.2f}"


def rates() -> str:
    words = {"both": "their mean"}
    rows = [
        (f"`{event}`", words.get(rate.of, rate.of), rate.channel, f"{rate.middle:g}", rate.growth)
        for event, rate in plan.RATES.items()
    ]
    return table("event | driven by | channel | a month at 50 | times for 10 points", rows)


def lines() -> str:
    rows = [
        ("a message is opened", "drive on e-mail", *plan.OPENED),
        ("an opened one is clicked", "drive on e-mail", *plan.CLICKED),
        ("somebody unsubscribes in a month", "drive on e-mail", *plan.UNSUBSCRIBED),
        ("a member leaves in a month", "loyalty", *plan.LEFT),
        ("a survey is answered", "loyalty", *plan.ANSWERS),
    ]
    found = ((what, of, percent(a), f"{b * 100:+g}") for what, of, a, b in rows)
    return table("chance that | by | at 0 points | each point, in percentage points", found)


def shares() -> str:
    rows = {
        "are leads: signed up, never a member": plan.LEAD,
        "are businesses": plan.BUSINESS,
        "speak up: invite and review": plan.SPEAKS_UP,
        "slide": plan.SLIDE,
        "of those who slide, come back": plan.RECOVER,
        **{f"never use the channel {channel}": share for channel, share in plan.NEVER.items()},
        "of carts come to the checkout": plan.CHECKED_OUT,
        "of checkouts are paid": plan.BOUGHT,
        "of purchases are returned": plan.RETURNED,
        "of purchases of those who speak up are reviewed": plan.REVIEWED,
        "of invitations are accepted, if enough people come by one": plan.CONVERTED,
        **{f"of social events are a {event}": share for event, share in plan.SOCIAL.items()},
    }
    return table("how many | share", ((what, percent(share)) for what, share in rows.items()))


def slides() -> str:
    rows = ((name, points, percent(share)) for name, (points, share) in plan.SLIDES.items())
    return table("slide | points a month | of those who slide", rows)


def preferences() -> str:
    rows = ((group, *map(percent, shares)) for group, shares in plan.PREFERENCES.items())
    return table(f"age | {' | '.join(plan.CHANNELS)}", rows)


def drift() -> str:
    rows = [(channel, f"{points:+d} points") for channel, points in plan.DRIFT.items()]
    return table("what | each year", [*rows, ("prices", f"{plan.PRICES_RISE:+d} %")])


def seasons() -> str:
    months = "Jan | Feb | Mar | Apr | May | Jun | Jul | Aug | Sep | Oct | Nov | Dec"
    return table(months, [plan.SEASON])


def campaigns() -> str:
    rows = (
        (c.name, c.channel, c.month + 1, c.targeting, percent(c.share), *map(str, c.effects))
        for c in plan.CAMPAIGNS
    )
    return table("campaign | by | in month | who gets it | share | low | middle | high", rows)


def columns() -> str:
    rows = {
        "acquired_by": people.ACQUIRED,
        "region": people.REGIONS,
        "gender": people.GENDERS,
        "income": people.INCOMES,
        "values": people.VALUES,
        "industry": people.INDUSTRIES,
        "employees": people.SIZES,
    }
    found = (
        (f"`{name}`", ", ".join(f"{word} {percent(share)}" for word, share in shares.items()))
        for name, shares in rows.items()
    )
    return table("column | values", found)


def costs() -> str:
    rows = [
        *((f"a customer who came by {by}", cents) for by, cents in money.ACQUISITION.items()),
        ("a message", money.MESSAGE),
        ("a contact with the support", money.CONTACT),
        ("a customer in a campaign", money.SENDING),
        ("a renewal", money.SERVICE),
        ("everything else, a month", money.PLATFORM),
    ]
    return table("cost | EUR", ((what, euros(cents)) for what, cents in rows))


def themes() -> str:
    rows = (
        (
            f"`{name}`",
            theme.company,
            f"`{theme.use}`",
            ", ".join(f"{plan} {euros(cents)}" for plan, cents in theme.plans.items()),
            ", ".join(theme.products),
            ", ".join(f"{channel} {points:+d}" for channel, points in theme.mix.items()) or "–",
        )
        for name, theme in THEMES.items()
    )
    return table("theme | company | use | plans, EUR a month | categories | points", rows)


TABLES = (
    rates,
    lines,
    shares,
    slides,
    preferences,
    drift,
    seasons,
    campaigns,
    columns,
    costs,
    themes,
)


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text("utf-8")


@pytest.fixture(scope="module")
def company() -> Company:
    return simulate(400, seed=2)


@pytest.mark.parametrize("make", TABLES, ids=lambda make: make.__name__)
def test_a_table_is_of_the_numbers_that_are_planted(page: str, make: Any) -> None:
    assert make() in page


@pytest.mark.parametrize(
    "sentence",
    [
        f"mean {plan.ENGAGEMENT[0]} and standard deviation {plan.ENGAGEMENT[1]}",
        f"mean {plan.LOYALTY[0]} and standard deviation {plan.LOYALTY[1]}",
        f"a correlation of {plan.CORRELATION}",
        f"a standard deviation of {plan.HABIT} points",
        f"a bonus of {plan.BONUS} points",
        f"cut at 0 and {plan.TOP}",
        f"{plan.DEEPEST} points at most",
        f"{plan.LAG} months later",
        f"after {plan.TURN} months",
        f"never under {percent(plan.LEAST_LEFT)}",
        f"every {plan.WAVE} months",
        f"{plan.KINDNESS} points of kindness",
        f"from {', '.join(map(str, answers.SATISFIED))} points on",
        f"standard deviation {answers._TODAY}",
        f"below {plan.LOW} points is low, above {plan.HIGH} high",
        f"{plan.WINDOW} days after",
        f"sigma {plan.SPENDS}",
        " and ".join(f"`{name}`" for name in plan.NOISE),
    ],
)
def test_a_number_in_a_sentence_is_the_one_that_is_planted(page: str, sentence: str) -> None:
    assert sentence in page


@pytest.mark.parametrize("name", [*FRAMES, "events", "truth.people", "truth.months"])
def test_each_frame_stands_there_with_all_its_columns(
    page: str, company: Company, name: str
) -> None:
    row = re.search(rf"^\| `{re.escape(name)}` \|(.*)\|$", page, re.MULTILINE)
    assert row, name
    frame: Any = company
    for part in name.split("."):
        frame = getattr(frame, part)
    written = re.findall(r"`(\w+)`", row[1])
    if name in EVENTS:  # the three that all events have are said once
        written = ["customer_id", "happened_at", "event", *written]
    if name != "events":
        assert written == list(frame.columns)


def test_each_argument_stands_there(page: str) -> None:
    for argument in ("customers", "seed", "theme", "start", "months"):
        assert f"`{argument}`" in page
    for switch in ("heavy_tails", "zero_inflation", "ties", "missing", "duplicates", "dirt"):
        assert re.search(rf"^\| `{switch}=", page, re.MULTILINE)
    defaults = {name: given.default for name, given in signature(simulate).parameters.items()}
    for share in ("missing", "duplicates", "dirt"):
        assert f"`{share}={defaults[share]}`" in page


def test_what_the_page_shows_runs(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Block by block in one notebook; what is shown below a block is what it prints."""
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    blocks = re.findall(r"```python\n(.*?)```(?:\n\n```text\n(.*?)```)?", page, re.DOTALL)
    assert len(blocks) >= 6
    for block, shown in blocks:
        said = StringIO()
        with redirect_stdout(said):
            exec(block, names)
        assert said.getvalue() == shown
    files = ("company/customers.parquet", "company/orders.parquet")
    assert "%%segment {} --events {}".format(*files) in page
    result = seg.Segmentation("n = count()\nAll: otherwise").fit(*files, as_of="2024-12-31")
    assert result.frame["n"].sum() == len(simulate(2_000, seed=3).orders)


def test_the_answers_of_the_exercises_are_true(page: str) -> None:
    effects = {campaign.name: campaign.effects for campaign in plan.CAMPAIGNS}
    assert not any((*effects["New layout"], *effects["Gift for regulars"]))
    assert "`New layout` does nothing" in page
    assert max(effects["Ten per cent off"]) == effects["Ten per cent off"][0]
