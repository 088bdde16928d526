"""What the datasets offer."""

from __future__ import annotations

from seg_jupyter import datasets


def test_public_names() -> None:
    assert sorted(datasets.__all__) == ["Company", "Grocery", "grocery", "simulate"]
    assert all(hasattr(datasets, name) for name in datasets.__all__)
