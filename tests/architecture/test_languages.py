"""Every text that a user sees is written in bokmål, nynorsk and English."""

import ast
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from allauth.account.adapter import get_adapter
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation import override
from django.utils.translation.template import templatize

from tests.architecture.source import Module, Tree

LANGUAGES = ("nb", "nn")
SPECS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
WORD = re.compile(r"[^\W\d_]{2,}")
TRANSLATED = re.compile(
    r"{%\s*(comment|blocktrans(?:late)?|verbatim)\b.*?{%\s*end\1\s*%}|{#.*?#}|<script.*?</script>"
    r"|<style.*?</style>|<svg.*?</svg>|<code.*?</code>|<kbd.*?</kbd>|<!--.*?-->|<!doctype[^>]*>",
    re.DOTALL | re.IGNORECASE,
)
CODE = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
SEEN_ATTRIBUTE = re.compile(
    r"""\s(?:title|alt|placeholder|aria-label|aria-description)=(["'])(.*?)\1""", re.DOTALL
)
ADDRESS = re.compile(r"(?<!\S)/\S*")
TAG = re.compile(r"<[^>]*>", re.DOTALL)
ENTITY = re.compile(r"&#?\w+;")
# Names, units and abbreviations that are the same in every language.
SAME = {
    "Dugnad", "Klimastatus", "Klimaskolen", "Bokmål", "Nynorsk", "English", "CO", "ha", "km", "MB",
    "PDF", "DOCX", "CSV", "JSON", "stat", "XLSX", "API", "RSS", "SHA", "SUMS",
}  # fmt: skip
# One thing has one word: each of these has another that all pages use (spreadsheet, checksum, was).
UNUSED = {
    "nb": re.compile(r"arbeidsbok|sjekksum|slingringsmonn|\bfila\b", re.IGNORECASE),
    "nn": re.compile(r"arbeidsbok|sjekksum|slingringsmonn|\bblei\b|\bblitt\b|\bvert\b", re.IGNORECASE),
}
SPEAKS_ENGLISH = {"cli", "commands", "wholesale"}  # what only an operator reads, on the command line
SEEN_ARGUMENTS = {"label", "help_text", "empty_label", "verbose_name", "verbose_name_plural"}


@dataclass(frozen=True)
class Message:
    """One text in the code: its English words and where it stands."""

    context: str
    english: tuple[str, ...]
    where: str


def messages_of(tree: Tree, room: str) -> list[Message]:
    """Every text of a room, from its code and its templates."""
    code = [m for module in tree.modules if module.room == room for m in _messages_in_code(module)]
    pages = [path for path in tree.templates if path.relative_to(tree.root).parts[2] == room]
    return code + [m for path in pages for m in _messages_in_template(tree, path)]


def _messages_in_code(module: Module) -> Iterator[Message]:
    keywords = {
        alias.asname or alias.name: SPECS[alias.name]
        for node in ast.walk(module.syntax)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in SPECS
    }
    return _extracted(module.path.read_bytes(), keywords, module.tree.name(module.path))


def _messages_in_template(tree: Tree, path: Path) -> Iterator[Message]:
    code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    # Each line stands alone: what templatize leaves of the page has the page's indentation.
    flat = "\n".join(line.strip() for line in code.splitlines())
    return _extracted(flat.encode(), {"_": None, **SPECS}, tree.name(path))


def _extracted(code: bytes, keywords: dict[str, object], name: str) -> Iterator[Message]:
    for line, english, _comments, context in extract("python", io.BytesIO(code), keywords=keywords):
        texts = (english,) if isinstance(english, str) else tuple(english)
        yield Message(context or "", texts, f"{name}:{line}")


def catalogue(tree: Tree, room: str, language: str) -> Catalog:
    """The written translations of a room; empty where there are none."""
    path = tree.root / "src/dugnad" / room / "locale" / language / "LC_MESSAGES/django.po"
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def untranslated(tree: Tree) -> list[str]:
    """Texts that a catalogue lacks, has empty or unsure, or has with other placeholders."""
    return [
        f"{message.where} {fault} in {language}: {message.english[0][:60]}"
        for room in tree.rooms
        for messages in [messages_of(tree, room)]
        for language in LANGUAGES
        for written in [catalogue(tree, room, language)]
        for message in messages
        if (fault := _fault(message, written))
    ]


