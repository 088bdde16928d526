"""Two companies of 100,000 customers, of which all that is planted is recovered."""

from __future__ import annotations

import pytest

from observed import Observed


@pytest.fixture(scope="session", params=[(101, "shop"), (202, "coffee")], ids=["shop", "coffee"])
def observed(request: pytest.FixtureRequest) -> Observed:
    seed, theme = request.param
    return Observed(100_000, seed, theme)
