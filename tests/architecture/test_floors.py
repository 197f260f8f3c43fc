"""Foreign keys point down, and only verbs write."""

import ast
import tomllib
from collections.abc import Iterator

import pytest
from django.apps import apps

from tests.architecture.source import ROOT, Module, Tree

RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField"}
ALWAYS_WRITES = {"bulk_create", "bulk_update", "get_or_create", "update_or_create"}
WRITES = {"save", "delete", "create", "update"}
STATEMENTS = ("insert ", "update ", "delete ", "replace ", "truncate ")
WRITERS = ("changes", "commands", "wholesale")  # the verbs; and what an operator runs from the command line


def floors() -> dict[str, int]:
    """Each room with its floor, from the contract in pyproject.toml; the lowest is 0."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "floors")
    return {
        name.strip(" ()"): height
        for height, layer in enumerate(reversed(layers))
        for name in layer.replace(":", "|").split("|")
    }


def relations(tree: Tree) -> Iterator[tuple[Module, ast.Call, str]]:
    """Each foreign key in the models, with the room that it points at."""
    for module in tree.modules:
        if "models" not in "/".join(module.parts):
            continue
        imported = module.imported()
        for call in module.calls():
            name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
            if name in RELATIONS:
                yield module, call, _room_of(call.args[0], imported, module.room)


def _room_of(target: ast.expr, imported: dict[str, str], own: str) -> str:
    if isinstance(target, ast.Constant):
        label, dot, _name = str(target.value).partition(".")
        return label if dot else own
    if isinstance(target, ast.Attribute) and target.attr == "AUTH_USER_MODEL":
        return "members"
    home = imported.get(target.id, "") if isinstance(target, ast.Name) else ""
    return home.split(".")[1] if home.startswith("dugnad.") else own


def keys_that_look_wrong(tree: Tree) -> list[str]:
    """Foreign keys that point up, leave a name on the room below, or delete with what they point at."""
    height, found = floors(), []
    for module, call, target in relations(tree):
        if target == module.room:
            continue
        settings = {word.arg: ast.unparse(word.value) for word in call.keywords}
        if height.get(target, 99) >= height[module.room]:
            found.append(f"{module.at(call)} points up at {target}")
        if settings.get("related_name") != "'+'":
            found.append(f'{module.at(call)} crosses rooms without related_name="+"')
        if "CASCADE" in settings.get("on_delete", ""):
            found.append(f"{module.at(call)} deletes with what it points at")
    return found


def writes_outside_verbs(tree: Tree) -> list[str]:
    """Calls that write, in a file whose job is not to write."""
    return [
        f"{module.at(call)} writes: {ast.unparse(call)[:60]}"
        for module in tree.modules
        if not _may_write(module)
        for call in module.calls()
        if _writes(call)
    ]


def _may_write(module: Module) -> bool:
    names = {part.removesuffix(".py") for part in module.parts}
    return bool(names & set(WRITERS)) or module.parts == ("kit", "history.py")


def _writes(call: ast.Call) -> bool:
    """Whether a call writes to the database.

    A dictionary, a hash and a workbook have update and save too, but take what they are given in a
    position; Django's save, delete, create and update take names only.
    """
    name = call.func.attr.removeprefix("a") if isinstance(call.func, ast.Attribute) else ""
    full = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if {name, full} & ALWAYS_WRITES:
        return True
    if {name, full} & WRITES:
        return not call.args
    return full == "execute" and bool(call.args) and _is_writing_statement(call.args[0])


def _is_writing_statement(argument: ast.expr) -> bool:
    text = ast.unparse(argument).strip("fbr'\" \n").lower()
    return text.startswith(STATEMENTS)


def test_foreign_keys_point_down():
    assert keys_that_look_wrong(Tree()) == []


def test_the_check_sees_every_key_that_django_knows():
    seen = sum(1 for _relation in relations(Tree()))
    known = sum(
        1
        for model in apps.get_models()
        if model.__module__.startswith("dugnad.")
        for field in model._meta.get_fields(include_parents=False)
        if field.is_relation and field.concrete and not field.auto_created
    )
    assert seen == known


@pytest.mark.parametrize(
    ("key", "report"),
    [
        (
            'models.ForeignKey("calls.Reply", on_delete=models.PROTECT, related_name="+")',
            "points up at calls",
        ),
        ('models.ForeignKey("kit.StoredFile", on_delete=models.PROTECT)', "without related_name"),
        ('models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="+")', "deletes with"),
    ],
)
def test_a_key_that_looks_wrong_is_reported(key, report, tmp_path):
    tree = Tree().copy(tmp_path, "src/dugnad/members")
    text = f"from dugnad.kit.models import StoredFile\nclass Planted(models.Model):\n    key = {key}\n"
    (finding,) = keys_that_look_wrong(tree.plant("src/dugnad/members/models.py", text))
    assert report in finding


def test_only_verbs_write():
    assert writes_outside_verbs(Tree()) == []


@pytest.mark.parametrize(
    "line",
    [
        "Person(name='Ola').save()",
        "person.save(update_fields=['name'])",
        "Person.objects.create(name='Ola')",
        "Person.objects.filter(pk=1).update(name='Ola')",
        "Person.objects.all().delete()",
        "Person.objects.bulk_create(people)",
        "Person.objects.get_or_create(name='Ola')",
        "await person.asave()",
        "cursor.execute('DELETE FROM members_person')",
        'cursor.execute(f"update {table} set name = 1")',
    ],
)
def test_a_write_outside_a_verb_is_reported(line, tmp_path):
    tree = Tree(tmp_path).plant("src/dugnad/members/views.py", f"async def planted():\n    {line}")
    (finding,) = writes_outside_verbs(tree)
    assert finding.startswith("src/dugnad/members/views.py:3 writes")


@pytest.mark.parametrize("place", ["members/changes.py", "members/changes/seats.py", "kit/history.py"])
def test_a_verb_may_write(place, tmp_path):
    tree = Tree(tmp_path).plant(f"src/dugnad/{place}", "person.save()")
    assert writes_outside_verbs(tree) == []


def test_what_only_looks_like_a_write_is_let_be(tmp_path):
    lines = "totals.update({'a': 1})\ndigest.update(b'')\nbook.save(stream)\ncache.delete('key')"
    tree = Tree(tmp_path).plant("src/dugnad/members/views.py", lines)
    assert writes_outside_verbs(tree) == []