def _fault(message: Message, written: Catalog) -> str:
    entry = written.get(message.english[0], context=message.context or None)
    if entry is None:
        return "is missing"
    texts = entry.string if isinstance(entry.string, tuple) else (entry.string,)
    if len(texts) < len(message.english) or not all(texts):
        return "is empty"
    if entry.fuzzy:
        return "is unsure"
    wanted = set(PLACEHOLDER.findall(message.english[-1]))
    return (
        ""
        if all(set(PLACEHOLDER.findall(text)) == wanted for text in texts[-1:])
        else "has other placeholders"
    )


def leftovers(tree: Tree) -> list[str]:
    """Translations of texts that the room no longer has; a comment that starts with `Library:` keeps one."""
    found = []
    for room in tree.rooms:
        used = {(message.context, message.english[0]) for message in messages_of(tree, room)}
        used |= {("trail", verb) for verb in _texts_in_code(tree, room)}
        for language in (*LANGUAGES, "en"):
            for entry in catalogue(tree, room, language):
                english = entry.id[0] if isinstance(entry.id, tuple) else entry.id
                library = any(comment.startswith("Library:") for comment in entry.user_comments)
                if english and not library and (entry.context or "", english) not in used:
                    found.append(f"{room} no longer says in {language}: {english[:60]}")
    return found


def _texts_in_code(tree: Tree, room: str) -> Iterator[str]:
    """Every string in a room's code; the trail's verbs are such strings, and are translated when shown."""
    for module in tree.modules:
        if module.room == room:
            for node in ast.walk(module.syntax):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value


def disagreements(tree: Tree) -> list[str]:
    """Texts that two rooms translate differently: Django would show one room's words in the other."""
    seen: dict[tuple[str, str, str], tuple[str, object]] = {}
    found = []
    for language in LANGUAGES:
        for room in tree.rooms:
            for entry in catalogue(tree, room, language):
                english = entry.id[0] if isinstance(entry.id, tuple) else entry.id
                if not english:
                    continue
                other, words = seen.setdefault((language, entry.context or "", english), (room, entry.string))
                if words != entry.string:
                    found.append(f"{room} and {other} disagree in {language}: {english[:60]}")
    return found


def second_words(tree: Tree) -> list[str]:
    """Texts that call a thing by another word than the other pages do."""
    return [
        f"{room} says in {language}: {found.group()} ({text[:60]})"
        for room in tree.rooms
        for language in LANGUAGES
        for entry in catalogue(tree, room, language)
        for text in (entry.string if isinstance(entry.string, tuple) else (entry.string,))
        if entry.id and (found := UNUSED[language].search(text))
    ]


def wordless_verbs(tree: Tree) -> list[str]:
    """Verbs of the trail that a language has no words for: they would stand as "edit indicator"."""
    return [
        f"{where} has no words in {language} for the trail: {verb}"
        for room in tree.rooms
        for language in (*LANGUAGES, "en")
        for written in [catalogue(tree, room, language)]
        for verb, where in _verbs_of(tree, room)
        if (entry := written.get(verb, context="trail")) is None or not entry.string
    ]


def _verbs_of(tree: Tree, room: str) -> Iterator[tuple[str, str]]:
    """What a room's changes give to a function that takes a verb, and what their tables of verbs hold."""
    places = dict(_places_of_verbs(tree, {room, "kit"}))
    for module in tree.modules:
        if module.room != room or "changes" not in {part.removesuffix(".py") for part in module.parts}:
            continue
        for node in ast.walk(module.syntax):
            for text in _given_verbs(node, places):
                yield text.value, module.at(text)


def _places_of_verbs(tree: Tree, rooms: set[str]) -> Iterator[tuple[str, int]]:
    """Which argument is the verb, by the name of the function: record's first, add's and edit's second."""
    for module in tree.modules:
        if module.room in rooms:
            for function in module.functions():
                names = [argument.arg for argument in function.args.args]
                if "verb" in names:
                    yield function.name, names.index("verb")


