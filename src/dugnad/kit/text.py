"""Text as people write and read it: three languages, safe markdown, length in words, readable differences."""

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django.db.models import Choices
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

# Norwegian falls back to Norwegian first, whichever form the reader chose.
NORWEGIAN = ("nb", "nn")
FALLBACK = {"nb": ("nb", "nn", "en"), "nn": ("nn", "nb", "en"), "en": ("en", "nb", "nn")}
# Letters that no keyboard abroad has, and that stay whole when marks are taken off.
PLAIN = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "đ": "d", "ŋ": "n", "ŧ": "t"})
RING = "\ue000"  # stands for å while marks are taken off; nobody writes it
BRIDGE = 2  # words that are the same between two changes, and too few to read the changes apart
LONG_WORD = 5  # letters: shorter ones stand inside too many others by chance
WORD = re.compile(r"\w+")
# The letters of Norway as the signs that follow z, so that they sort last and in their order; aa is å.
AFTER_Z = {"aa": "}", "å": "}", "æ": "{", "ä": "{", "ø": "|", "ö": "|"}
TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "s",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


def localised(noun: Any, field: str, language: str = "") -> str:
    """The text of a field in the reader's language, or in the nearest one that has it."""
    return nearest(noun, field, language)[1]


def nearest(noun: Any, field: str, language: str = "") -> tuple[str, str]:
    """The same with the language it was found in; both empty where nobody has written it.

    A noun may say in `outdated` in which languages its words are older than those in bokmål: then bokmål is
    read, unless somebody asks for that very language.
    """
    reader = (language or get_language() or "nb")[:2]
    is_older = not language and reader in getattr(noun, "outdated", ())
    for code in FALLBACK["nb" if is_older else reader]:
        text = getattr(noun, f"{field}_{code}", "") or ""
        if text:
            return code, str(text)
    return "", ""


def in_other_words(sentence: str, known: Iterable[tuple[str, Callable[[], str]]]) -> str:
    """What a program says, in the reader's language; a sentence that is not known stays as it is.

    known: patterns of whole sentences, each with words whose %(names)s are the pattern's groups.
    """
    for pattern, say in known:
        found = re.fullmatch(pattern, sentence, re.DOTALL)
        if found:
            return say() % found.groupdict()
    return sentence


def spoken(noun: Any, field: str, language: str = "") -> str:
    """The same as localised, marked where it is not in the page's language.

    A screen reader that reads Norwegian with an English voice cannot be understood.
    """
    reader = (language or get_language() or "nb")[:2]
    found, text = nearest(noun, field, language)
    if found in ("", reader):
        return text
    return format_html('<span lang="{}">{}</span>', found, text)


def label_of(field: str, choices: type[Choices]) -> Callable[[Any], str]:
    """What a model gives as its get_…_display: the label of the field's value, in the reader's language.

    The framework's own translates the labels of all the choices each time it is asked for one; in a list
    of hundreds that takes a fifth of the page.
    """
    labels = dict(choices.choices)
    return lambda noun: str(labels.get(getattr(noun, field), getattr(noun, field)))


def norwegian(text: str) -> str:
    """A text that is kept in Norwegian alone, marked as such on a page in another language.

    A screen reader that reads Norwegian with an English voice cannot be understood.
    """
    if not text or (get_language() or "nb")[:2] in NORWEGIAN:
        return text
    return format_html('<span lang="no">{}</span>', text)


def alphabetical(name: str) -> str:
    """A key that sorts as Norwegians do: æ, ø and å last, and aa as å."""
    words = name.casefold()
    for letter, sign in AFTER_Z.items():
        words = words.replace(letter, sign)
    return words


def folded(text: str) -> str:
    """A text as searches compare it: in one case and without accents; æ, ø and å are letters of their own."""
    kept = unicodedata.normalize("NFC", text).casefold().replace("å", RING)
    parts = unicodedata.normalize("NFKD", kept)
    # Each mark once, not letter by letter: a search reads every title and name that there is.
    for mark in filter(unicodedata.combining, set(parts)):
        parts = parts.replace(mark, "")
    return parts.replace(RING, "å")


def searchable(text: str) -> str:
    """The same as somebody writes who has no Norwegian keyboard, so that Asnes finds Åsnes."""
    return folded(text).translate(PLAIN)


class Fit(IntEnum):
    """How well a text fits what is searched for; what fits better stands first."""

    NOT = 0
    INSIDE = 1  # a long word stands inside another, as Norwegian compounds have it
    WORDS = 2  # every word begins one
    BEGINNING = 3  # a name begins so
    EXACT = 4  # a name is just so


def fit(text: str, *where: str) -> Fit:
    """How well these fit a text whose every word stands in them somewhere.

    A word is found from its beginning. One of five letters or more is found inside others too, for who
    searches for “utslipp” means “klimagassutslipp”. A word that is written with æ, ø or å means these, and
    aa may be how somebody abroad writes å: Aas finds Ås.
    """
    found = _fit(text, *where)
    if found or "aa" not in folded(text):
        return found
    return _fit(folded(text).replace("aa", "å"), *where)


def _fit(text: str, *where: str) -> Fit:
    if any(folded(name).strip() == folded(text).strip() for name in where):
        return Fit.EXACT
    wanted = WORD.findall(folded(text))
    if not wanted:
        return Fit.NOT if text.strip() else Fit.WORDS
    own = _as_words(folded(" ".join(where)))
    plain = own if own.isascii() else _as_words(searchable(own))
    places = [own if word.translate(PLAIN) != word else plain for word in wanted]
    if all(f" {word}" in place for word, place in zip(wanted, places, strict=True)):
        begins = any(_as_words(folded(name)).startswith(f" {' '.join(wanted)}") for name in where)
        return Fit.BEGINNING if begins else Fit.WORDS
    inside = all(
        (word if len(word) >= LONG_WORD else f" {word}") in place
        for word, place in zip(wanted, places, strict=True)
    )
    return Fit.INSIDE if inside else Fit.NOT


