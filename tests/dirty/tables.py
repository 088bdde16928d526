"""All rows of the table of bad input."""

from __future__ import annotations

from dirty.agreement import AGREEMENT
from dirty.amounts import AMOUNTS
from dirty.given import GIVEN
from dirty.ids import IDS
from dirty.moments import MOMENTS
from dirty.naming import NAMING
from dirty.values import VALUES

CASES = [*IDS, *NAMING, *VALUES, *AMOUNTS, *AGREEMENT, *MOMENTS, *GIVEN]
