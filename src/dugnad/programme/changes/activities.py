"""Verbs about activities: add, edit, update the status, set goals, carry over."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.kit import history
from dugnad.kit.changes import add, edit
from dugnad.kit.errors import Conflict, Refused
from dugnad.members.models import Body, Person
from dugnad.members.rules import slug_of
from dugnad.programme import rules
from dugnad.programme.changes.programmes import add_strand, refuse_frozen
from dugnad.programme.models import Activity, ActivityGoal, Milestone, Programme, Strand
from dugnad.programme.queries import next_number
from dugnad.programme.states import ActivityStatus

WORDS = ("title", "way_of_working")
LANGUAGES = ("nb", "nn", "en")
# Words after the year in our own addresses; an activity must not hide behind one.
RESERVED_KEYS = frozenset(
    ["arbeidsbok", "eksport", "endringer", "fryst", "frys", "ny", "omrade", "overfor", "rediger", "vedta"]
)


@transaction.atomic
def add_activity(
    strand: Strand,
    *,
    title_nb: str,
    title_nn: str = "",
    title_en: str = "",
    way_of_working_nb: str = "",
    way_of_working_nn: str = "",
    way_of_working_en: str = "",
    number: int | None = None,
    key: str = "",
    goals: Iterable[int] = (),
    status: str = ActivityStatus.PLANNED,
    status_note: str = "",
    responsible_body: Body | None = None,
    responsible_person: Person | None = None,
    carried_from: Activity | None = None,
    by: Person | None,
    at: datetime,
) -> Activity:
    """Add an activity to a strand, with the next number of its year unless one is given."""
    programme = strand.programme
    refuse_frozen(programme)
    _refuse_silence(status, status_note)
    if key in RESERVED_KEYS:
        message = _("“%(key)s” is an address of our own. Choose another short name.")
        raise Refused("key", message % {"key": key}, field="key")
    activity = Activity(
        programme=programme,
        strand=strand,
        number=next_number(programme) if number is None else number,
        key=key or _free_key(programme, slug_of(title_nb)),
        title_nb=title_nb,
        title_nn=title_nn,
        title_en=title_en,
        way_of_working_nb=way_of_working_nb,
        way_of_working_nn=way_of_working_nn,
        way_of_working_en=way_of_working_en,
        status=status,
        status_note=status_note,
        responsible_body=responsible_body,
        responsible_person=responsible_person,
        carried_from=carried_from,
        updated_at=at,
    )
    add(activity, "add_activity", by=by, at=at)
    set_goals(activity, goals, by=by, at=at)
    return activity


@transaction.atomic
def edit_activity(
    activity: Activity,
    *,
    goals: Iterable[int] | None = None,
    seen: datetime | None = None,
    by: Person | None,
    at: datetime,
    **values: Any,
) -> bool:
    """Change what an activity says; `seen` is when it was last updated as its editor saw it."""
    refuse_frozen(activity.programme)
    _refuse_old_news(activity, seen, values)
    strand = values.get("strand", activity.strand)
    if strand.programme_id != activity.programme_id:
        raise Refused("strand", _("The strand belongs to another year."), field="strand")
    new_goals = goals is not None and set_goals(activity, goals, by=by, at=at)
    return _touched(activity, "edit_activity", values, by=by, at=at) or new_goals


@transaction.atomic
def update_status(
    activity: Activity,
    status: str,
    *,
    note: str = "",
    seen: datetime | None = None,
    by: Person | None,
    at: datetime,
) -> bool:
    """Say how an activity goes."""
    refuse_frozen(activity.programme)
    values = {"status": status, "status_note": note}
    _refuse_old_news(activity, seen, values)
    if _touched(activity, "update_status", values, by=by, at=at):
        return True
    # The same status again is news too: somebody has looked, and the activity is not stale.
    return edit(activity, "look_after_activity", {"updated_at": at}, by=by, at=at)


@transaction.atomic
def set_goals(activity: Activity, goals: Iterable[int], *, by: Person | None, at: datetime) -> bool:
    """Say which Sustainable Development Goals an activity serves."""
    refuse_frozen(activity.programme)
    wanted = sorted(set(goals))
    if not all(rules.is_goal(goal) for goal in wanted):
        raise Refused("goal", _("There are seventeen goals: write numbers from 1 to 17."), field="goals")
    had = sorted(activity.goals.values_list("goal", flat=True))
    if wanted == had:
        return False
    activity.goals.exclude(goal__in=wanted).delete()
    ActivityGoal.objects.bulk_create(
        ActivityGoal(activity=activity, goal=goal) for goal in wanted if goal not in had
    )
    history.record("set_goals", activity, by=by, at=at, before={"goals": had}, after={"goals": wanted})
    return True


@transaction.atomic
def carry_activity_to(
    activity: Activity, programme: Programme, *, by: Person | None, at: datetime
) -> Activity:
    """Carry an activity into a later year, with its goals, its open milestones and its lineage."""
    _refuse_carrying(activity, programme)
    texts = {f"{word}_{code}": getattr(activity, f"{word}_{code}") for word in WORDS for code in LANGUAGES}
    carried = add_activity(
        _same_strand(activity.strand, programme, by=by, at=at),
        **texts,
        key=_free_key(programme, activity.key),
        goals=activity.goals.values_list("goal", flat=True),
        status=rules.status_when_carried(activity.status),
        responsible_body=activity.responsible_body,
        responsible_person=activity.responsible_person,
        carried_from=activity,
        by=by,
        at=at,
    )
    for step in activity.milestones.filter(done_on__isnull=True):
        titles = {name: getattr(step, name) for name in ("title_nb", "title_nn", "title_en")}
        add(Milestone(activity=carried, **titles, due=step.due), "add_milestone", by=by, at=at)
    return carried


@transaction.atomic
def carry_activities(
    activities: Iterable[Activity], programme: Programme, *, by: Person | None, at: datetime
) -> list[Activity]:
    """Carry several activities into a later year; all of them, or none."""
    return [carry_activity_to(activity, programme, by=by, at=at) for activity in activities]


def _touched(
    activity: Activity, verb: str, values: dict[str, Any], *, by: Person | None, at: datetime
) -> bool:
    """Write what differs, and that somebody has looked after the activity."""
    _refuse_silence(values.get("status", activity.status), values.get("status_note", activity.status_note))
    stored = {_column(name): value.pk if hasattr(value, "pk") else value for name, value in values.items()}
    if all(getattr(activity, name) == value for name, value in stored.items()):
        return False
    return edit(activity, verb, stored | {"updated_at": at}, by=by, at=at)


def _column(name: str) -> str:
    return f"{name}_id" if name in {"strand", "responsible_body", "responsible_person"} else name


def _refuse_old_news(activity: Activity, seen: datetime | None, values: dict[str, Any]) -> None:
    """Two people edit at once: the second is told, and neither text is lost."""
    if seen is None:
        return
    activity.refresh_from_db(from_queryset=Activity.objects.select_for_update())
    if seen == activity.updated_at:
        return
    theirs = {name: getattr(activity, name) for name in values}
    message = _("Somebody else has changed this activity since you opened it.")
    details = {"theirs": theirs, "yours": values, "seen": activity.updated_at.isoformat()}
    raise Conflict("conflict", message, details=details)


def _refuse_silence(status: str, note: str) -> None:
    """A delay and a drop need a word about why."""
    if rules.needs_note(status) and not note.strip():
        message = _("Write in a sentence why, so that others need not ask.")
        raise Refused("note", message, field="status_note")


def _refuse_carrying(activity: Activity, programme: Programme) -> None:
    refuse_frozen(programme)
    if programme.year <= activity.programme.year:
        raise Refused("year", _("An activity is carried forwards, to a later year."), field="year")
    if not rules.can_carry(activity.status):
        raise Refused("status", _("What is done or dropped is not carried on."), field="status")
    if activity.carried_to.filter(programme=programme).exists():
        message = _("%(title)s is already in the programme of %(year)s.")
        raise Refused("carried", message % {"title": activity, "year": programme.year})


def _same_strand(strand: Strand, programme: Programme, *, by: Person | None, at: datetime) -> Strand:
    found = programme.strands.filter(key=strand.key).first()
    return found or add_strand(
        programme,
        key=strand.key,
        title_nb=strand.title_nb,
        title_nn=strand.title_nn,
        title_en=strand.title_en,
        by=by,
        at=at,
    )


def _free_key(programme: Programme, wanted: str) -> str:
    """A short name that no other activity of the year has."""
    taken = RESERVED_KEYS | set(programme.activities.values_list("key", flat=True))
    names = [wanted, *(f"{wanted[:76]}-{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)
