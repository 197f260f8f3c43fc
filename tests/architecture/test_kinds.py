"""Kinds are rows: what differs between them stands in a table, not in branches spread over the code."""

import ast
import re

import pytest

from tests.architecture.source import Module, Tree

TEMPLATE_BRANCH = re.compile(r"{%\s*(?:el)?if\b[^%]*\bkind\b\s*(?:==|!=|\bin\b)")


def branches_on_kinds(tree: Tree) -> list[str]:
    """Comparisons of a kind with a certain one, outside kinds.py."""
    return _in_code(tree) + _in_templates(tree)


def _in_code(tree: Tree) -> list[str]:
    return [
        f"{module.at(node)} branches on a kind: {ast.unparse(node)[:70]}"
        for module in tree.modules
        if not _is_table(module)
        for node in ast.walk(module.syntax)
        if _compares_kind(node)
    ]


def _in_templates(tree: Tree) -> list[str]:
    return [
        f"{tree.name(path)}:{number} branches on a kind: {line.strip()[:70]}"
        for path in tree.templates
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if TEMPLATE_BRANCH.search(line)
    ]


def _is_table(module: Module) -> bool:
    return any(part.removesuffix(".py") == "kinds" for part in module.parts)


def _compares_kind(node: ast.AST) -> bool:
    if isinstance(node, ast.Match):
        return _is_kind(node.subject)
    if not isinstance(node, ast.Compare) or not any(map(_is_kind, [node.left, *node.comparators])):
        return False
    return any(map(_singles_out, node.ops, node.comparators))


def _singles_out(operator: ast.cmpop, right: ast.expr) -> bool:
    """Whether a comparison names a certain kind; to ask for a given one is a filter, no branch."""
    if isinstance(operator, ast.In | ast.NotIn):
        return isinstance(right, ast.Set | ast.Tuple | ast.List) and any(map(_is_certain, right.elts))
    return isinstance(operator, ast.Eq | ast.NotEq | ast.Is | ast.IsNot) and _is_certain(right)


def _is_certain(node: ast.expr) -> bool:
    """A word, or a member of an enumeration; not a variable, nothing, or the empty word."""
    if isinstance(node, ast.Constant):
        return node.value not in (None, "")
    return isinstance(node, ast.Attribute) and node.attr.isupper()


def _is_kind(node: ast.expr) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return name == "kind" or name.endswith("_kind")


def test_no_branch_on_a_kind_outside_the_tables():
    assert branches_on_kinds(Tree()) == []


@pytest.mark.parametrize(
    "line",
    [
        "if kind == 'choice': pass",
        "if question.kind != Kind.CHOICE: pass",
        "x = 1 if body.body_kind is Kind.BOARD else 2",
        "if question.kind in {'choice', 'text'}: pass",
        "match question.kind:\n    case 'choice': pass",
    ],
)
def test_a_branch_on_a_kind_is_reported(line, tmp_path):
    tree = Tree(tmp_path).plant("src/dugnad/members/views.py", line)
    (finding,) = branches_on_kinds(tree)
    assert "views.py" in finding


def test_a_branch_on_a_kind_in_a_template_is_reported(tmp_path):
    tree = Tree(tmp_path).plant("src/dugnad/members/templates/members/a.html", '{% if row.kind == "a" %}')
    (finding,) = branches_on_kinds(tree)
    assert "a.html:2" in finding


def test_a_question_to_a_table_is_let_be(tmp_path):
    lines = "if kind in WRITTEN or kind is None or kind in ('', wanted): pass\nif row.kind == kind: pass"
    tree = Tree(tmp_path).plant("src/dugnad/members/rules.py", lines)
    assert branches_on_kinds(tree) == []
