"""What has been changed lately, and to which thing, in words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _

from dugnad.analyses.models import Actor, Project, Study
from dugnad.calls.models import (
    Call,
    ContactNote,
    Objection,
    OwnDayLetter,
    Question,
    Reminder,
    Reply,
    Section,
)
from dugnad.declarations.models import Declaration, Endorsement, FollowUp, Point, Progress, Wording
from dugnad.documents.models import Document, Version
from dugnad.dossiers.models import Ask, Consultation, Dossier, Response, Touchpoint
from dugnad.editions.models import Edition
from dugnad.events.models import AgendaItem, Event, Outcome, Series
from dugnad.kit.models import Change
from dugnad.kit.thread import in_words
from dugnad.members.models import Body, Organisation, Person
from dugnad.programme.models import Activity, Milestone

MOST = 8
FEW = 2  # names that one line has room for
ENTRIES = 100  # enough to fill the list though one import may have written many


@dataclass(frozen=True)
class Run:
    """The same thing done by the same person several times on end: the last time, how often, and to what."""

    change: Change
    times: int
    names: tuple[str, ...] = ()  # of the nouns, each once, the last one first

    @property
    def name(self) -> str:
        """Of whom or what it tells, in a few words."""
        rest = len(self.names) - FEW
        more = [_("and %(rest)s more") % {"rest": rest}] if rest > 0 else []
        return " ".join([", ".join(self.names[:FEW]), *more])


def recent_runs() -> list[Run]:
    """What was changed last; the same verb by the same person on end is told once. Always two queries."""
    changes = Change.objects.order_by("-at", "-id")[:ENTRIES]
    runs = [list(run) for _key, run in groupby(changes, lambda change: (change.who, change.verb))]
    shown = runs[:MOST]
    known = _names(change for run in shown for change in run)
    return [Run(run[0], len(run), _of(run, known)) for run in shown]


def _of(run: list[Change], known: dict[tuple[str, int], str]) -> tuple[str, ...]:
    named = [known.get((change.noun, change.object_id), "") for change in run]
    return tuple(dict.fromkeys(name for name in named if name))


def _names(changes: Iterable[Change]) -> dict[tuple[str, int], str]:
    """The names of the changed nouns, all kinds of them in one query, however few are asked for."""
    wanted: dict[str, set[int]] = {noun: {0} for noun in NAMED}  # nothing has the key 0
    for change in changes:
        if change.noun in NAMED:
            wanted[change.noun].add(change.object_id)
    first, *rest = (_named(noun, NAMED[noun](), keys) for noun, keys in wanted.items())
    return {(noun, key): name for noun, key, name in first.union(*rest, all=True)}


def _named(noun: str, rows: QuerySet[Any], keys: set[int]) -> QuerySet[Any, Any]:
    text = Value(noun, output_field=CharField())
    return rows.filter(pk__in=keys).order_by().values_list(text, "pk", Cast("called", CharField()))


def _plain(rows: QuerySet[Any], field: str) -> QuerySet[Any]:
    return rows.annotate(called=F(field))


def _localised(rows: QuerySet[Any], field: str) -> QuerySet[Any]:
    return rows.annotate(called=in_words(field))


def _documents() -> QuerySet[Any]:
    """Documents are called what their newest version is called."""
    newest = Version.objects.filter(document=OuterRef("pk")).order_by("-number")
    return Document.objects.annotate(called=Coalesce(Subquery(newest.values("title")[:1]), Value("")))


# Nouns that people know by name; the others are told by the verb alone.
NAMED: dict[str, Callable[[], QuerySet[Any]]] = {
    "documents.document": _documents,
    "analyses.study": lambda: _localised(Study.objects.all(), "name"),
    "analyses.project": lambda: _plain(Project.objects.all(), "name"),
    "analyses.actor": lambda: _plain(Actor.objects.all(), "name"),
    "calls.reply": lambda: _plain(Reply.objects.all(), "organisation__name"),
    "calls.call": lambda: _localised(Call.objects.all(), "title"),
    "calls.section": lambda: _localised(Section.objects.all(), "call__title"),
    "calls.question": lambda: _localised(Question.objects.all(), "call__title"),
    "calls.reminder": lambda: _localised(Reminder.objects.all(), "call__title"),
    "calls.owndayletter": lambda: _localised(OwnDayLetter.objects.all(), "call__title"),
    "calls.contactnote": lambda: _plain(ContactNote.objects.all(), "reply__organisation__name"),
    "calls.objection": lambda: _plain(Objection.objects.all(), "organisation__name"),
    "declarations.declaration": lambda: _localised(Declaration.objects.all(), "title"),
    "declarations.wording": lambda: _localised(Wording.objects.all(), "declaration__title"),
    "declarations.point": lambda: _localised(Point.objects.all(), "title"),
    "declarations.followup": lambda: _localised(FollowUp.objects.all(), "title"),
    "declarations.progress": lambda: _plain(Progress.objects.all(), "organisation__name"),
    "declarations.endorsement": lambda: _plain(Endorsement.objects.all(), "organisation__name"),
    "dossiers.dossier": lambda: _localised(Dossier.objects.all(), "title"),
    "dossiers.consultation": lambda: _plain(Consultation.objects.all(), "title"),
    "dossiers.ask": lambda: _plain(Ask.objects.all(), "text"),
    "dossiers.response": lambda: _plain(Response.objects.all(), "ask__text"),
    "dossiers.touchpoint": lambda: _plain(Touchpoint.objects.all(), "title"),
    "editions.edition": lambda: _localised(Edition.objects.all(), "title"),
    "events.series": lambda: _localised(Series.objects.all(), "title"),
    "events.event": lambda: _localised(Event.objects.all(), "title"),
    "events.agendaitem": lambda: _localised(AgendaItem.objects.all(), "title"),
    "events.outcome": lambda: _localised(Outcome.objects.all(), "item__title"),
    "programme.activity": lambda: _localised(Activity.objects.all(), "title"),
    "programme.milestone": lambda: _localised(Milestone.objects.all(), "title"),
    "members.organisation": lambda: _plain(Organisation.objects.all(), "name"),
    "members.body": lambda: _localised(Body.objects.all(), "name"),
    "members.person": lambda: _plain(Person.objects.all(), "name"),
}
