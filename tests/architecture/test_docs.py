"""Documents that would lie are found: door plates, words, recipes, commands, variables, dependencies."""

import ast
import re
import tomllib

import pytest

from tests.architecture.source import Tree

MODEL = re.compile(r"models\.Model|AbstractBaseUser")
PATH = re.compile(r"`((?:src|tests|docs|scripts|benchmarks)/[\w./-]+)`")
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
COMMAND = re.compile(r"\bmake ([a-z][a-z-]*)\b")
PROGRAM = re.compile(r"^\s*(?:\.venv/bin/)?dugnad ([a-z]+)", re.MULTILINE)
VARIABLE = re.compile(r"[\"'](DUGNAD_[A-Z_]+|DATABASE_URL|PORT)[\"']")
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "docs/guide", "docs/recipes")


def missing_door_plates(tree: Tree) -> list[str]:
    """Rooms whose docstring does not stand in docs/house.md."""
    house = tree.text("docs/house.md").lower()
    plates = {room: _docstring(tree.text(f"src/dugnad/{room}/__init__.py")) for room in tree.rooms}
    return [
        f"docs/house.md lacks the plate of {room}: {plate}"
        for room, plate in plates.items()
        if not plate or plate.lower().rstrip(".") not in house
    ]


def missing_words(tree: Tree) -> list[str]:
    """Models that docs/words.md does not name in all three languages."""
    rows = [line.split("|")[1:-1] for line in tree.text("docs/words.md").splitlines() if line[:1] == "|"]
    known = {row[0].strip() for row in rows if len(row) == 4 and all(cell.strip() for cell in row)}
    return [f"docs/words.md lacks {name}" for name in _models(tree) if name not in known]


def missing_files(tree: Tree) -> list[str]:
    """Files that a document names, shows or links to, and that are not there."""
    found = []
    for name, text in _documents(tree):
        beside = (tree.root / name).parent
        named = [tree.root / path for path in PATH.findall(text)] + [
            beside / path for path in LINK.findall(text)
        ]
        found += [f"{name} names {path.relative_to(tree.root)}" for path in named if not path.exists()]
    return found


def missing_commands(tree: Tree) -> list[str]:
    """Commands that a document gives and that neither the Makefile nor the command line knows."""
    targets = set(re.findall(r"^([a-z-]+):", tree.text("Makefile"), re.MULTILINE))
    commands = set(re.findall(r'^    "([a-z]+)": \(', tree.text("src/dugnad/cli/words.py"), re.MULTILINE))
    found = []
    for name, text in _documents(tree):
        code = "\n".join(re.findall(r"`+[^`]+`+", text))
        found += [f"{name}: make {word}" for word in COMMAND.findall(code) if word not in targets]
        found += [f"{name}: dugnad {word}" for word in PROGRAM.findall(code) if word not in commands]
    return found


def missing_variables(tree: Tree) -> list[str]:
    """Variables of the environment that the code reads and the operators' guide does not explain."""
    guide = tree.text("docs/guide/operators.md")
    read = {name for module in tree.modules for name in VARIABLE.findall(module.path.read_text())}
    return [f"docs/guide/operators.md lacks {name}" for name in sorted(read) if f"`{name}`" not in guide]


def missing_reasons(tree: Tree) -> list[str]:
    """Dependencies without their reason in docs/decisions.md."""
    project = tomllib.loads(tree.text("pyproject.toml"))
    wanted = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    wanted += [line for line in project["dependency-groups"]["dev"] if isinstance(line, str)]
    names = sorted({re.split(r"[\[<>=!~; ]", line)[0] for line in wanted})
    reasons = tree.text("docs/decisions.md")
    return [f"docs/decisions.md lacks {name}" for name in names if f"`{name}`" not in reasons]


def _docstring(text: str) -> str:
    return ast.get_docstring(ast.parse(text)) or ""


def _models(tree: Tree) -> list[str]:
    return [
        node.name
        for module in tree.modules
        if "models" in "/".join(module.parts)
        for node in module.syntax.body
        if isinstance(node, ast.ClassDef) and any(MODEL.search(ast.unparse(base)) for base in node.bases)
    ]


def _documents(tree: Tree) -> list[tuple[str, str]]:
    paths = [path for part in DOCUMENTS for path in [tree.root / part, *(tree.root / part).glob("*.md")]]
    return [(tree.name(path), path.read_text(encoding="utf-8")) for path in paths if path.is_file()]


CHECKS = {
    "door plates": missing_door_plates,
    "words": missing_words,
    "files": missing_files,
    "commands": missing_commands,
    "variables": missing_variables,
    "reasons": missing_reasons,
}
BREACHES = {
    "door plates": ("src/dugnad/attic/__init__.py", '"""What nobody asked for."""', "attic"),
    "words": ("src/dugnad/kit/models.py", "class Gadget(models.Model): pass", "Gadget"),
    "files": ("docs/recipes/add-a-thing.md", "Write `src/dugnad/kit/thing.py`.", "kit/thing.py"),
    "commands": ("README.md", "Run `make coffee`.", "make coffee"),
    "variables": ("src/dugnad/kit/clock.py", 'ZONE = os.environ.get("DUGNAD_ZONE")', "DUGNAD_ZONE"),
    "reasons": ("pyproject.toml", '[dependency-groups]\ndev = ["leftpad>=1"]', "leftpad"),
}


@pytest.mark.parametrize("check", CHECKS)
def test_documents_tell_the_truth(check):
    assert CHECKS[check](Tree()) == []


@pytest.mark.parametrize("check", CHECKS)
def test_a_document_that_lies_is_reported(check, tmp_path):
    path, text, named = BREACHES[check]
    parts = [
        "docs",
        "LICENSE",
        "CHANGELOG.md",
        "SECURITY.md",
        "README.md",
        "CONTRIBUTING.md",
        "Makefile",
        "pyproject.toml",
        "src/dugnad",
    ]
    tree = Tree().copy(tmp_path, *parts)
    if path == "pyproject.toml":
        project = tree.text(path).partition("[dependency-groups]")[0]
        (tmp_path / path).write_text(project)
    (finding,) = [line for line in CHECKS[check](tree.plant(path, text)) if named in line]
    assert named in finding


def test_the_changelog_has_a_place_for_what_comes():
    assert re.search(r"^## Unreleased\n\n- \S", Tree().text("CHANGELOG.md"), re.MULTILINE)
