"""Data to try things on: real households and their baskets, and companies that are simulated."""

from seg_jupyter.datasets.grocery import Grocery, grocery
from seg_jupyter.datasets.simulator import Company, simulate

__all__ = ["Company", "Grocery", "grocery", "simulate"]
