"""Starting points: cells that are written with the columns of your own frames.

`names()` lists them, `new("rfm", customers, events)` writes one. In a notebook the same is
`%segment new`.
"""

from seg_jupyter.templates.draft import Draft
from seg_jupyter.templates.drafting import names, new

__all__ = ["Draft", "names", "new"]
