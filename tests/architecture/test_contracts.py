"""The contracts of import-linter, each seen to fail on a planted breach."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, Tree

LINT = Path(sys.executable).with_name("lint-imports")
BREACHES = {
    "a room that looks up": ("src/dugnad/kit/text.py", "from dugnad.members import kinds", "kit -> members"),
    "a new package of no floor": ("src/dugnad/utils/__init__.py", "", "utils"),
    "a rule that asks the database": (
        "src/dugnad/members/rules.py",
        "from dugnad.members import models",
        "rules",
    ),
    "a form that writes": ("src/dugnad/members/forms.py", "from dugnad.members import changes", "forms"),
    "a file of no job": ("src/dugnad/members/helpers.py", "", "helpers"),
    "a file of no job in the kit": ("src/dugnad/kit/misc.py", "", "misc"),
    "a verb that knows a view": ("src/dugnad/kit/changes.py", "from dugnad.kit import views", "views"),
    "an engine that knows Django": ("src/dugnad/engine/__init__.py", "import django", "django"),
}


def lint(tree: Tree) -> subprocess.CompletedProcess[str]:
    """Run the contracts on a tree."""
    environment = {**os.environ, "PYTHONPATH": str(tree.root / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [LINT, "--no-cache", "--config", "pyproject.toml"],
        cwd=tree.root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_rooms_keep_their_contracts():
    done = lint(Tree(ROOT))
    assert (done.returncode, "0 broken" in done.stdout) == (0, True), done.stdout


@pytest.mark.parametrize("breach", BREACHES)
def test_a_planted_breach_is_reported(breach, tmp_path):
    path, text, named = BREACHES[breach]
    tree = Tree(ROOT).copy(tmp_path, "src", "pyproject.toml")
    if path.endswith("forms.py"):
        tree.plant("src/dugnad/members/changes.py", "")
    done = lint(tree.plant(path, text))
    assert done.returncode == 1, done.stdout + done.stderr
    assert named.split(" -> ")[0] in done.stdout
