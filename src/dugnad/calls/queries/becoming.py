"""What accepted answers become: figures of the members' own, read from what was submitted and not since."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from dugnad.calls.kinds import QUESTION_KINDS, QuestionKind
from dugnad.calls.kinds.figures import own_unit
from dugnad.calls.models import Call, Question, ReplyVersion
from dugnad.calls.queries.frozen import in_order
from dugnad.calls.queries.versions import read_version
from dugnad.calls.rules import own_key
from dugnad.calls.states import ReplyState
from dugnad.indicators.kinds import MEMBERS_OWN
from dugnad.indicators.models import Indicator, Vintage
from dugnad.indicators.rules import is_year, may_be_negative
from dugnad.kit.spreadsheets import write_csv
from dugnad.members.models import Organisation
from dugnad.members.queries import alphabetical, codes_of

COLUMNS = (
    "municipality_code", "municipality", "year", "sector", "value", "unit", "question", "reply_version",
    "reply_sha256",
)  # fmt: skip


@dataclass(frozen=True)
class OwnFigure:
    """What one member tells of itself: a figure with its year, and the version of the reply that has it."""

    organisation: Organisation
    question: Question
    version: ReplyVersion
    code: str
    year: int
    value: float
    why_not: str = ""  # the reason for which it becomes no figure; empty where it does

    @property
    def decimals(self) -> int:
        """How many decimals were written, four at most."""
        return min(4, len(f"{self.value:.4f}".rstrip("0").partition(".")[2]))

    @property
    def cells(self) -> list[Any]:
        """The figure as a row of the file that is taken in."""
        return [
            self.code, self.organisation.name, self.year, self.question.indicator_sector, self.value,
            own_unit(self.question.unit, "nb"), self.question.key, self.version.number, self.version.sha256,
        ]  # fmt: skip


@dataclass
class OwnFigures:
    """What the members told of one indicator of their own, and what of it cannot be taken."""

    key: str
    unit: str
    questions: list[Question] = field(default_factory=list)
    figures: list[OwnFigure] = field(default_factory=list)
    left_out: list[OwnFigure] = field(default_factory=list)
    indicator: Indicator | None = None
    vintage: Vintage | None = None  # the one that holds exactly these figures already

    @property
    def is_asked(self) -> bool:
        """Whether a question that feeds it still stands in the call."""
        return any(question.retired_at is None for question in self.questions)

    @property
    def content(self) -> bytes:
        """The file: the same answers give the same bytes, so that nothing is taken in twice."""
        return write_csv(COLUMNS, [figure.cells for figure in self.figures]).encode()

    @property
    def sha256(self) -> str:
        """The fingerprint of the file."""
        return hashlib.sha256(self.content).hexdigest()


def becoming_questions(call: Call) -> list[Question]:
    """The questions of a call whose accepted answers become figures, in the order in which they are asked.

    Last come those that were taken out without new words: what was answered to them becomes nothing any
    more, and that must be said and not only happen.
    """
    newest = {q.key: q for q in sorted(call.questions.select_related("section"), key=lambda q: q.version)}
    becoming = [question for question in in_order(newest.values()) if question.becomes]
    return sorted(becoming, key=lambda question: question.retired_at is not None)


def with_own_figures(calls: QuerySet[Call]) -> QuerySet[Call]:
    """Calls that know whether any of their answers become figures, or did, as `has_own_figures`.

    What becomes figures of a study of material flows is told apart, as `has_quantities`.
    """
    later = Question.objects.filter(replaces=OuterRef("pk"))
    becoming = Question.objects.filter(~Exists(later), call=OuterRef("pk")).exclude(becomes="")
    of_flows = Question.objects.filter(call=OuterRef("pk"), flow__isnull=False)
    return calls.annotate(has_own_figures=Exists(becoming), has_quantities=Exists(of_flows))


def own_figures(call: Call, *, on: date) -> list[OwnFigures]:
    """By indicator what the accepted replies of a call say of it, each member once for each year."""
    questions = becoming_questions(call)
    if not questions:
        return []
    groups = _groups(questions, call)
    versions = accepted_versions(call)
    codes = codes_of({version.reply.organisation_id for version in versions}, on=on)
    for version in versions:
        content = read_version(version)
        code = codes.get(version.reply.organisation_id)
        for group in groups:
            _read(group, version, content, code.code if code else "", on=on)
    _find_vintages(groups)
    return [group for group in groups if group.is_asked or group.left_out]


def _groups(questions: Iterable[Question], call: Call) -> list[OwnFigures]:
    """The questions by the indicator that they feed; one of a publisher's is never written into."""
    wanted = {q.becomes for q in questions}
    known = {i.key: i for i in Indicator.objects.filter(key__in=wanted).select_related("source")}
    keys = {key: own_key(key, known[key].source.key if key in known else "", MEMBERS_OWN) for key in wanted}
    theirs = {i.key: i for i in Indicator.objects.filter(key__in=keys.values()).select_related("source")}
    groups: dict[str, OwnFigures] = {}
    for question in questions:
        key = keys[question.becomes]
        indicator = theirs.get(key)
        unit = indicator.unit if indicator else own_unit(question.unit, "nb")
        group = groups.setdefault(key, OwnFigures(key, unit, indicator=indicator))
        question.call = call
        group.questions.append(question)
    return list(groups.values())


