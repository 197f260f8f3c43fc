"""Studies, mappings and actors for tests."""

from datetime import datetime
from typing import Any

from dugnad.analyses.models import Actor, Project, Study
from dugnad.analyses.states import StudyState
from dugnad.kit.clock import OSLO

AT = datetime(2021, 5, 3, 9, 0, tzinfo=OSLO)


def make_study(name_nb: str = "Byggavfall", **fields: Any) -> Study:
    """A study that everybody sees; its address is its name in small letters."""
    values = {
        "slug": name_nb.lower().replace(" ", "-"),
        "question_nb": "Hvor blir det av byggavfallet?",
        "materials": "tre, betong",
        "state": StudyState.UNDER_WAY,
        "updated_at": AT,
    } | fields
    return Study.objects.create(name_nb=name_nb, **values)


def make_project(name: str = "Circle Scan", **fields: Any) -> Project:
    """A mapping of the Kongsvinger region, unless said otherwise."""
    values = {
        "slug": name.lower().replace(" ", "-"),
        "carried_by": "Circular Norway",
        "area": "Kongsvingerregionen",
        "first_year": 2019,
        "last_year": 2020,
        "materials_nb": "byggematerialer",
    } | fields
    return Project.objects.create(name=name, **values)


def make_actor(name: str = "GIR", category: str = "waste", **fields: Any) -> Actor:
    """A local actor."""
    return Actor.objects.create(name=name, category=category, **fields)
