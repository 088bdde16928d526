from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.running import days, rerun, run, table
from seg_jupyter.analysis.special_categories import special_categories, told_by
from seg_jupyter.engine.model_file import from_json, to_json

TELLING = {
    "health": [
        "health", "health_status", "Health Status", "healthStatus", "HEALTH-STATUS", "health2024",
        "is_pregnant", "isPregnant", "pregnancy.week", "BMI", "customerBMI", "allergies",
        "Diseases", "hasHIVStatus", "blood_type", "prescriptions_12m", "pharmacy_spend",
        "x: cancer",
    ],
    "religion": ["religion", "Religions", "faith", "member of church", "halal_orders", "Muslims"],
    "ethnic origin": ["ethnicity", "race", "Race", "ethnic_group", "race/ethnicity", "skin_colour"],
    "politics": ["political_views", "politics", "party_affiliation", "registered voter"],
    "union membership": ["union", "trade_union", "unionMember", "union_dues", "Labor unions"],
    "sexuality": ["sexual_orientation", "sexuality", "LGBTQ", "gay", "sex life"],
    "biometrics": ["biometrics", "biometric_id", "face recognition", "irisScan"],
    "genes": ["genetic_risk", "Genetics", "dna", "DNA_test", "genomes"],
}  # fmt: skip
SILENT = [
    "healthy_snacks_bought", "healthier", "unhealthy", "wealth", "stealth_mode", "healthstatus",
    "account_health", "customer_health", "customerHealthScore", "health_and_beauty_spend",
    "race_time", "races", "trace", "embrace", "western_union", "credit_union_member", "reunion",
    "european_union", "communion", "party_size", "third_party", "parties", "sex", "gender", "age",
    "faithful", "subscription", "prescribed", "votes", "impatient", "genre", "general", "gene",
    "orientation", "disabled", "device_fingerprint", "sextant", "spend_90d", "at risk", "", "_1",
    "Can't lose them", "days since visit", "Größe", "日本", "covid_period", "orders_by_election",
]  # fmt: skip


@pytest.mark.parametrize(
    ("category", "name"),
    [(category, name) for category, names in TELLING.items() for name in names],
)
def test_a_name_that_tells(category: str, name: str) -> None:
    assert told_by(name) == category


@pytest.mark.parametrize("name", SILENT)
def test_a_name_that_tells_nothing(name: str) -> None:
    assert told_by(name) is None


@given(st.sampled_from(["religion", "dna", "politics"]), st.text("_ -.1", min_size=1, max_size=3))
def test_a_word_tells_wherever_it_stands_whole(word: str, between: str) -> None:
    for name in (f"a{between}{word}", f"{word}{between}b", f"a{between}{word.upper()}{between}b"):
        assert told_by(name) == told_by(word) is not None
    for name in (f"a{word}", f"{word}ab"):
        assert told_by(name) is None


PEOPLE = table(
    id=[1, 2], religion=["a", "b"], x=[1.0, 2.0], dna=[1.0, 2.0], ok=[True, True], biometrics=[1, 2]
)
EVENTS = table(id=[1, 2], at=days("2026-01-01", "2026-01-02"), medication=["a", "b"], x=[1.0, 2.0])


def test_what_the_cell_reads_and_makes_is_looked_at() -> None:
    cell = (
        'pills = count(medication == "a")\npregnancy_guess = x > 1\nOrders: pills > 0\n'
        'Church-goers: religion == "a"\nPregnant: pregnancy_guess\nRest: otherwise'
    )
    result = run(cell, PEOPLE, EVENTS, id="id", as_of="2026-01-31")
    found = {
        "religion": "religion",
        "medication": "health",
        "pregnancy_guess": "health",
        "Church-goers": "religion",
        "Pregnant": "health",
    }
    assert special_categories(result.model) == found
    assert list(special_categories(result.model)) == list(found), "columns, lines, segments"
    loaded = from_json(to_json(result.model))
    assert special_categories(loaded) == found
    later = rerun(loaded, PEOPLE, EVENTS, as_of="2026-01-31")
    assert special_categories(later.model) == found


def test_what_the_cell_does_not_read_is_not() -> None:
    assert special_categories(run("A: x > 1", PEOPLE).model) == {}
    assert special_categories(run('A: x > 1 and "religion" == "a"', PEOPLE).model) == {}


def test_a_column_that_is_missing_everywhere_is_read() -> None:
    assert special_categories(run("A: dna > 1", table(dna=[None])).model) == {"dna": "genes"}
