"""Programmes and activities for tests."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from dugnad.kit.clock import OSLO
from dugnad.programme.models import Activity, ActivityGoal, Milestone, Programme, Strand
from dugnad.programme.states import ProgrammeState

AT = datetime(2021, 5, 3, 9, 0, tzinfo=OSLO)


def make_programme(year: int = 2021, state: ProgrammeState = ProgrammeState.ADOPTED) -> Programme:
    """The programme of a year; asked for again it is the same."""
    found = Programme.objects.filter(year=year).first()
    return found or Programme.objects.create(
        year=year, title_nb="Program", title_nn="Program", title_en="Programme", state=state
    )


def make_strand(programme: Programme | None = None, key: str = "kompetanse", **fields: Any) -> Strand:
    """A strand of a programme; asked for again by key it is the same."""
    programme = programme or make_programme()
    values = {
        "position": programme.strands.count() + 1,
        "title_nb": "Kompetanse",
        "title_nn": "Kompetanse",
        "title_en": "Competence",
    } | fields
    return programme.strands.filter(key=key).first() or Strand.objects.create(
        programme=programme, key=key, **values
    )


def make_activity(
    programme: Programme | None = None,
    title_nb: str = "Klimastatus",
    goals: Iterable[int] = (),
    strand: Strand | None = None,
    **fields: Any,
) -> Activity:
    """An activity with the next free number of its year, and goals when they are given."""
    strand = strand or make_strand(programme)
    number = strand.programme.activities.count() + 1
    values = {"number": number, "key": f"aktivitet-{number}", "updated_at": AT} | fields
    activity = Activity.objects.create(programme=strand.programme, strand=strand, title_nb=title_nb, **values)
    ActivityGoal.objects.bulk_create(ActivityGoal(activity=activity, goal=goal) for goal in goals)
    return activity


def make_milestone(
    activity: Activity | None = None, title: str = "Utkast", due: date = date(2021, 5, 1), **fields: Any
) -> Milestone:
    """A milestone of an activity, not done unless said so."""
    return Milestone.objects.create(activity=activity or make_activity(), title_nb=title, due=due, **fields)
