"""What the guide for analysts shows is run as it stands there."""

import re
from pathlib import Path

GUIDE = Path(__file__).parents[3] / "docs/guide/analysts.md"


def test_the_notebook_of_the_guide_runs():
    text = GUIDE.read_text(encoding="utf-8")
    notebook: dict[str, object] = {}
    for block in re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL):
        exec(compile(block, str(GUIDE), "exec"), notebook)  # noqa: S102 - our own words, run as a reader would
    assert str(notebook["picture"]).startswith("<svg")
    assert round(notebook["norway"].DMC.value) == 112_992
