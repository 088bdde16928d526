"""Settings of all tests: generated cases are the same at each run of continuous integration."""

from __future__ import annotations

import os

from hypothesis import settings

# without a deadline: tests share their processors, and time is measured in benchmarks
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")
