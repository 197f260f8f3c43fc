"""Yes or no, about documents: what their state permits, what a viewer may do, how long a text is."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext as _

from dugnad.documents.kinds import (
    KIND_FACTS,
    OPEN_USES,
    PUBLISHABLE_LICENCES,
    Consent,
    Kind,
    LengthRule,
    LengthUnit,
)
from dugnad.documents.states import ANSWERS, STEPS, UNDER_TREATMENT, ClearanceState, ContributionState, State
from dugnad.kit.access import Role
from dugnad.kit.formats import number
from dugnad.kit.text import count_characters, count_words
from dugnad.members import rules as members_rules
from dugnad.members.rules import Viewer, may_approve_for, may_edit_for

# Stories by the open form in one hour: more is a machine. Nobody's address on the net is kept to tell.
FROM_ONE, FROM_ALL = 5, 40


class Worked(Protocol):
    """A document as the rules see it: whose it is and where the work stands."""

    kind: str
    state: str
    owner_id: int


class Written(Protocol):
    """A version as the rules see it."""

    @property
    def is_published(self) -> bool: ...


class Sent(Protocol):
    """A story that was sent in, as the rules see it."""

    state: str


class Asked(Protocol):
    """Words that a sender was asked about, as the rules see it."""

    state: str
    wording: str


class Enclosed(Protocol):
    """An attachment as the rules see it."""

    @property
    def is_picture(self) -> bool: ...

    alt_text: str
    credit: str
    licence: str
    consent: str


def can(verb: str, document: Worked) -> bool:
    """Whether the state of a document permits a step."""
    return document.state in STEPS[verb].starts


def can_edit(document: Worked) -> bool:
    """Whether a document can still be written in; what is withdrawn stays as it was."""
    return document.state != State.WITHDRAWN


def is_written_here(document: Worked) -> bool:
    """Whether people write and approve it on its own page.

    Minutes are made of what was written about each point: words that were changed here would be gone when
    they are gathered anew, and a body approves them in a meeting.
    """
    return KIND_FACTS[Kind(document.kind)].is_begun_here


def may_write(viewer: Viewer) -> bool:
    """Whether the viewer may begin a document."""
    return viewer.is_secretariat or bool(viewer.edits)


def may_see_work(viewer: Viewer, document: Worked) -> bool:
    """Whether the viewer may read a document before it is published."""
    if viewer.is_secretariat or may_edit_for(viewer, document.owner_id):
        return True
    return viewer.is_body_member and document.state in UNDER_TREATMENT


def may_see_sender(viewer: Viewer, document: Worked) -> bool:
    """Whether the viewer may know who sent a story in: those who work on it, and not all who read drafts."""
    return viewer.is_secretariat or may_edit_for(viewer, document.owner_id)


def may_edit(viewer: Viewer, document: Worked) -> bool:
    """Whether the viewer may write in a document now; in review only the secretariat may."""
    if not (can_edit(document) and is_written_here(document)):
        return False
    own = may_edit_for(viewer, document.owner_id) and document.state != State.IN_REVIEW
    return viewer.is_secretariat or own


def may_submit_for_review(viewer: Viewer, document: Worked) -> bool:
    """Whether the viewer may send a draft to review."""
    return can("submit_for_review", document) and may_edit(viewer, document)


def may_return(viewer: Viewer, document: Worked) -> bool:
    """Whether the viewer may send a text back to those who wrote it."""
    return can("return_with_note", document) and viewer.is_secretariat and is_written_here(document)


def may_approve(viewer: Viewer, document: Worked) -> bool:
    """Whether the viewer may stand behind a text for its owner."""
    own = may_approve_for(viewer, document.owner_id)
    return can("approve", document) and is_written_here(document) and (own or viewer.is_secretariat)


def may_publish(viewer: Viewer, document: Worked) -> bool:
    """Whether the viewer may publish; only the secretariat speaks for the alliance."""
    return can("publish", document) and viewer.is_secretariat


def may_withdraw(viewer: Viewer, document: Worked) -> bool:
    """Whether the viewer may withdraw a document: the owner's approver, or an editor who drops a draft."""
    draft = document.state == State.DRAFT and may_edit_for(viewer, document.owner_id)
    own = draft or may_approve_for(viewer, document.owner_id)
    return can("withdraw", document) and is_written_here(document) and (own or viewer.is_secretariat)


