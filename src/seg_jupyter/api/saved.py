"""`load`: a model that was saved."""

from __future__ import annotations

import os

from seg_jupyter.api.arguments import checked_path
from seg_jupyter.api.models import Model
from seg_jupyter.api.results import Segments
from seg_jupyter.engine import model_file


def load(path: str | os.PathLike[str]) -> Model:
    """Load a model that was saved.

    Nothing in the file is run: it is data, checked against a schema, and its cell goes through
    the checker again. `Model.save` has an example.

    Returns
    -------
    Model
        The model, ready to be applied.

    Raises
    ------
    SegmentUsageError
        If the path is none.
    SegmentModelError
        If the file cannot be read, or is not a saved model of a known version.
    """
    return Model(model_file.read(checked_path(path)), Segments)
