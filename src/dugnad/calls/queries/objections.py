"""Objections to published figures: which there are, and what became of each of them."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from dugnad.calls.models import Call, Objection, Reply, ReplyFile
from dugnad.calls.queries.agreeing import Since, figures_since
from dugnad.calls.queries.prefill import NOWHERE, Prefilled
from dugnad.calls.queries.replies import ReplySheet
from dugnad.calls.rules import state_of_objection
from dugnad.calls.states import STANDING, ObjectionState
from dugnad.indicators.kinds import sector_name, unit_in_words
from dugnad.indicators.models import Indicator, Source, Vintage
from dugnad.kit.clock import OSLO
from dugnad.kit.models import Change
from dugnad.kit.text import localised
from dugnad.members.models import Organisation
from dugnad.members.queries import alphabetical

# Of a figure that was objected to anew, the last objection is counted.
COUNTED = {"dropped_at__isnull": True, "closed_by__isnull": True}


@dataclass(frozen=True)
class ObjectionRow:
    """An objection with what became of it: the publisher's figure now, and the vintage that has it."""

    objection: Objection
    state: ObjectionState
    indicator: str = ""
    now: float | None = None
    vintage: Vintage | None = None
    settled_by: Vintage | None = None  # the vintage that closed it, by which it stays closed
    is_revised: bool = False  # the figure that closed it has been changed again
    evidence: list[ReplyFile] = field(default_factory=list)
    drop_reason: str = ""

    @property
    def is_standing(self) -> bool:
        """Whether nobody has met it yet, and it has not been dropped."""
        return self.state in STANDING

    @property
    def sector(self) -> str:
        """The sector in the reader's language; empty for the sum of all."""
        return sector_name(self.objection.sector) if self.objection.sector else ""

    @property
    def unit(self) -> str:
        """The unit as people read it."""
        return unit_in_words(self.objection.unit)

    @property
    def figure(self) -> str:
        """What the figure is of: indicator, sector and year."""
        return ", ".join(word for word in (self.indicator, self.sector, str(self.objection.year)) if word)


@dataclass(frozen=True)
class ObjectionGroup:
    """The objections that go to one publisher about one statistic."""

    source: Source
    rows: list[ObjectionRow]

    @property
    def raised(self) -> list[ObjectionRow]:
        """Those that have not been sent."""
        return [row for row in self.rows if row.state == ObjectionState.RAISED]


@dataclass(frozen=True)
class ObjectionList:
    """Objections by publisher, with how many stand where and what there is to choose between."""

    groups: list[ObjectionGroup]
    everyone: int
    states: Counter[str]
    calls: list[tuple[str, str]]
    indicators: list[tuple[str, str]]

    @property
    def rows(self) -> list[ObjectionRow]:
        """All of them, by publisher."""
        return [row for group in self.groups for row in group.rows]


def objection_list(
    *, on: date, state: str = "", call: str = "", indicator: str = "", source: str = ""
) -> ObjectionList:
    """Every objection, filtered; states are counted over those that fit the other filters."""
    everything = objection_rows(Objection.objects.all(), on=on)
    wanted = {"call": call, "indicator": indicator, "source": source}
    fitting = [row for row in everything if _fits(row, wanted)]
    return ObjectionList(
        groups=_by_source(row for row in fitting if state in {"", row.state}),
        everyone=len(fitting),
        states=Counter(row.state.value for row in fitting),
        calls=_choices((row.objection.reply.call.slug, str(row.objection.reply.call)) for row in everything),
        indicators=_choices((row.objection.indicator, row.indicator) for row in everything),
    )


def _fits(row: ObjectionRow, wanted: Mapping[str, str]) -> bool:
    known = {
        "call": row.objection.reply.call.slug,
        "indicator": row.objection.indicator,
        "source": row.objection.vintage.source.key,
    }
    return all(asked in {"", known[name]} for name, asked in wanted.items())