def _as_words(text: str) -> str:
    return f" {' '.join(WORD.findall(text))}"


def holds_words(text: str, *where: str) -> bool:
    """Whether every word of a text stands somewhere in these."""
    return fit(text, *where) is not Fit.NOT


@lru_cache(maxsize=1)
def markdown() -> "MarkdownIt":
    """The reader of markdown: commands that read none start without it; web servers make it beforehand."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["table", "strikethrough"])


def render_markdown(text: str) -> SafeString:
    """Markdown as safe HTML; headings start at level two, because the page owns level one."""
    import nh3

    html = re.sub(r"<(/?)h1>", r"<\1h2>", markdown().render(text))
    clean = nh3.clean(
        html, tags=TAGS, attributes={"a": {"href", "title"}}, url_schemes={"http", "https", "mailto"}
    )
    return mark_safe(clean)  # noqa: S308 - cleaned on the line above


def count_words(text: str) -> int:
    """Words as a reader counts them: runs of letters and digits, with hyphens and apostrophes inside."""
    return len(re.findall(r"[\w’'-]*\w[\w’'-]*", text))


def count_characters(text: str) -> int:
    """Characters with spaces, line ends counted as one."""
    return len(text.replace("\r\n", "\n").strip())


@dataclass(frozen=True)
class Piece:
    """A run of words that stands in both texts, only in the new, or only in the old one."""

    kind: str  # same, added, removed
    text: str

    @property
    def element(self) -> str:
        """The HTML element that says so to eyes and to screen readers."""
        return {"added": "ins", "removed": "del"}.get(self.kind, "span")

    @property
    def stays(self) -> bool:
        """Whether it stands in both texts."""
        return self.element == "span"


def differences(old: str, new: str) -> list[Piece]:
    """The readable difference of two texts, word by word."""
    before, after = re.findall(r"\s+|\S+", old), re.findall(r"\s+|\S+", new)
    pieces: list[Piece] = []
    for code, i1, i2, j1, j2 in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if code == "equal":
            pieces.append(Piece("same", "".join(after[j1:j2])))
            continue
        pieces += [
            Piece(kind, "".join(words))
            for kind, words in (("removed", before[i1:i2]), ("added", after[j1:j2]))
            if words
        ]
    return pieces


def phrases(old: str, new: str) -> list[Piece]:
    """The same, with changes that only a word or two keep apart drawn together.

    Word by word a rewritten sentence is a row of crumbs; whole phrases can be read, also aloud. What stands
    in neither kind of crumb is as it was, so both texts can still be put together from the pieces.
    """
    pieces: list[Piece] = []
    for has_changed, run in groupby(_crumbs(differences(old, new)), key=itemgetter(0)):
        words = [piece for _has_changed, piece in run]
        if not has_changed:
            pieces += words
            continue
        for side in ("removed", "added"):
            text = "".join(piece.text for piece in words if piece.stays or piece.kind == side)
            pieces += [Piece(side, text)] if text else []
    return pieces


def _crumbs(pieces: list[Piece]) -> Iterator[tuple[bool, Piece]]:
    """Each piece with whether it counts as changed, as a short one between two changes does too."""
    for place, piece in enumerate(pieces):
        inside = piece.stays and 0 < place < len(pieces) - 1
        is_short = inside and len(piece.text.split()) <= BRIDGE and "\n" not in piece.text
        yield is_short or not piece.stays, piece


@dataclass(frozen=True)
class Run:
    """A run of letters that look the same."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, heading or list item of a text: what print needs to know, without any markup."""

    kind: str  # paragraph, heading, item
    runs: tuple[Run, ...]
    level: int = 0  # of a heading; the title of the page has the first


def paragraphs(text: str) -> list[Paragraph]:
    """Markdown as paragraphs of plain runs; what print does not know (tables, code) becomes plain text."""
    kinds = {"heading_open": "heading", "heading_close": "", "list_item_open": "item", "list_item_close": ""}
    found, inside, level = [], "", 0
    for token in markdown().parse(text):
        inside = kinds.get(token.type, inside)
        if token.type.startswith("heading"):  # it opens with its level, and closes with none
            level = max(2, int(token.tag[1:])) if token.nesting > 0 else 0
        if token.type == "inline":
            runs = tuple(_runs(token.children or []))
            found.append(Paragraph(inside or "paragraph", runs, level))
    return found


def _runs(tokens: list[Any]) -> Iterator[Run]:
    bold = italic = False
    link = ""
    for token in tokens:
        if token.type in {"strong_open", "strong_close"}:
            bold = token.type == "strong_open"
        elif token.type in {"em_open", "em_close"}:
            italic = token.type == "em_open"
        elif token.type == "link_open":
            link = safe_address(str(token.attrGet("href") or ""))
        elif token.type == "link_close":
            link = ""
        elif token.type in {"softbreak", "hardbreak"}:
            yield Run(" ", bold, italic, link)
        elif token.content:
            yield Run(token.content, bold, italic, link)


def safe_address(address: str) -> str:
    """An address that may stand in print: the open web and mail, nothing of this machine."""
    return address if address.startswith(("https://", "http://", "mailto:")) else ""
