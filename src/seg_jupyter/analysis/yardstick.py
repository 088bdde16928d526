"""What can be told of the scales behind a score."""

from __future__ import annotations

import numpy as np

from seg_jupyter.engine.result import Result


def fitted_on_nothing(result: Result, score: str) -> tuple[bool, ...]:
    """Return for each metric of a score whether no value was there at the fit.

    Such a scale scales nothing, whatever the model is applied to.
    """
    anything = np.zeros(1)
    return tuple(
        bool(np.isnan(scale.apply(anything)).any()) for scale in result.model.scales[score]
    )
