"""What accepted answers about flows become: figures of a study, read from what was submitted."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from sys import maxsize
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from dugnad.analyses.kinds import STRENGTH, Method
from dugnad.analyses.models import Flow, Quantity, Study
from dugnad.analyses.queries.collecting import Cell, known_quantities, told_before
from dugnad.analyses.rules import replaces
from dugnad.calls.kinds.quantities import BECOMING, Becoming, Known, how_known
from dugnad.calls.models import Call, Question, ReplyVersion
from dugnad.calls.queries.becoming import accepted_versions
from dugnad.calls.queries.frozen import in_order
from dugnad.calls.queries.prefill import as_answered, year_asked
from dugnad.calls.queries.versions import read_version
from dugnad.kit.clock import local_day
from dugnad.kit.text import localised
from dugnad.members.models import Organisation


@dataclass(frozen=True)
class ToldQuantity:
    """What one member tells of one flow in one year, and what a study would have of it."""

    question: Question
    version: ReplyVersion
    flow: Flow
    year: int
    value: float
    how: str
    source: str  # under which name it stands in the study
    told_percent: float | None = None  # how far off it can be; None where nobody has said
    why_not: str = ""  # the reason for which it becomes no figure; empty where it does
    now: Quantity | None = None  # the figure that counts today
    before: Quantity | None = None  # what came of an earlier acceptance of the same reply

    @property
    def organisation(self) -> Organisation:
        """Whose figure it is."""
        return self.version.reply.organisation

    @property
    def cell(self) -> Cell:
        """What it tells of."""
        return self.flow.pk, self.organisation.pk, self.year

    @property
    def becoming(self) -> Becoming:
        """Method, grade and uncertainty that follow from how it is known."""
        return BECOMING[Known(self.how)]

    @property
    def how_words(self) -> str:
        """How it is known, in words."""
        return how_known({"how": self.how})

    @property
    def percent(self) -> float:
        """How far off it can be, in per cent: as was told, else as we count by how it is known."""
        return self.becoming.percent if self.told_percent is None else self.told_percent

    @property
    def sd(self) -> float:
        """How far off it can be, in the unit of the study."""
        return self.value * self.percent / 100

    @property
    def is_taken(self) -> bool:
        """Whether the study has exactly this of the reply already."""
        facts = (self.value, self.sd, self.method, self.becoming.grade)
        old = self.before
        return old is not None and (old.value, old.sd, old.method, old.grade) == facts

    @property
    def vintage(self) -> str:
        """The day on which the reply was accepted."""
        accepted = self.version.reply.accepted_at
        return local_day(accepted).isoformat() if accepted else ""

    @property
    def dataset_id(self) -> int:
        """Later than every figure that is entered already."""
        return maxsize

    @property
    def method(self) -> str:
        """How it is known, in the words of a study."""
        return self.becoming.method

    @property
    def replaces_now(self) -> bool:
        """Whether it would stand for the figure that counts today; else the two stand beside each other."""
        return self.now is not None and replaces(self, self.now)

    @property
    def values(self) -> dict[str, Any]:
        """The figure as the study takes it."""
        return {
            "flow": self.flow,
            "place": self.organisation,
            "year": self.year,
            "value": self.value,
            "sd": self.sd,
            "method": self.method,
            "grade": self.becoming.grade,
            "source": self.source,
            "vintage": self.vintage,
            "note": self._note(),
            "corrects": self.before,
        }

    def _note(self) -> str:
        words = {"number": self.version.number, "fingerprint": self.version.sha256[:16]}
        with translation.override("nb"):
            return _("Reply, version %(number)s, fingerprint %(fingerprint)s") % words


@dataclass
class StudyQuantities:
    """What the members told of the flows of one study, and what of it cannot be taken."""

    study: Study
    source: str
    rows: list[ToldQuantity] = field(default_factory=list)
    left_out: list[ToldQuantity] = field(default_factory=list)
    unsaid: list[Quantity] = field(default_factory=list)  # taken in once; no accepted reply says it now

    @property
    def new(self) -> list[ToldQuantity]:
        """What the study does not have yet."""
        return [row for row in self.rows if not row.is_taken]


def quantity_questions(call: Call) -> list[Question]:
    """The questions of a call that ask about flows, in their newest wordings; those taken out come last."""
    asked = call.questions.filter(flow__isnull=False)
    known = asked.select_related("section", "flow__study").order_by("version")
    newest = in_order({question.key: question for question in known}.values())
    return sorted(newest, key=lambda question: question.retired_at is not None)


def told_quantities(call: Call, *, on: date) -> list[StudyQuantities]:
    """By study what the accepted replies of a call say of its flows; as many queries for one as for many."""
    questions = quantity_questions(call)
    groups: dict[int, StudyQuantities] = {}
    for question in questions:
        question.call = call
        study = question.flow.study  # type: ignore[union-attr]
        groups.setdefault(study.pk, StudyQuantities(study, source_of(call)))
    versions = accepted_versions(call) if questions else []
    told = [row for version in versions for row in _read(version, questions)]
    known = known_quantities({row.flow.pk for row in told}, {row.organisation.pk for row in told})
    asked = {(question.flow_id, year_asked(question, call)) for question in questions}
    for group in groups.values():
        before = told_before(group.study, group.source)
        ours = [row for row in told if row.flow.study_id == group.study.pk]
        _sort_out(group, ours, known, before, on=on)
        said = {row.cell for row in ours}
        group.unsaid = [
            one for cell, one in before.items() if cell not in said and (one.flow_id, one.year) in asked
        ]
    return list(groups.values())


def source_of(call: Call) -> str:
    """Under which name the figures of a call stand; in demo mode the name says that they are made up."""
    if call.told_as:
        return call.told_as
    title = localised(call, "title", "nb")
    if not settings.DEMO:
        return title[:200]
    with translation.override("nb"):
        return _("%(title)s (made-up figures)") % {"title": title[:170]}


def _read(version: ReplyVersion, questions: list[Question]) -> list[ToldQuantity]:
    content = read_version(version)
    found = (_told(question, version, content) for question in questions)
    return [row for row in found if row is not None]


def _told(question: Question, version: ReplyVersion, content: Mapping[str, Any]) -> ToldQuantity | None:
    """What a version answers to a question; an answer to an earlier wording says so."""
    said = content.get("answers", {}).get(question.key, {}).get("value")
    asked = content.get("questions", {}).get(question.key, {})
    if not isinstance(said, Mapping) or said.get("value") is None or said.get("how") not in Known:
        return None
    return ToldQuantity(
        question=question,
        version=version,
        flow=question.flow,  # type: ignore[arg-type]
        year=year_asked(question, question.call),
        value=float(said["value"]),
        how=said["how"],
        source=source_of(question.call),
        told_percent=said.get("uncertainty"),
        # Under new words the old answer would say what nobody has said.
        why_not="" if asked.get("version", 1) == question.version else _("Answered an earlier wording."),
    )


def _sort_out(
    group: StudyQuantities,
    told: list[ToldQuantity],
    known: Mapping[Cell, Quantity],
    before: Mapping[Cell, Quantity],
    *,
    on: date,
) -> None:
    places = set(group.study.places.values_list("pk", flat=True)) if told else set()
    seen: set[Cell] = set()
    for bare in told:
        row = replace(bare, now=known.get(bare.cell), before=before.get(bare.cell))
        reason = row.why_not or _why_not(row, places, seen, on=on)
        (group.left_out if reason else group.rows).append(replace(row, why_not=reason))
        seen |= set() if reason else {row.cell}


def _why_not(row: ToldQuantity, places: set[int], seen: set[Cell], *, on: date) -> str:
    """Why an answer becomes no figure of the study; empty where it does."""
    unit = {"unit": row.question.unit or "–", "own": row.flow.study.unit}
    taken_out = _("The question has been taken out of the call. Ask it again if its answers shall count.")
    reasons = (
        (row.question.retired_at is not None, taken_out),
        (row.organisation.pk not in places, _("Is not one of the places of the study.")),
        (unit["unit"] != unit["own"], _("Is counted in %(unit)s, but the study in %(own)s.") % unit),
        (row.year > on.year, _("The year %(year)s has not come yet.") % {"year": row.year}),
        (_is_guess_of_nothing(row), _("An estimate of nothing does not say how far off it can be.")),
        (_is_echo(row), _("Confirms the figure that counts today.")),
        (row.cell in seen, _("Another question of the call tells of the same year.")),
    )
    return next((reason for is_so, reason in reasons if is_so), "")


def _is_echo(row: ToldQuantity) -> bool:
    """Whether somebody says our own figure back, and knows it no better: taken twice it would seem surer."""
    if row.now is None or row.before is not None or as_answered(row.now.value) != row.value:
        return False
    return STRENGTH[Method(row.method)] <= STRENGTH[Method(row.now.method)]


def _is_guess_of_nothing(row: ToldQuantity) -> bool:
    """Of a zero no per cent says anything, and a study would take it as certain."""
    return row.value == 0 and row.how == Known.ESTIMATED
