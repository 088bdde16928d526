"""Draw the pictures of `docs/charts.md` anew: run its code, and save what each chart looks like.

python docs/draw_charts.py
"""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = Path(__file__).parent
BLOCK = re.compile(r"^```python\n(.*?)^```\n(?:!\[[^\]]*\]\(([^)]*)\))?", re.DOTALL | re.MULTILINE)


def main() -> None:
    """Run the blocks in order; where a picture follows one, the block's value is that chart."""
    names: dict[str, object] = {}
    for code, picture in BLOCK.findall((FOLDER / "charts.md").read_text(encoding="utf-8")):
        if not picture:
            exec(code, names)  # noqa: S102 - the page's own code
            continue
        chart = eval(code, names)  # noqa: S307 - the same
        (FOLDER / picture).write_bytes(chart.png)


if __name__ == "__main__":
    main()