# For each verb who may do it now; the verb itself asks only whether the state permits it.
RIGHTS: dict[str, Callable[[Viewer, Worked], bool]] = {
    "edit": may_edit,
    "submit_for_review": may_submit_for_review,
    "return_with_note": may_return,
    "approve": may_approve,
    "publish": may_publish,
    "withdraw": may_withdraw,
}


def may_see_contact(viewer: Viewer) -> bool:
    """Whether the viewer sees whom to ring; names of employees stay inside the alliance."""
    return Role.ANONYMOUS not in viewer.roles


def shown_state(document: Worked, version: Written) -> State:
    """The state that goes with a version: a published one stays published while the next is drafted."""
    state = State(document.state)
    return State.PUBLISHED if version.is_published and state != State.WITHDRAWN else state


def lacks_for_publication(attachment: Enclosed) -> list[str]:
    """What an attachment lacks before it may be public: alt_text, credit, licence, consent."""
    lacks = {
        "alt_text": attachment.is_picture and not attachment.alt_text,
        "credit": attachment.is_picture and not attachment.credit,
        "licence": attachment.licence not in PUBLISHABLE_LICENCES,
        "consent": attachment.is_picture and attachment.consent == Consent.UNSETTLED,
    }
    return [field for field, lacking in lacks.items() if lacking]


@dataclass(frozen=True)
class Length:
    """How long a text is, beside how long it should be."""

    count: int
    rule: LengthRule

    @property
    def fits(self) -> bool:
        """Whether the text is as long as the rule asks."""
        return self.rule.least <= self.count <= self.rule.most


def length_of(text: str, rule: LengthRule) -> Length:
    """The length of a text in the unit of a rule."""
    counted = count_words if rule.unit == LengthUnit.WORDS else count_characters
    return Length(counted(text), rule)


def length_complaint(length: Length) -> str:
    """What is wrong with the length of a text, and by how much; empty when it is right."""
    rule, count = length.rule, length.count
    words = {"length": number(count), "unit": LengthUnit(rule.unit).label}
    if rule.least and count < rule.least:
        message = _("The text has %(length)s %(unit)s; at least %(least)s are asked for. It lacks %(by)s.")
        return message % {**words, "least": number(rule.least), "by": number(rule.least - count)}
    if rule.most and count > rule.most:
        message = _(
            "The text has %(length)s %(unit)s; at most %(most)s are asked for. That is %(by)s too many."
        )
        return message % {**words, "most": number(rule.most), "by": number(count - rule.most)}
    return ""


def is_received(contribution: Sent | None) -> bool:
    """Whether a story that was sent in still waits for the secretariat."""
    return contribution is not None and contribution.state == ContributionState.RECEIVED


def may_ask_sender(viewer: Viewer, document: Worked) -> bool:
    """Whether the viewer may ask the sender about changed words, while the text is worked on."""
    return viewer.is_secretariat and document.state not in {State.PUBLISHED, State.WITHDRAWN}


def waits_for_sender(asked: Asked | None, wording: str) -> bool:
    """Whether the sender can answer: asked, not answered, and about the words that stand now."""
    return asked is not None and asked.state == ClearanceState.WAITING and asked.wording == wording


def is_cleared(sent: str, wording: str, asked: Sequence[Asked], *, owner_approved: bool) -> bool:
    """Whether the sender stands behind the words; `asked` has the newest first, `sent` what they sent.

    Words that nobody sent and that no sender was asked about need no such approval.
    """
    if wording == sent or owner_approved or not (sent or asked):
        return True
    answers = [one.state for one in asked if one.wording == wording and one.state in ANSWERS]
    return answers[:1] == [ClearanceState.APPROVED]


def shows_use(viewer: Viewer, kind: str) -> bool:
    """Whether the viewer is told of a use: strangers of what everybody can see anyway."""
    return kind in OPEN_USES or Role.ANONYMOUS not in viewer.roles


def comes_too_often(by_sender: int, by_all: int) -> bool:
    """Whether so many stories have come in the last hour that one more is no person's."""
    return by_sender >= FROM_ONE or by_all >= FROM_ALL


def fingerprint(content: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical bytes of a version: sorted keys, UTF-8, no spaces between."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def slug_of(owner: str, year: int, title: str) -> str:
    """The short name in addresses, of letters that every keyboard has: hamar-2021-gronn-kafe."""
    return f"{owner}-{year}-{members_rules.slug_of(title)}"[:100].strip("-")
