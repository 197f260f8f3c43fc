"""The project's own files, as the checks read them: the repository, or a copy with a planted breach."""

import ast
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Tree:
    """A tree of the project's files; every check takes one and returns what it found wrong in it."""

    root: Path = ROOT

    @cached_property
    def modules(self) -> "list[Module]":
        """The Python files of the product, migrations left out."""
        paths = sorted((self.root / "src" / "dugnad").rglob("*.py"))
        return [Module(self, path) for path in paths if "migrations" not in path.parts]

    @cached_property
    def templates(self) -> list[Path]:
        """The templates of the rooms, in the order of their names."""
        return sorted((self.root / "src" / "dugnad").glob("*/templates/**/*.*"))

    @property
    def rooms(self) -> list[str]:
        """The folders of the product that hold Python, the top floor's included."""
        return sorted(path.parent.name for path in (self.root / "src" / "dugnad").glob("*/__init__.py"))

    def text(self, path: str) -> str:
        """The text of one file."""
        return (self.root / path).read_text(encoding="utf-8")

    def name(self, path: Path) -> str:
        """A path as the reports name it."""
        return path.relative_to(self.root).as_posix()

    def copy(self, folder: Path, *parts: str) -> "Tree":
        """A copy of some parts of the tree, in which a test plants a breach."""
        for part in parts:
            source, target = self.root / part, folder / part
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                ignored = shutil.ignore_patterns("__pycache__", "*.mo", "vendor")
                shutil.copytree(source, target, ignore=ignored, dirs_exist_ok=True)
            else:
                shutil.copy(source, target)
        return Tree(folder)

    def plant(self, path: str, text: str) -> "Tree":
        """Add text to the end of a file, made where there is none; returns the tree as it is then."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("a", encoding="utf-8") as file:
            file.write(f"\n{text}\n")
        return Tree(self.root)


@dataclass(frozen=True)
class Module:
    """One Python file of the product."""

    tree: Tree
    path: Path

    @cached_property
    def syntax(self) -> ast.Module:
        """The file as Python reads it."""
        return ast.parse(self.path.read_text(encoding="utf-8"), filename=str(self.path))

    @property
    def parts(self) -> tuple[str, ...]:
        """The path below the product's folder: ("calls", "changes", "reply.py")."""
        return self.path.relative_to(self.tree.root / "src" / "dugnad").parts

    @property
    def room(self) -> str:
        """The room or the top-floor module that the file belongs to."""
        return Path(self.parts[0]).stem

    def at(self, node: ast.AST) -> str:
        """Where a node stands, as the reports name it."""
        return f"{self.tree.name(self.path)}:{getattr(node, 'lineno', 0)}"

    def calls(self) -> Iterator[ast.Call]:
        """Every call in the file."""
        return (node for node in ast.walk(self.syntax) if isinstance(node, ast.Call))

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function in the file."""
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
        return (node for node in ast.walk(self.syntax) if isinstance(node, kinds))

    def imported(self) -> dict[str, str]:
        """Each imported name with the module that it comes from."""
        return {
            alias.asname or alias.name: node.module or ""
            for node in ast.walk(self.syntax)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }


def tracked_files(tree: Tree = Tree()) -> list[Path]:
    """The files that the project keeps, and those not yet added that it does not ignore."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=tree.root, capture_output=True, check=True, text=True).stdout
    paths = {tree.root / name for name in names.split("\0") if name}
    return sorted(path for path in paths if path.is_file())
