"""What people hold: a `Segmentation`, its `Segments`, and a saved `Model`.

Thin methods over the layers below; the magics call these and nothing else.
"""

from seg_jupyter.api.models import Model
from seg_jupyter.api.reading import read
from seg_jupyter.api.results import Segments
from seg_jupyter.api.saved import load
from seg_jupyter.api.segmentation import Segmentation
from seg_jupyter.api.stacking import stack

__all__ = ["Model", "Segmentation", "Segments", "load", "read", "stack"]