def accepted_versions(call: Call) -> list[ReplyVersion]:
    """What stands accepted, member by member."""
    newest = ReplyVersion.objects.filter(reply=OuterRef("reply")).order_by("-number").values("number")[:1]
    accepted = ReplyVersion.objects.filter(
        reply__call=call, reply__state=ReplyState.ACCEPTED, number=Subquery(newest)
    )
    found = accepted.select_related("reply__organisation").order_by()
    return sorted(found, key=lambda version: alphabetical(version.reply.organisation.name))


def _read(
    group: OwnFigures, version: ReplyVersion, content: Mapping[str, Any], code: str, *, on: date
) -> None:
    told: set[tuple[int, str]] = set()
    for question in group.questions:
        said = content.get("answers", {}).get(question.key, {}).get("value")
        asked = content.get("questions", {}).get(question.key, {})
        value = _figure_in(question, asked, said)
        if value is None:
            continue
        year = question.indicator_year or question.call.year
        figure = OwnFigure(version.reply.organisation, question, version, code, year, value)
        if question.retired_at is not None:
            taken_out = _(
                "The question has been taken out of the call. Ask it again if its answers shall count."
            )
            group.left_out.append(replace(figure, why_not=taken_out))
        elif asked.get("version", 1) != question.version:
            # Under new words the old answer would say what nobody has said.
            group.left_out.append(replace(figure, why_not=_("Answered an earlier wording.")))
        elif reason := _why_not(group, figure, said, told, on=on):
            group.left_out.append(replace(figure, why_not=reason))
        else:
            group.figures.append(figure)
            told.add((year, question.indicator_sector))


def _figure_in(question: Question, asked: Mapping[str, Any], said: Any) -> float | None:
    """The figure that an answer gives, read as what it was asked as: new words may be of another kind."""
    facts = QUESTION_KINDS[QuestionKind(asked.get("kind", question.kind))]
    return None if said is None else facts.number(said)


def _why_not(group: OwnFigures, figure: OwnFigure, said: Any, told: set[tuple[int, str]], *, on: date) -> str:
    """Why an answer becomes no figure of the member's own; empty where it does."""
    question, year = figure.question, figure.year
    unit = own_unit(question.unit, "nb")
    units = {"unit": unit or "–", "own": group.unit or "–"}
    sectors = {sector for known, sector in told if known == year}
    is_told = question.indicator_sector in sectors or bool(
        sectors and "" in {question.indicator_sector, *sectors}
    )
    reasons = (
        (question.facts.confirmed(said) is not None, _("Confirms the published figure.")),
        (not figure.code, _("Is no municipality today, so the figure has no place on the map.")),
        (unit != group.unit, _("Is counted in %(unit)s, but the indicator in %(own)s.") % units),
        (not is_year(year, seen_on=on), _("The year %(year)s has not come yet.") % {"year": year}),
        (figure.value < 0 and not may_be_negative(group.unit), _("Is below zero.")),
        (is_told, _("Another question of the call tells of the same year.")),
    )
    return next((reason for is_so, reason in reasons if is_so), "")


def _find_vintages(groups: list[OwnFigures]) -> None:
    shas = {group.sha256: group for group in groups if group.figures}
    known = Vintage.objects.filter(file__sha256__in=shas, indicator__key__in=[g.key for g in groups])
    for vintage in known.select_related("file", "indicator", "source"):
        group = shas[vintage.file.sha256]
        if vintage.indicator.key == group.key:
            group.vintage = vintage
