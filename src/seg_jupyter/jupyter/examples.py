"""One line that runs for each verb, option and function: what help shows."""

from __future__ import annotations

VERBS = {
    "list": "%segment list",
    "show": "%segment show engagement",
    "save": "%segment save engagement engagement.json",
    "load": "%segment load engagement.json",
    "help": "%segment help sum",
}

OPTIONS = {
    "--events": "%%segment customers --events orders",
    "--id": "%%segment customers --events orders --id customer_id",
    "--time": "%%segment customers --events orders --time ordered_at",
    "--as-of": "%%segment customers --events orders --as-of 2024-03-31",
    "--as": "%%segment customers --as engagement",
    "--into": "%%segment customers --into labelled",
    "--unit": "%%segment customers --unit households",
    "--chart": "%%segment customers --chart",
    "--consent": "%%segment customers --consent agreed",
    "--objected": "%%segment customers --objected objected",
    "--quiet": "%%segment customers --quiet",
}

FUNCTIONS = {
    "abs": "distance = abs(change)",
    "sqrt": "damped = sqrt(visits)",
    "log1p": "damped = log1p(visits)",
    "least": "worst = least(service, price)",
    "greatest": "best = greatest(service, price)",
    "clip": "years = clip(age, 18, 90)",
    "fill": "known_visits = fill(visits, 0)",
    "missing": "Unknown: missing(age)",
    "days_since": "days = days_since(signup)",
    "contains": 'Works here: contains(email, "@example.")',
    "starts_with": 'Business: starts_with(plan, "biz")',
    "ends_with": 'Yearly: ends_with(plan, "_year")',
    "count": 'online_90d = count(channel == "web", last="90d")',
    "sum": 'spend_90d = sum(amount, last="90d")',
    "mean": "basket = mean(amount, where=amount > 0)",
    "min": "smallest = min(amount)",
    "max": "largest = max(amount)",
    "nunique": "channels = nunique(channel)",
    "first": "won_by = first(channel)",
    "latest": "seen_in = latest(channel)",
    "share": 'online = share(channel == "web")',
    "recency": "days_away = recency()",
    "tenure": "days_with_us = tenure()",
    "active_days": 'days_30d = active_days(last="30d")',
    "rank": "value = score(rank(visits))",
    "minmax": "value = score(minmax(visits))",
    "raw": "value = score(raw(service))",
    "score": "value = score(3 * visits, -age)",
}

KEYWORDS = {
    "where": "refunds = count(where=amount < 0)",
    "last": 'orders_90d = count(last="90d")',
}
