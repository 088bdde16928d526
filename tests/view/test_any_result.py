"""Whatever the cell and the tables: there is a display."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.random_cases import result_of, some
from seg_jupyter.engine.frames.one_customer import row_of
from seg_jupyter.view.display import result_html, result_text
from seg_jupyter.view.explanation import explained
from seg_jupyter.view.rules import rules_of
from strategies import KEY, KINDS, Case, cases


@pytest.mark.filterwarnings("error::RuntimeWarning")
@some
@given(cases(ranked=True), st.sampled_from(KINDS))
def test_every_result_shows_itself(case: Case, kind: str) -> None:
    result = result_of(case, kind)
    rules = rules_of(result)
    shown = [result_text(result), result_html(result), repr(rules), rules._repr_html_()]
    for place, customer in enumerate(case.customers[:3]):
        assert row_of(result.customers, KEY, customer[KEY]) == place
        explanation = explained(result, place, customer[KEY])
        shown += [repr(explanation), explanation._repr_html_()]
        assert len(explanation.to_frame()) == len(explanation.to_dicts())
    assert all(shown)
    assert len(rules.to_frame()) == len(result.segment_names)
