"""Data to try things on: real households and their baskets."""

from seg_jupyter.datasets.grocery import Grocery, grocery

__all__ = ["Grocery", "grocery"]
