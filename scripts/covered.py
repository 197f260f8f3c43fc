"""Tell which lines that decide, compute or write no test reached: `covered.py RUN.json…`.

Reads what `slipcover --json` wrote of each run of the tests; a line is reached if one run reached it.
Ends with 1 when a line is left. Views and commands are covered by use, in journeys and from outside.
"""

import json
import sys
from fnmatch import fnmatch
from pathlib import Path

DECISIVE = (
    "src/dugnad/*/rules.py",
    "src/dugnad/*/rules/*",
    "src/dugnad/*/queries.py",
    "src/dugnad/*/queries/*",
    "src/dugnad/*/changes.py",
    "src/dugnad/*/changes/*",
    "src/dugnad/kit/history.py",
    "src/dugnad/engine/*",
)


def main(runs: list[str]) -> int:
    """Print the lines that are left, by file."""
    left: dict[str, set[int]] = {}
    for run in runs:
        for name, found in json.loads(Path(run).read_text(encoding="utf-8"))["files"].items():
            if any(fnmatch(name, pattern) for pattern in DECISIVE):
                missing = set(found["missing_lines"])
                left[name] = left[name] & missing if name in left else missing
    for name, missing in sorted(left.items()):
        if missing:
            print(f"{name}: {', '.join(map(str, sorted(missing)))}")
    print(
        f"{len(left)} files that decide, compute or write; {sum(map(len, left.values()))} lines not reached."
    )
    return 1 if any(left.values()) or not left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
