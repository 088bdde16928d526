"""A company that is simulated, with its truth."""

from __future__ import annotations

from seg_jupyter.datasets.simulator.company import Company
from seg_jupyter.datasets.simulator.settings import Settings

__all__ = ["Company", "simulate"]


def simulate(
    customers: int = 2_000,
    seed: int = 1,
    *,
    theme: str = "shop",
    start: str = "2023-01-01",
    months: int = 24,
    heavy_tails: bool = True,
    zero_inflation: bool = True,
    ties: bool = True,
    missing: float = 0.07,
    duplicates: float = 0.002,
    dirt: float = 0.002,
) -> Company:
    """Simulate a company whose customers, and what is true of them, are known.

    A subscription shop, or one of six other themes: its customers, what they did over some years,
    what they say, and the campaigns that reached them. What is planted (who is engaged and loyal,
    who slides and when, who prefers which channel, what every campaign truly does) is in `truth`.
    The same arguments give the same frames on every machine.

    Parameters
    ----------
    customers
        How many, 0 to 100 million.
    seed
        Another whole number gives another company of the same kind.
    theme
        `shop`, `music`, `travel`, `beauty`, `video`, `sports` or `coffee`: other names and another
        mix of channels, the same machine.
    start, months
        The first day, which begins a month, and for how many months, 1 to 120.
    heavy_tails
        Whether a few spend and do much more than most; else all are alike but for chance.
    zero_inflation
        Whether many never use a channel at all.
    ties
        Whether prices are round, so that many amounts are equal.
    missing
        The share of answers that are missing: age, gender, income, values, surveys, sentiment.
    duplicates
        The share of visits, messages and uses that stand twice.
    dirt
        The share of regions that are misspelt and of recommendations of 11; half as many ages of
        199 and visits of nobody's, a quarter as many visits of 1970.

    Returns
    -------
    Company
        Its frames are made when the first is asked for; `write` makes them as files.

    Raises
    ------
    SegmentUsageError
        For an argument that is out of its range, or an unknown theme.

    Examples
    --------
    >>> company = simulate(500, seed=7, theme="music")
    >>> len(company.customers), company.usage["event"].unique().tolist()
    (500, ['listen'])
    """
    return Company(
        Settings(
            customers=customers,
            seed=seed,
            theme=theme,
            start=start,
            months=months,
            heavy_tails=heavy_tails,
            zero_inflation=zero_inflation,
            ties=ties,
            missing=missing,
            duplicates=duplicates,
            dirt=dirt,
        )
    )
