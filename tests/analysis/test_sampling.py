from __future__ import annotations

import numpy as np

from seg_jupyter.analysis.sampling import sample


def test_few_members_are_all_taken() -> None:
    members = np.array([True, False, True, True])
    assert sample(members, 3).tolist() == sample(members, None).tolist() == [0, 2, 3]
    assert sample(np.zeros(4, np.bool_)).tolist() == []


def test_of_many_the_same_are_drawn_each_time() -> None:
    members = np.arange(1000) % 3 == 0
    drawn = sample(members, 50)
    assert len(set(drawn.tolist())) == 50
    assert (np.diff(drawn) > 0).all()
    assert members[drawn].all()
    assert drawn.tolist() == sample(members, 50).tolist()
    assert drawn.max() > 800
