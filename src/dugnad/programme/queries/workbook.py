"""The programme's workbook: its sheets, and their rows as they stand now."""

from typing import Any

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from dugnad.kit.tables import Column, Table, Unreadable, day, one_of, text, whole_number, write_tables
from dugnad.members.queries import PersonNames
from dugnad.programme import rules
from dugnad.programme.models import Activity, Milestone, Programme, Strand
from dugnad.programme.states import ActivityStatus


def goal_numbers(cell: Any) -> str:
    """Goals as numbers from 1 to 17 parted by blanks or commas, each once and in order."""
    words = text(cell).replace(",", " ").split()
    if not all(word.isdecimal() and rules.is_goal(int(word)) for word in words):
        raise Unreadable(
            say("“%(cell)s”: write goals as numbers from 1 to 17, such as 11 13") % {"cell": cell}
        )
    return " ".join(str(number) for number in sorted({int(word) for word in words}))


KEY = Column("key", _("Short name"), width=24)

STRANDS = Table(
    "strands",
    _("Strands"),
    (
        KEY,
        Column("position", _("Order"), read=whole_number, width=8),
        Column("title_nb", _("Title, bokmål"), required=True, width=40),
        Column("title_nn", _("Title, nynorsk"), width=40),
        Column("title_en", _("Title, English"), width=40),
    ),
)
ACTIVITIES = Table(
    "activities",
    _("Activities"),
    (
        KEY,
        Column("number", _("No."), read=whole_number, width=8),
        Column("strand", _("Strand"), required=True, width=24),
        Column("title_nb", _("Title, bokmål"), required=True, width=50),
        Column("title_nn", _("Title, nynorsk"), width=50),
        Column("title_en", _("Title, English"), width=50),
        Column("way_of_working_nb", _("Way of working, bokmål"), width=50),
        Column("way_of_working_nn", _("Way of working, nynorsk"), width=50),
        Column("way_of_working_en", _("Way of working, English"), width=50),
        Column("goals", _("Goals"), read=goal_numbers, width=14),
        Column(
            "status",
            _("Status"),
            read=one_of(ActivityStatus, empty=ActivityStatus.PLANNED),
            choices=ActivityStatus,
            width=14,
        ),
        Column("status_note", _("Note on the status"), width=40),
        Column("responsible_body", _("Responsible body"), width=24),
        Column("responsible_person", _("Responsible person"), width=30),
    ),
)
MILESTONES = Table(
    "milestones",
    _("Milestones"),
    (
        Column("id", _("No."), read=whole_number, width=8),
        Column("activity", _("Activity"), required=True, width=24),
        Column("title_nb", _("Title, bokmål"), required=True, width=50),
        Column("title_nn", _("Title, nynorsk"), width=50),
        Column("title_en", _("Title, English"), width=50),
        Column("due", _("Due"), read=day, required=True, width=12),
        Column("done_on", _("Done on"), read=day, width=12),
    ),
)
TABLES = (STRANDS, ACTIVITIES, MILESTONES)


def programme_workbook(programme: Programme) -> bytes:
    """A year as a workbook that can be edited and read in again."""
    names = PersonNames()
    related = ("strand", "responsible_body", "responsible_person")
    activities = programme.activities.select_related(*related).prefetch_related("goals").order_by("number")
    steps = Milestone.objects.filter(activity__programme=programme).select_related("activity")
    return write_tables(
        [
            (STRANDS, [strand_row(strand) for strand in programme.strands.order_by("position")]),
            (ACTIVITIES, [activity_row(activity, names) for activity in activities]),
            (MILESTONES, [milestone_row(step) for step in steps.order_by("activity__number", "due", "pk")]),
        ]
    )


def strand_row(strand: Strand) -> dict[str, Any]:
    """A strand as a row."""
    return _row(strand, STRANDS)


def activity_row(activity: Activity, names: PersonNames) -> dict[str, Any]:
    """An activity as a row."""
    return _row(
        activity,
        ACTIVITIES,
        strand=activity.strand.key,
        goals=" ".join(str(goal) for goal in sorted(goal.goal for goal in activity.goals.all())),
        responsible_body=activity.responsible_body.slug if activity.responsible_body else "",
        responsible_person=names.of(activity.responsible_person),
    )


def milestone_row(step: Milestone) -> dict[str, Any]:
    """A milestone as a row."""
    return _row(step, MILESTONES, activity=step.activity.key)


def _row(noun: Any, table: Table, **named: Any) -> dict[str, Any]:
    keys = [column.key for column in table.columns]
    return {key: named[key] if key in named else getattr(noun, key) for key in keys}