def _given_verbs(node: ast.AST, places: dict[str, int]) -> Iterator[ast.Constant]:
    given: list[ast.expr] = []
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        given = node.args[places[name] :][:1] if name in places else []
    elif isinstance(node, ast.Assign) and "VERBS" in ast.unparse(node.targets[0]):
        given = list(node.value.values) if isinstance(node.value, ast.Dict) else []
    given = [way for text in given for way in _ways(text)]
    yield from (text for text in given if isinstance(text, ast.Constant) and isinstance(text.value, str))


def _ways(text: ast.expr) -> list[ast.expr]:
    return [text.body, text.orelse] if isinstance(text, ast.IfExp) else [text]


def bare_words(tree: Tree) -> list[str]:
    """Words in a template or in a verb's refusal that no catalogue can reach."""
    return [*_bare_words_in_templates(tree), *_bare_words_in_code(tree)]


def _bare_words_in_templates(tree: Tree) -> Iterator[str]:
    for path in tree.templates:
        if path.suffix not in {".html", ".txt"}:
            continue
        text = TRANSLATED.sub(" ", path.read_text(encoding="utf-8"))
        text = ADDRESS.sub(" ", CODE.sub(" ", text.replace("}}/", "}} /")))
        seen = [match.group(2) for match in SEEN_ATTRIBUTE.finditer(text)]
        for words in [*TAG.sub("\n", text).splitlines(), *seen]:
            bare = [word for word in WORD.findall(ENTITY.sub(" ", words)) if word not in SAME]
            if bare:
                yield f"{tree.name(path)} says without translation: {' '.join(bare)[:60]}"


def _bare_words_in_code(tree: Tree) -> Iterator[str]:
    for module in tree.modules:
        if SPEAKS_ENGLISH & {part.removesuffix(".py") for part in module.parts}:
            continue
        for call in module.calls():
            for text in _seen_arguments(call):
                if _has_words(text):
                    yield f"{module.at(call)} says without translation: {ast.unparse(text)[:60]}"


def _has_words(text: ast.expr) -> bool:
    """Whether words stand in a literal itself, and not only in what is put into it."""
    parts = text.values if isinstance(text, ast.JoinedStr) else [text]
    literals = [part.value for part in parts if isinstance(part, ast.Constant)]
    return any(isinstance(literal, str) and WORD.search(literal) for literal in literals)


def _seen_arguments(call: ast.Call) -> Iterable[ast.expr]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    if name in {"Refused", "Conflict", "ValidationError"}:
        return call.args[1:2] if name != "ValidationError" else call.args[:1]
    if isinstance(owner, ast.Name) and owner.id == "messages":
        return call.args[1:2]
    if name.endswith("Field"):
        return [word.value for word in call.keywords if word.arg in SEEN_ARGUMENTS]
    return []


def test_every_text_is_translated():
    assert untranslated(Tree()) == []


def test_no_translation_is_left_over():
    assert leftovers(Tree()) == []


def test_rooms_agree_on_their_words():
    assert disagreements(Tree()) == []


def test_one_thing_has_one_word():
    assert second_words(Tree()) == []


def test_every_verb_of_the_trail_has_words():
    assert wordless_verbs(Tree()) == []


def test_no_words_stand_bare():
    assert bare_words(Tree()) == []


