"""What it takes to scale a value by a fitted distribution, for eight shapes of metrics.

    python benchmarks/transform.py [--rows 1000000] [--rounds 5]

Prints a Markdown table: nanoseconds a value by this package's rank scale, and by the same knots
with `np.searchsorted` and `np.interp`, and by scikit-learn's QuantileTransformer with 1,000
quantiles. Each measurement is a process of its own, which ran the same once or twice before; the
jobs take turns; the figures are medians of processor time, since a shared machine changes the time
by the clock.

Needs the dependency group `bench`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

import numpy as np

from invented import Floats, metrics
from measuring import Job, measure, table
from seg_jupyter.engine.rounding import round9
from seg_jupyter.engine.scales import RankScale, fit_rank


def by_searchsorted(scale: RankScale, metric: Floats) -> Floats:
    """The formula of the scale as it is written down."""
    line = scale.line
    x = np.clip(metric, line.knots[0], line.knots[-1])
    place = np.searchsorted(line.knots, x, side="right") - 1
    here = line.knots[place]
    points = line.after[place] + (x / 2 - here / 2) * line.slopes[place]
    return np.where(x == here, line.at[place], points)


def by_interp(scale: RankScale, metric: Floats) -> Floats:
    """The jumps at the knots as points right beside them."""
    knots = scale.values
    x = np.column_stack([np.nextafter(knots, -np.inf), knots, np.nextafter(knots, np.inf)])
    share = np.column_stack([scale.below, (scale.below + scale.upto) / 2, scale.upto])
    return np.interp(metric, x.ravel(), share.ravel() * 100 / scale.count)


def sklearn_job(metric: Floats) -> tuple[Callable[[], object], Callable[[object], object]]:
    def prepare() -> object:
        from sklearn.preprocessing import QuantileTransformer

        return QuantileTransformer(n_quantiles=1000).fit(metric[:, None])

    return prepare, lambda fitted: fitted.transform(metric[:, None])  # type: ignore[attr-defined]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    columns = {name: round9(values) for name, values in metrics(given.rows).items()}
    scales = {name: fit_rank(metric) for name, metric in columns.items()}
    jobs = []
    for name, metric in columns.items():
        scale = scales[name]
        prepare, transform = sklearn_job(metric)
        jobs += [
            Job(f"{name} ours", lambda _, s=scale, m=metric: s.apply(m), before=2),
            Job(
                f"{name} searchsorted", lambda _, s=scale, m=metric: by_searchsorted(s, m), before=2
            ),
            Job(f"{name} interp", lambda _, s=scale, m=metric: by_interp(s, m), before=2),
            Job(f"{name} sklearn", transform, prepare, before=1),
        ]
    found = measure(jobs, given.rounds)
    ways = ["ours", "searchsorted", "interp", "sklearn"]
    rows = [
        [
            name,
            str(len(scales[name].values)),
            *(f"{found[f'{name} {way}'].processor / given.rows * 1e9:.1f}" for way in ways),
        ]
        for name in columns
    ]
    print(f"{given.rows:,} values, a tenth missing; ns a value, medians of {given.rounds}\n")
    header = ["", "knots", "ours", "np.searchsorted", "np.interp", "scikit-learn"]
    print(table(header, rows))


if __name__ == "__main__":
    main()
