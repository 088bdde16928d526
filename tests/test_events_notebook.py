"""The notebook of events and metrics: metrics by hand in pandas, the starting point, the words."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest

import seg_jupyter as seg

NOTEBOOK = nbformat.read(
    Path(__file__).parents[1] / "examples" / "02_events_to_metrics.ipynb", as_version=4
)
END = pd.Timestamp("2025-01-01")


@pytest.fixture(scope="module")
def company() -> seg.datasets.Company:
    return seg.datasets.simulate(customers=2_000, seed=3)


def cell_as(name: str) -> nbformat.NotebookNode:
    (cell,) = (c for c in NOTEBOOK.cells if re.search(rf"^%%segment .*--as {name}\b", c.source))
    return cell


def fitted(name: str, customers: pd.DataFrame, events: pd.DataFrame) -> seg.Segments:
    first, _, body = cell_as(name).source.partition("\n")
    assert "--as-of 2024-12-31" in first
    return seg.Segmentation(body).fit(
        customers, events, as_of="2024-12-31", consent="consent", objected="objected"
    )


def sizes_shown(name: str) -> dict[str, int]:
    """The sizes in the kept output, as it is read on a code host."""
    (output,) = cell_as(name).outputs
    rows = re.findall(
        r"^([A-Z][\w ]*?)  +([\d,]+)  +(?:[\d.<]+%|–)", output.data["text/plain"], re.M
    )
    return {segment: int(number.replace(",", "")) for segment, number in rows}


def test_windows_pace_and_half_life_by_hand(company: seg.datasets.Company) -> None:
    people = company.customers
    activity = seg.stack(visits=company.visits, usage=company.usage, emails=company.emails)
    frame = fitted("attention", people, activity).frame
    profiled = (people["consent"] & ~people["objected"]).to_numpy()

    def counted(events: pd.DataFrame, first: int, last: int = 0) -> np.ndarray:
        start, end = (END - pd.Timedelta(days=days) for days in (first, last))
        inside = events[(events["happened_at"] >= start) & (events["happened_at"] < end)]
        return people["customer_id"].map(inside["customer_id"].value_counts()).fillna(0).to_numpy()

    visits, usage = company.visits, company.usage
    by_hand = {"visits_now": counted(visits, 90), "visits_before": counted(visits, 180, 90)}
    now, before = counted(usage, 90), counted(usage, 180, 90)
    with np.errstate(invalid="ignore", divide="ignore"):
        by_hand["pace"] = np.where(before > 0, (now - before) / before, np.nan)
    opened = company.emails[company.emails["event"] == "opened"]
    by_hand["letters_read"] = counted(opened, 366)  # 2024 was a leap year
    age = (END - usage["happened_at"].dt.normalize()).dt.days - 1  # whole days, as recency()
    halved = pd.Series(np.round(0.5 ** (age / 30), 6)).groupby(usage["customer_id"]).sum()
    by_hand["warmth"] = people["customer_id"].map(halved).fillna(0).to_numpy()
    for name, values in by_hand.items():
        assert np.allclose(frame[name][profiled], values[profiled], atol=1e-3, equal_nan=True), name
    cooling = (frame["pace"] <= -0.5) | ((frame["visits_now"] == 0) & (frame["visits_before"] > 0))
    expected = np.select(
        [frame["attention_score"] >= 65, cooling, frame["attention_score"] >= 40],
        ["Warm", "Cooling", "Steady"],
        "Quiet",
    )
    assert (frame["segment"].astype(str) == expected)[profiled].all()
    counts = frame["segment"].value_counts()
    assert sizes_shown("attention") == {name: counts[name] for name in sizes_shown("attention")}
    assert sum(sizes_shown("attention").values()) == 2_000


def test_the_loyalty_cell_is_the_starting_point(company: seg.datasets.Company) -> None:
    draft = seg.templates.new("loyalty", company.customers, company.events)
    _, _, body = cell_as("loyalty").source.partition("\n")
    assert body.strip() == draft.text.replace(" of events", " of everything").strip()


def test_the_truth_and_what_is_said_of_it(company: seg.datasets.Company) -> None:
    frame = fitted("loyalty", company.customers, company.events).frame
    months, people = company.truth.months, company.truth.people
    last = months[months["month"] == months["month"].max()].set_index("customer_id")
    loyal = frame["customer_id"].map(last["loyalty"]) >= 60
    speaks = frame["customer_id"].map(people.set_index("customer_id")["speaks_up"])
    profiled = frame["segment"] != "Not profiled"

    def share(those: pd.Series, of: pd.Series) -> str:
        return f"{(those & of).sum() / of.sum():.0%}".replace("%", " %")

    active, passive = (frame["segment"] == f"{kind} advocates" for kind in ("Active", "Passive"))
    said = NOTEBOOK.cells[-1].source
    assert re.findall(r"\d+ %", said) == [
        share(loyal & speaks, profiled),
        share(loyal & speaks, active),
        share(loyal & ~speaks, passive),
        share(loyal & ~speaks, profiled),
    ]
    assert 0.4 < (~loyal & active).sum() / active.sum() < 0.5  # nearly half
    assert (loyal & (frame["segment"] == "Loyal by habit")).sum() < 50  # hardly any of 354
    asked = active & (frame["attitudinal"] >= 60)
    assert 0.45 < (loyal & speaks & asked).sum() / asked.sum() < 0.55  # what is to be tried
