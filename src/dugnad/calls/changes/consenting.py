"""What an accepted answer about a declaration becomes: the member's endorsement, and who signs for it."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from dugnad.calls.changes.questions import add_question, add_section
from dugnad.calls.kinds import QuestionKind
from dugnad.calls.kinds.consenting import CONSIDERING, DECLINED, ENDORSED
from dugnad.calls.models import Call, Question, Reply, ReplyFile, ReplyVersion
from dugnad.calls.queries import answers_in, files_in, newest_version, wordings_in
from dugnad.declarations import changes as declarations
from dugnad.declarations.kinds import WAY_FACTS, EndorsementWay
from dugnad.declarations.models import Endorsement, Wording
from dugnad.declarations.queries import holds_decision, offered_wording, points_of, wording_called
from dugnad.declarations.rules.consent import Step, can_take
from dugnad.kit.clock import local_day
from dugnad.kit.errors import Refused
from dugnad.kit.uploads import path_of
from dugnad.members.models import Person

LANGUAGES = ("nb", "nn", "en")
LIMITS = {"body_name": 120, "case_number": 40, "signatory": 120, "pronunciation": 120}
TITLE = {"title_nb": "Erklæringen", "title_nn": "Erklæringa", "title_en": "The declaration"}
LABEL = {
    "label_nb": "Står dere bak {wording}?",
    "label_nn": "Står de bak {wording}?",
    "label_en": "Do you stand behind {wording}?",
}
HELP = {
    "help_nb": "Ved vedtak i et politisk organ, eller ved ordførerens bekreftelse. Legg gjerne ved vedtaket.",
    "help_nn": "Ved vedtak i eit politisk organ, eller ved stadfesting frå ordføraren. Legg gjerne ved det.",
    "help_en": "Either a political body has decided so, or the mayor confirms it. Do attach the decision.",
}


def ask_consent(call: Call, *, by: Person | None, at: datetime) -> None:
    """Ask whether the members stand behind the text that has been offered to them."""
    wording = offered_wording()
    if wording is None:
        message = _(
            "No declaration is offered to the members now. Offer the text first, so that its words stand."
        )
        raise Refused("declaration", message)
    section = add_section(call, by=by, at=at, **TITLE)
    words = {name: text.format(wording=_titled(wording, name[-2:])) for name, text in LABEL.items()}
    add_question(
        section, key="consent", kind=QuestionKind.CONSENT, required=True, point=name_of_wording(wording),
        choices=[_choice(point) for point in points_of(wording)], by=by, at=at, **words, **HELP,
    )  # fmt: skip


def name_of_wording(wording: Wording) -> str:
    """How a question names a text: the short name of the declaration and of the text."""
    return f"{wording.declaration.key}/{wording.name}"


def enter_consent(reply: Reply, *, by: Person | None, at: datetime) -> None:
    """Enter in the register what was submitted; what does not follow there refuses the whole acceptance."""
    asked = [question for question in reply.call.questions.all() if question.facts.gives_consent]
    version = newest_version(reply) if asked else None
    if version is None:
        return
    answers, wordings, files = answers_in(version), wordings_in(version), files_in(version)
    for question in asked:
        value = answers.get(question.key, {}).get("value")
        if value and wordings.get(question.key) == question.version:
            told = {name: _cut(name, part) for name, part in value.items()}
            told["before"] = _told_before(version, question)
            day = local_day(version.received_at)
            _enter(reply, question, told, files.get(question.pk, []), day, by=by, at=at)


def _told_before(version: ReplyVersion, question: Question) -> list[Mapping[str, Any]]:
    """What the reply said in its earlier versions: what came by it may go by it."""
    earlier = version.reply.versions.filter(number__lt=version.number)
    return [answers_in(one).get(question.key, {}).get("value") or {} for one in earlier]


def _enter(
    reply: Reply, question: Question, told: Mapping[str, Any], files: list[ReplyFile], day: date, *,
    by: Person | None, at: datetime,
) -> None:  # fmt: skip
    wording = wording_called(question.point)
    if wording is None:
        raise Refused("wording", _("The declaration that the question is about is not here any more."))
    who: dict[str, Any] = {"by": by, "at": at}
    # In demo mode every answer is invented, and what it becomes must say so.
    own = declarations.begin_consent(wording, reply.organisation, is_illustrative=bool(settings.DEMO), **who)
    SAID[told["stance"]](own, told, files, day, who)
    if told.get("signatory") and told.get("office"):
        declarations.enter_attendance(
            own, name=told["signatory"], office=told["office"], is_deputy=bool(told.get("is_deputy")),
            pronunciation=told.get("pronunciation", ""), comes=told.get("comes"), **who,
        )  # fmt: skip


def _endorsed(
    own: Endorsement, told: Mapping[str, Any], files: list[ReplyFile], day: date, who: dict[str, Any]
) -> None:
    """What the register holds already of the same words stands: a reply takes only away what came by it.

    A mayor's confirmation is less than the decision of a body, and a reservation that was entered by hand
    is taken back by hand, in the register, where it is seen.
    """
    before: list[Mapping[str, Any]] = told["before"]
    decides = WAY_FACTS[EndorsementWay(told["way"])].needs_decision
    came_by_reply = any(one.get("case_number") == own.case_number for one in before)
    if decides or came_by_reply or not holds_decision(own):
        file = (path_of(files[0].file.sha256).read_bytes(), files[0].name) if files else None
        declarations.endorse(
            own, way=told["way"], on=_day(told, "on") or day, body_name=told.get("body_name", ""),
            case_number=told.get("case_number", ""), file=file, **who,
        )  # fmt: skip
    reserved = set(told.get("reserved", ()))
    named = reserved.union(*(one.get("reserved", ()) for one in before))
    points = [point for point in points_of(own.wording) if point.key in named]
    texts = {point: told.get("reservation", "") if point.key in reserved else "" for point in points}
    declarations.reserve(own, texts, **who)


def _considering(
    own: Endorsement, told: Mapping[str, Any], files: list[ReplyFile], day: date, who: dict[str, Any]
) -> None:
    declarations.note_consideration(
        own, on=day, considered_by=told.get("body_name", ""), expected_on=_day(told, "expected_on"), **who
    )


def _declined(
    own: Endorsement, told: Mapping[str, Any], files: list[ReplyFile], day: date, who: dict[str, Any]
) -> None:
    """Who has stood behind the text and says no now draws back: only the secretariat does that, by hand."""
    if can_take(Step.DECLINE, own):
        declarations.decline(own, reason=told.get("reason", ""), on=_day(told, "on") or day, **who)
    elif own.state != DECLINED:
        message = _("%(member)s stands behind the text in the register. Enter there that it draws back.")
        raise Refused("state", message % {"member": own.organisation})


SAID: dict[str, Callable[..., None]] = {ENDORSED: _endorsed, CONSIDERING: _considering, DECLINED: _declined}


def _day(told: Mapping[str, Any], name: str) -> date | None:
    return date.fromisoformat(told[name]) if told.get(name) else None


def _cut(name: str, part: Any) -> Any:
    return part[: LIMITS[name]] if name in LIMITS and isinstance(part, str) else part


def _titled(wording: Wording, language: str) -> str:
    title = getattr(wording.declaration, f"title_{language}") or wording.declaration.title_nb
    return f"{title} {wording.name}"


def _choice(point: Any) -> dict[str, str]:
    titles = {code: getattr(point, f"title_{code}") or point.title_nb for code in LANGUAGES}
    return {"key": point.key} | {code: f"{point.number}. {title}" for code, title in titles.items()}