HEAD = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
"""


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ("", "is missing"),
        ('msgid "Hello %(name)s"\nmsgstr ""', "is empty"),
        ('#, fuzzy\nmsgid "Hello %(name)s"\nmsgstr "Hei %(name)s"', "is unsure"),
        ('msgid "Hello %(name)s"\nmsgstr "Hei %(navn)s"', "has other placeholders"),
    ],
)
def test_a_text_without_its_translation_is_reported(entry, fault, tmp_path):
    page = "src/dugnad/members/templates/members/a.html"
    tree = Tree(tmp_path).plant("src/dugnad/members/__init__.py", "")
    tree.plant(page, "{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}")
    for language in LANGUAGES:
        tree.plant(f"src/dugnad/members/locale/{language}/LC_MESSAGES/django.po", f"{HEAD}\n{entry}")
    assert untranslated(Tree(tmp_path)) == [
        f"{page}:2 {fault} in {code}: Hello %(name)s" for code in LANGUAGES
    ]


@pytest.mark.parametrize(
    "code",
    [
        "from django.utils.translation import gettext_lazy as _\nlabel = _('Due')",
        "from django.utils.translation import pgettext as _p\nlabel = _p('deadline', 'Due')",
        "from django.utils.translation import ngettext as _n\nlabel = _n('Due', 'Dues', 2)",
    ],
)
def test_a_text_in_code_is_found(code, tmp_path):
    tree = (
        Tree(tmp_path).plant("src/dugnad/members/__init__.py", "").plant("src/dugnad/members/forms.py", code)
    )
    assert [m.english[0] for m in messages_of(tree, "members")] == ["Due"]
    assert len(untranslated(tree)) == 2


def test_a_translation_left_over_is_reported(tmp_path):
    tree = Tree(tmp_path).plant("src/dugnad/members/__init__.py", "")
    entry = f'{HEAD}\nmsgid "Gone"\nmsgstr "Borte"\n\n#  Library: allauth\nmsgid "Theirs"\nmsgstr "Deira"'
    tree.plant("src/dugnad/members/locale/nn/LC_MESSAGES/django.po", entry)
    assert leftovers(Tree(tmp_path)) == ["members no longer says in nn: Gone"]


def test_rooms_that_disagree_are_reported(tmp_path):
    for room, words in (("calls", "Frist"), ("members", "Forfall")):
        Tree(tmp_path).plant(f"src/dugnad/{room}/__init__.py", "")
        place = f"src/dugnad/{room}/locale/nb/LC_MESSAGES/django.po"
        Tree(tmp_path).plant(place, f'{HEAD}\nmsgid "Due"\nmsgstr "{words}"')
    assert disagreements(Tree(tmp_path)) == ["members and calls disagree in nb: Due"]


def test_a_second_word_for_the_same_thing_is_reported(tmp_path):
    tree = Tree(tmp_path).plant("src/dugnad/members/__init__.py", "")
    entry = f'{HEAD}\nmsgid "Workbook"\nmsgstr "Arbeidsbok"'
    tree.plant("src/dugnad/members/locale/nb/LC_MESSAGES/django.po", entry)
    assert second_words(Tree(tmp_path)) == ["members says in nb: Arbeidsbok (Arbeidsbok)"]


@pytest.mark.parametrize(
    ("code", "verb"),
    [
        ('history.record("mend", noun, by=by, at=at)', "mend"),
        ('record("mend" if whole else "patch", noun, by=by, at=at)', "patch"),
        ('edit(noun, "mend", values, by=by, at=at)', "mend"),
        ('_step("mend", noun)', "mend"),
        ('VERBS = {True: "mend"}', "mend"),
    ],
)
def test_a_verb_without_words_is_reported(code, verb, tmp_path):
    tree = Tree(tmp_path).plant("src/dugnad/members/__init__.py", "")
    tree.plant("src/dugnad/kit/__init__.py", "def record(verb): ...\ndef edit(noun, verb): ...")
    tree = tree.plant("src/dugnad/members/changes.py", f"def _step(verb): ...\n{code}")
    found = wordless_verbs(tree)
    assert {line.rpartition(" ")[2] for line in found} >= {verb}
    assert [line for line in found if " in en " in line]


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("templates/members/a.html", "<p>Welcome back</p>"),
        ("templates/members/a.html", '<button title="Close {{ what }}">×</button>'),
        ("templates/members/mail/a.txt", "Dear {{ name }}"),
        ("changes.py", 'raise Refused("late", "The call is closed.")'),
        ("changes.py", 'raise Refused("late", f"{call} is closed.")'),
        ("views.py", 'messages.success(request, "Saved")'),
        ("forms.py", 'name = forms.CharField(label="Name")'),
    ],
)
def test_bare_words_are_reported(place, text, tmp_path):
    (finding,) = bare_words(Tree(tmp_path).plant(f"src/dugnad/members/{place}", text))
    assert "without translation" in finding


def test_allauth_speaks_nynorsk():
    with override("en"):
        english = {key: str(text) for key, text in get_adapter().error_messages.items()}
    written = catalogue(Tree(), "members", "nn")
    shown = ("account_inactive", "incorrect_code", "rate_limited", "too_many_login_attempts")
    assert [english[key] for key in shown if written.get(english[key]) is None] == []
