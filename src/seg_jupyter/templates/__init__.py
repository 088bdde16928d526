"""Starting points: cells that are written with the columns of your own frames.

`names()` lists them, `new("rfm", customers, events)` writes one. In a notebook the same is
`%segment new`.

Examples
--------
>>> import pandas as pd
>>> import seg_jupyter as seg
>>> people = pd.DataFrame({"visits": [1, 5, 9]})
>>> draft = seg.templates.new("blank", people)
>>> print(draft)
%%segment customers --as segments
# A start: what counts, and where the cuts are.
# From the names of the columns alone, and from no theory.
<BLANKLINE>
value = score(visits)  # guessed: the first numbers of customers
<BLANKLINE>
High:   value >= 70
Middle: value >= 40
Low:    otherwise
<BLANKLINE>
>>> seg.Segmentation(draft.text).fit(people, **draft.options).frame["segment"].tolist()
['Low', 'Middle', 'High']
"""

from seg_jupyter.templates.draft import Draft
from seg_jupyter.templates.drafting import names, new

__all__ = ["Draft", "names", "new"]