def _by_source(rows: Iterable[ObjectionRow]) -> list[ObjectionGroup]:
    found: dict[int, ObjectionGroup] = {}
    for row in sorted(rows, key=_order):
        source = row.objection.vintage.source
        found.setdefault(source.pk, ObjectionGroup(source, [])).rows.append(row)
    return sorted(found.values(), key=lambda group: str(group.source))


def _order(row: ObjectionRow) -> tuple[Any, ...]:
    objection = row.objection
    return alphabetical(objection.organisation.name), objection.year, objection.indicator, objection.sector


def _choices(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(set(pairs), key=lambda pair: pair[1])


def objections_of(reply: Reply, *, on: date, sheet: ReplySheet | None = None) -> dict[str, ObjectionRow]:
    """By question key what became of a reply's objections; without figures to confirm there can be none."""
    rows = reversed(every_objection_of(reply, on=on, sheet=sheet))
    return {row.objection.question.key: row for row in rows}


def every_objection_of(reply: Reply, *, on: date, sheet: ReplySheet | None = None) -> list[ObjectionRow]:
    """What became of all that a reply has objected to, newest first: also before it objected anew."""
    if sheet is not None and not any(question.facts.is_confirmed for question in sheet.everything):
        return []
    return objection_rows(Objection.objects.filter(reply=reply), on=on, sheet=sheet)


def with_published(sheet: ReplySheet) -> ReplySheet:
    """A reply with the published figure beside each that is objected to, as it stood when it was."""
    if not any(item.is_objection for item in sheet.items):
        return sheet
    made = Objection.objects.filter(reply=sheet.reply, closed_by__isnull=True).select_related(
        "question", "vintage__source"
    )
    known = {one.question.key: _published(one) for one in made.defer("vintage__without_figure")}
    items = [
        replace(item, prefilled=known.get(item.question.key)) if item.is_objection else item
        for item in sheet.items
    ]
    return replace(sheet, items=items)


def _published(objection: Objection) -> Prefilled:
    source = objection.vintage.source
    return Prefilled(
        value=objection.published,
        unit=objection.unit,
        year=objection.year,
        vintage=objection.vintage.seen_on.isoformat(),
        source=source.publisher,
        is_official=source.is_official,
    )


def objections_to(call: Call) -> int:
    """How many published figures members object to in their replies to a call."""
    return Objection.objects.filter(reply__call=call, **COUNTED).count()


def with_objected(replies: QuerySet[Reply]) -> QuerySet[Reply]:
    """Replies that know how many published figures they object to, as `objected`."""
    standing = Objection.objects.filter(reply=OuterRef("pk"), **COUNTED).order_by()
    count = standing.values("reply").annotate(count=Count("pk")).values("count")
    return replies.annotate(objected=Coalesce(Subquery(count), 0))


def objections_by(organisation: Organisation, *, on: date) -> list[ObjectionRow]:
    """Everything that a member has objected to, newest first."""
    return objection_rows(Objection.objects.filter(organisation=organisation), on=on)


def objection_rows(
    objections: QuerySet[Objection], *, on: date, sheet: ReplySheet | None = None
) -> list[ObjectionRow]:
    """What became of objections by a day, in as many questions to the database for one as for a hundred.

    Where they are one reply's, its sheet has most of what is needed.
    """
    related = ("reply__call", "question", "organisation", "vintage__source", "closed_by")
    unread = ("vintage__without_figure", "closed_by__without_figure")
    found = list(objections.select_related(*related).defer(*unread))
    if not found:
        return []
    known = {key: figures.indicator for key, figures in sheet.here.known.items()} if sheet else {}
    missing = {objection.indicator for objection in found} - known.keys()
    indicators = known | {i.key: i for i in (Indicator.objects.filter(key__in=missing) if missing else ())}
    here = sheet.here if sheet else NOWHERE
    since = figures_since(found, indicators, here, on=on)
    files = _evidence(found, sheet.files if sheet else None)
    dropped = _drop_reasons([objection for objection in found if objection.dropped_at])
    return [_row(objection, indicators, since.get(objection.pk), files, dropped) for objection in found]


def _row(
    objection: Objection,
    indicators: Mapping[str, Indicator],
    since: Since | None,
    files: Mapping[int, list[ReplyFile]],
    dropped: Mapping[int, str],
) -> ObjectionRow:
    settled = since.settled if since else None
    indicator = indicators.get(objection.indicator)
    return ObjectionRow(
        objection=objection,
        state=state_of_objection(objection, since.now if since and settled is None else settled),
        indicator=localised(indicator, "title") if indicator else objection.indicator,
        now=since.now if since else None,
        vintage=since.vintage if since else None,
        settled_by=objection.closed_by or (since.settled_by if since else None),
        is_revised=since is not None and since.is_revised,
        evidence=files.get(objection.pk, []),
        drop_reason=dropped.get(objection.pk, "") if objection.dropped_at else "",
    )


def _evidence(
    objections: Collection[Objection], known: list[ReplyFile] | None = None
) -> dict[int, list[ReplyFile]]:
    """By objection (id) the files that stood beside the answer when it was submitted."""
    replies = {objection.reply_id for objection in objections}
    files = ReplyFile.objects.filter(reply__in=replies).select_related("file") if known is None else known
    return {
        objection.pk: [file for file in files if _stood_beside(file, objection)] for objection in objections
    }


def _stood_beside(file: ReplyFile, objection: Objection) -> bool:
    same = (file.reply_id, file.question_id) == (objection.reply_id, objection.question_id)
    removed = file.removed_at is not None and file.removed_at <= objection.raised_at
    return same and file.at <= objection.raised_at and not removed


def _drop_reasons(objections: Collection[Objection]) -> dict[int, str]:
    """By objection (id) why it was dropped last, as the trail has it."""
    pks = [objection.pk for objection in objections]
    if not pks:
        return {}
    changes = Change.objects.filter(
        noun=Objection._meta.label_lower, object_id__in=pks, verb="drop_objection"
    )
    return {change.object_id: str(change.after.get("reason", "")) for change in changes.order_by("pk")}


def objections_listing(rows: Iterable[ObjectionRow]) -> tuple[list[str], list[list[Any]]]:
    """Objections as the publisher's spreadsheet has them: header and rows."""
    header = [
        _("Municipality number"), _("Municipality"), _("Indicator"), _("Year"), _("Sector"),
        _("Emission source"), _("Published figure"), _("The municipality’s figure"), _("Unit"), _("Reason"),
        _("Evidence"), _("Publisher"), _("Vintage seen"), _("File"), _("State"), _("Raised"), _("Sent"),
        _("Published now"), _("Vintage now"), _("Closed by the vintage"),
    ]  # fmt: skip
    return header, [_listed(row) for row in rows]


def _day_of(moment: datetime | None) -> date | None:
    """The day in Norway, which is what a publisher is told; hours of another zone would puzzle it."""
    return moment and moment.astimezone(OSLO).date()


def _listed(row: ObjectionRow) -> list[Any]:
    objection = row.objection
    # The emission source stays empty: members are asked about sectors, and a guess would mislead.
    return [
        objection.municipality_code, objection.organisation.name, row.indicator, objection.year, row.sector,
        "", objection.published, objection.proposed, objection.unit, objection.reason,
        "; ".join(file.name for file in row.evidence), objection.vintage.source.publisher,
        objection.vintage.seen_on, objection.vintage.file_name, str(row.state.label),
        _day_of(objection.raised_at), _day_of(objection.sent_at), row.now,
        row.vintage.seen_on if row.vintage else None, row.settled_by.seen_on if row.settled_by else None,
    ]  # fmt: skip
