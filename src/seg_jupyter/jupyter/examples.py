"""One line that runs for each verb, each option and each word: what help shows."""

from __future__ import annotations

VERBS = {
    "new": "%segment new rfm customers --events orders",
    "list": "%segment list",
    "show": "%segment show engagement",
    "panel": "%segment panel engagement",
    "explain": "%segment explain engagement 2",
    "rules": "%segment rules engagement",
    "save": "%segment save engagement engagement.json",
    "load": "%segment load engagement.json --as yardstick",
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

WORDS = {
    "otherwise": "Inactive: otherwise",
    "and": "Active: visits >= 5 and age < 60",
    "or": "Known: visits > 0 or not missing(signup)",
    "in": 'Paying: plan in ["gold yearly", "basic"]',
    "not in": 'Paying: plan not in ["free", "trial"]',
    "if": "size = 2 if visits >= 5 else 1",
    "else": "size = 2 if visits >= 5 else 1",
    "not": "Known: not missing(age)",
    "True": "Agreed: agreed == True",
    "False": "Refused: agreed == False",
}
