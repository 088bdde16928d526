"""The reference page of the language, made of the table of functions.

`python -m seg_jupyter.lang.reference > docs/language.md` writes it; a test compares the two, and
runs every example of the page.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

from seg_jupyter.lang.durations import LONGEST_YEARS
from seg_jupyter.lang.function import Function, Group
from seg_jupyter.lang.functions import FUNCTIONS, KEYWORDS
from seg_jupyter.lang.parser import LONGEST_CELL, MOST_NODES
from seg_jupyter.lang.reader import DEEPEST

_PAGE = """# The segment language

A `%%segment` cell is a small program: definitions of metrics and scores, then segments. This page \
is made of the table that the checker reads, so it names everything there is.

```
%%segment customers --events orders --as-of 2026-03-31 --as engagement
# metrics from events: one value per customer
orders_90d = count(last="90d")
spend_1y   = sum(amount, last="1y")
since      = fill(recency(), 9999)      # days since the last order; no order yet: last
pace       = change(count(), "90d")     # the last 90 days against the 90 before

# a score: a weighted mean of metrics that are scaled to 0 to 100
value = score(3 * orders_90d, 2 * spend_1y, -2 * since, pace)

# segments: the first that holds takes the customer
Active:      value >= 70
Passive:     value >= 40
At risk:     since <= 180
Inactive:    otherwise
```

## Lines

| line | meaning |
|---|---|
| `name = expression` | a metric, a score or any other value; the lines below may use it |
| `Name: condition` | a segment, with any text as its name; the first whose condition is true takes the customer |
| `Name: otherwise` | everybody who is left; only as the last segment |
| `# …` | a comment |

An expression goes on over several lines inside brackets. A customer whom no segment takes is \
**Unassigned**. Customers keep their rows, their order and their index; definitions and the labels \
are added as columns.

A definition has a plain name that no customers column has. Segment names are labels: no condition \
can use them, and `Unassigned` and `Not profiled` are taken. A column whose name is odd stands in \
backticks: `` `days since visit` > 90 ``. A name means the column that is spelt exactly so.

## Values

Numbers, text (categories too), truth values, dates and times. Every line is checked against the \
columns of the frames before anything runs. Truth values count as 0 and 1 where a number is needed, \
never the other way round. Text in ISO form (`2026-01-31`) serves as a date beside a date; what \
cannot be read is missing, and counted.

**Missing** is one thing, however a frame writes it, infinite numbers included. Arithmetic with it \
gives missing, and so does a division by zero. A comparison with it is *unknown*: `not` leaves it \
unknown, `and` with something false is false, `or` with something true is true. A segment takes a \
customer only where its condition is *true*; `a if c else b` is missing where `c` is unknown.

| operators | |
|---|---|
| `+ - * /` | arithmetic |
| `== != < <= > >=` | comparison, also chained: `25 <= age < 35`; text knows `==` and `!=` only |
| `and or not` | three-valued |
| `in [...]`, `not in [...]` | one of several numbers or texts |
| `a if condition else b` | one of two values |

Comparisons round both sides to 9 decimals, so that `0.1 + 0.2 == 0.3`.

## Functions of one customer

{row}

## Functions over events

Inside their brackets names are columns of the events, outside columns of the customers or earlier \
lines. Only events up to the as-of date are read.

{aggregation}

Options after the arguments:

{keywords}

**Without events in the window** `count`, `sum`, `nunique`, `active_days` and `active_weeks` are 0, \
and all else is missing. Missing values are skipped. Totals are exact: `sum` and `mean`, and \
`count` with a half-life, round each value that they add to six decimals and add whole millionths, \
so that no order of the rows changes them. What every aggregation gives is rounded to 9 decimals. \
Events that repeat another are \
counted, and said.

**Time.** The as-of date means the end of that day, the next midnight in the zone of the events; \
times without a zone are taken as they stand. A window is half-open: `last="90d"` are the 90 days \
before that midnight. Lengths of time:

| | |
|---|---|
| `"36h"` | hours, as they elapse |
| `"90d"`, `"12w"` | calendar days and weeks in the events' zone |
| `"6m"`, `"1y"` | calendar months and years: they move the date of the midnight, clipped to the last day of the month |

`offset="90d"` moves the end of the window, and with it the day up to which `recency` and `tenure` \
count and the age that a half-life takes. Months of `offset` and `last` are added before they are \
clipped. A half-life of months takes a month as 30.4375 days. A length is at most {years} years.

## Scores

`name = score(weight * metric, …)` is a whole line. A weight is one number on the left, 1 if it is \
left out; `-x` is `-1 * x`, and a negative weight turns its metric round, so that less is better. \
Each metric is scaled to 0 to 100 first; the score is the mean of what is there, weighted by the \
weights without their signs. A weight of 0 leaves its metric out. The options:

{score}

| scale of a metric | 0 to 100 by |
|---|---|
{scales}
| `bands(…)`, `tile(…)`, or the name of such a line | their steps, spread evenly |
| the name of a score | used as it is; with a negative weight 100 less it |

Scales and the cuts of tiles are **fitted** once and kept: other customers, or the same ones next \
month, are measured by the same yardstick. A metric that is the same for everybody scores 50, and \
is reported; values outside the fitted range score as its nearest end, and are counted.

## Not in the language

No attributes, subscripts, lambdas, comprehensions, f-strings, powers, assignments inside \
expressions, imports or loops; nothing is ever evaluated as Python. A cell has at most \
{bytes} KB, {nodes} names, numbers and signs, and {deepest} brackets inside one another.
"""


def reference() -> str:
    """Return the page as Markdown."""
    of_one = [f for f in FUNCTIONS.values() if f.group in (Group.ROW, Group.FITTED)]
    of_events = [f for f in FUNCTIONS.values() if f.group is Group.AGGREGATION]
    scales = [f for f in FUNCTIONS.values() if f.group is Group.SCALE]
    return _PAGE.format(
        row=_table(of_one),
        aggregation=_table(of_events),
        keywords=_options(name for name in KEYWORDS if name != "missing"),
        score=_options(["missing"]) + "\n\n" + FUNCTIONS["score"].notes,
        scales="\n".join(f"| `{f.signature}` | {f.summary}. {f.notes} |" for f in scales),
        years=LONGEST_YEARS,
        bytes=LONGEST_CELL // 1024,
        nodes=f"{MOST_NODES:,}",
        deepest=DEEPEST,
    )


def _table(functions: list[Function]) -> str:
    """Return a table of functions, and below it what else there is to know of some."""
    rows = [f"| `{f.signature}` | {f.summary} | `{f.example}` |" for f in functions]
    notes = [f"- `{f.name}`: {f.notes}" for f in functions if f.notes]
    return "\n".join(["| function | gives | for example |", "|---|---|---|", *rows, "", *notes])


def _options(names: Iterable[str]) -> str:
    rows = [f"| `{written}` | {does} |" for written, does in map(KEYWORDS.__getitem__, names)]
    return "\n".join(["| option | |", "|---|---|", *rows])


if __name__ == "__main__":  # pragma: no cover - the page itself is tested
    sys.stdout.write(reference())
