from __future__ import annotations

from engine.running import rerun, run, table
from seg_jupyter.analysis.yardstick import fitted_on_nothing

CELL = "z = x + y\nv = score(x, minmax(x), z, minmax(z), raw(z))\nA: otherwise"


def test_a_scale_of_no_value_scales_nothing() -> None:
    result = run(CELL, table(x=[1.0, 2.0, None], y=[None, None, 3.0]))
    assert fitted_on_nothing(result, "v") == (False, False, True, True, False)
    again = rerun(result.model, table(x=[1.0, 2.0], y=[5.0, 6.0]))
    assert fitted_on_nothing(again, "v") == (False, False, True, True, False)


def test_constant_values_are_values() -> None:
    result = run("v = score(x, minmax(x))\nA: otherwise", table(x=[3.0, 3.0]))
    assert fitted_on_nothing(result, "v") == (False, False)
