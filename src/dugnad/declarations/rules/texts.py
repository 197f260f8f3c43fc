"""Yes or no, about declarations: what the state of a text permits, and who may do what."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from dugnad.declarations.kinds import (
    POINT_FACTS,
    SUCCESSION_FACTS,
    PointKind,
    Scope,
    SuccessionFacts,
    SuccessionKind,
)
from dugnad.declarations.states import FROZEN, AmendmentState, WordingState
from dugnad.members.kinds import OrganisationKind
from dugnad.members.rules import Viewer

# What stands below a declaration's address besides its wordings; no wording may have such a name.
RESERVED = frozenset({"ny", "punkt", "oppfolging", "plan", "rapport", "bevis", "rediger"})
# What stands beside the declarations themselves.
RESERVED_KEYS = frozenset({"ny", "bevis"})
MUNICIPAL, COUNTY = OrganisationKind.MUNICIPALITY, OrganisationKind.COUNTY_AUTHORITY
WHO = {
    Scope.ALL: frozenset({MUNICIPAL, COUNTY}),
    Scope.MUNICIPALITIES: frozenset({MUNICIPAL}),
    Scope.COUNTIES: frozenset({COUNTY}),
}


class Worded(Protocol):
    """A wording as the rules see it."""

    state: str


class Numbered(Protocol):
    """A point as the rules see it."""

    kind: str
    scope: str
    is_missing: bool


class Proposed(Protocol):
    """An amendment as the rules see it."""

    state: str
    proposed_by_id: int | None
    organisation_id: int | None
    body_id: int | None


class Rewording(Protocol):
    """An amendment that proposes other words, as the rules see it."""

    point_title: str
    before: str
    title: str
    text: str


class Named(Protocol):
    """A point by its words in bokmål."""

    title_nb: str
    text_nb: str


class Translated(Protocol):
    """A preamble or a point as the rules of its languages see it."""

    outdated: list[str]


TRANSLATIONS = ("nn", "en")


def language_of_words(noun: Translated, language: str) -> str:
    """The language in which words are read: bokmål where the translation is older than bokmål."""
    return "nb" if language in noun.outdated else language


def outdated_after(
    noun: Translated,
    before: Mapping[str, str],
    after: Mapping[str, str],
    *,
    holds: Collection[str] | None = None,
) -> list[str]:
    """The languages whose words are older than those in bokmål, when words have been saved.

    `before` and `after` are the words by their fields, such as text_nb. A translation that was written at
    the same time is as new; one that is not there cannot be old, and one that was emptied is not written.
    Who writes any word of a language has the others of it before them. Where words were filled in for the
    writer nobody need have looked at them: there, `holds` names the languages that somebody answers for.
    """
    fields = [name.removesuffix("_nb") for name in before if name.endswith("_nb")]

    def is_changed(field: str, code: str) -> bool:
        return after[f"{field}_{code}"] != before[f"{field}_{code}"]

    def is_old(code: str) -> bool:
        standing = [field for field in fields if after[f"{field}_{code}"]]
        left = [field for field in standing if not is_changed(field, code)]
        is_unread = bool(left) and (holds is not None or left == standing)
        return any(is_changed(field, "nb") for field in left) or (is_unread and code in noun.outdated)

    return [code for code in TRANSLATIONS if code not in (holds or ()) and is_old(code)]


def words_proposed(amendment: Rewording, point: Named) -> dict[str, str]:
    """What a point says in bokmål once a proposal of other words is adopted.

    A proposal of another title leaves the text alone, as it stands by now, and the reverse.
    """
    is_titled = amendment.title not in ("", amendment.point_title)
    is_worded = amendment.text != amendment.before
    return {
        "title_nb": amendment.title if is_titled else point.title_nb,
        "text_nb": amendment.text if is_worded else point.text_nb,
    }


def kept_translations(noun: Translated, after: Mapping[str, Any]) -> dict[str, str]:
    """What the title and the text say in other languages once those in bokmål are as `after` has them.

    One whose bokmål is the same keeps its translations. Of other words the old translation says nothing:
    it is empty, and bokmål stands there instead.
    """
    return {
        f"{name}_{code}": getattr(noun, f"{name}_{code}")
        if getattr(noun, f"{name}_nb") == after[f"{name}_nb"]
        else ""
        for name in ("title", "text")
        for code in TRANSLATIONS
    }


def says_the_same(one: Translated, other: Translated) -> bool:
    """Whether two points say the same, in the words that are signed."""
    return all(getattr(one, name) == getattr(other, name) for name in ("title_nb", "text_nb"))


def can_edit(wording: Worded) -> bool:
    """Whether the words may still change: what the members have before them may not."""
    return wording.state == WordingState.DRAFT


def can_offer(wording: Worded) -> bool:
    """Whether a text can be sent to the members for their support."""
    return wording.state == WordingState.DRAFT


def can_reopen(wording: Worded) -> bool:
    """Whether a text can be taken back to be changed, before it is adopted."""
    return wording.state == WordingState.OFFERED


def can_adopt(wording: Worded) -> bool:
    """Whether a text can be adopted: the members have had it before them."""
    return wording.state == WordingState.OFFERED


def can_endorse(wording: Worded) -> bool:
    """Whether members can say that they stand behind a text: it must stand still."""
    return wording.state in FROZEN


def can_revise(wording: Worded) -> bool:
    """Whether a new text can be begun from this one: it holds, so it is not simply written on."""
    return wording.state == WordingState.ADOPTED


def can_amend(wording: Worded) -> bool:
    """Whether changes can be proposed: while the text is drafted, and while the members have it."""
    return wording.state in {WordingState.DRAFT, WordingState.OFFERED}


def is_open(amendment: Proposed) -> bool:
    """Whether nobody has said yet what becomes of a proposal."""
    return amendment.state == AmendmentState.PROPOSED


def may_see(viewer: Viewer, wording: Worded) -> bool:
    """Whether the viewer may read a text: what is adopted everybody may, a draft those who treat it."""
    if wording.state == WordingState.ADOPTED:
        return True
    if wording.state == WordingState.OFFERED:
        return viewer.is_signed_in
    return viewer.is_secretariat or viewer.is_body_member


def may_write(viewer: Viewer) -> bool:
    """Whether the viewer may write in declarations: the secretariat keeps the text for all."""
    return viewer.is_secretariat


def may_amend(viewer: Viewer, wording: Worded) -> bool:
    """Whether the viewer may propose a change: for a member, for a body, or as the secretariat."""
    works = viewer.is_secretariat or viewer.is_body_member or bool(viewer.edits)
    return works and can_amend(wording) and may_see(viewer, wording)


def may_take_back(viewer: Viewer, amendment: Proposed) -> bool:
    """Whether the viewer may take a proposal back: who proposed it, or who answers for whom it was made."""
    if not is_open(amendment):
        return False
    own = viewer.person is not None and viewer.person.pk == amendment.proposed_by_id
    return (
        own
        or viewer.is_secretariat
        or amendment.organisation_id in viewer.edits
        or amendment.body_id in viewer.bodies
    )


def is_name(name: str) -> bool:
    """Whether a wording may be called so in addresses."""
    return bool(re.fullmatch(r"[a-z0-9][a-z0-9-]{0,19}", name)) and name not in RESERVED


def is_key(key: str) -> bool:
    """Whether a declaration may be called so in addresses."""
    return bool(re.fullmatch(r"[a-z0-9][a-z0-9-]{0,59}", key)) and key not in RESERVED_KEYS


def applies_to(point: Numbered, organisation_kind: str) -> bool:
    """Whether a point is one that such an organisation is to carry out."""
    return organisation_kind in WHO[Scope(point.scope)]


def is_followed_up(point: Numbered) -> bool:
    """Whether members are asked about a point; of words that nobody knows nobody can be asked."""
    return POINT_FACTS[PointKind(point.kind)].is_followed_up and not point.is_missing


def fingerprint(preamble: str, points: Iterable[Mapping[str, Any]]) -> str:
    """SHA-256 over the canonical bytes of a text in bokmål: sorted keys, UTF-8, no spaces between.

    `points` in their order, each with number, title and text. Translations are no part of what is signed.
    """
    content = {"preamble": preamble, "points": [dict(point) for point in points]}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def succession_lacks(kind: str, *, predecessor: bool, successor: bool, reason: str) -> str:
    """Which part of a succession is wrong: predecessor, successor or reason; empty when it is right."""
    facts = SUCCESSION_FACTS[SuccessionKind(kind)]
    if predecessor != facts.has_predecessor:
        return "predecessor"
    if successor != facts.has_successor:
        return "successor"
    return "reason" if facts.needs_reason and not reason.strip() else ""


@dataclass(frozen=True)
class Step:
    """What became of one point at a revision: from which old one to which new one, each by its number."""

    kind: str
    old: int | None
    new: int | None
    reason: str = ""
    same_name: bool = True  # in addresses
    same_words: bool = True  # title and text in bokmål


@dataclass(frozen=True)
class Fault:
    """What is wrong with the lineage, and at which points."""

    code: str  # unsettled, crowded, renamed, reworded, lonely, reason
    old: int | None = None
    new: int | None = None
    kind: str = ""


def lineage_faults(old: Iterable[int], new: Iterable[int], steps: Iterable[Step]) -> list[Fault]:
    """What is missing or does not fit before the lineage of a text is whole; empty when it is.

    Every old and every new point has something said of it, a point that goes on does so alone, under its
    name and, where it is called kept, with its words; a split has several ends and a merger several
    beginnings; and every reason is given that those who promised will ask for.
    """
    steps = list(steps)
    leaving, coming = Counter(step.old for step in steps), Counter(step.new for step in steps)
    faults = [Fault("unsettled", old=pk) for pk in old if not leaving[pk]]
    faults += [Fault("unsettled", new=pk) for pk in new if not coming[pk]]
    for step in steps:
        ways = leaving[step.old] if step.old else 1
        roots = coming[step.new] if step.new else 1
        faults += [Fault(code, step.old, step.new, step.kind) for code in _faults_of(step, ways, roots)]
    return faults


def _faults_of(step: Step, ways: int, roots: int) -> Iterator[str]:
    facts = SUCCESSION_FACTS[SuccessionKind(step.kind)]
    ends = facts.has_predecessor and facts.has_successor
    if (ways > 1 or roots > 1) and (facts.keeps_name or not ends):
        yield "crowded"
    elif facts.keeps_name and not step.same_name:
        yield "renamed"
    elif facts.keeps_words and not step.same_words:
        yield "reworded"
    elif _is_lonely(facts, ways, roots):
        yield "lonely"
    if facts.needs_reason and not step.reason.strip():
        yield "reason"


def _is_lonely(facts: SuccessionFacts, ways: int, roots: int) -> bool:
    """Whether a split has but one end, or a merger but one beginning."""
    return (facts.has_sisters and ways < 2) or (facts.has_partners and roots < 2)


def digest(values: Mapping[str, Any]) -> str:
    """A short fingerprint of what somebody had before them, so that a change behind their back is told."""
    text = json.dumps(dict(values), sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:24]
