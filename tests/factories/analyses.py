"""Studies with their systems, figures and runs, mappings and actors for tests."""

from datetime import datetime
from typing import Any

from dugnad.analyses import changes
from dugnad.analyses.models import Actor, Dataset, Flow, Project, Quantity, Run, Study
from dugnad.analyses.states import RunState, StudyState
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


def make_flow(study: Study, name: str, source: str = "", target: str = "", **fields: Any) -> Flow:
    """A flow between two processes, which are made when they are not there."""
    ends = {
        end: study.processes.get_or_create(name=process, defaults={"position": study.processes.count() + 1})[
            0
        ]
        for end, process in (("source", source), ("target", target))
        if process
    }
    return Flow.objects.create(study=study, name=name, position=study.flows.count() + 1, **ends, **fields)


def make_quantity(flow: Flow, value: float = 100.0, sd: float = 10.0, **fields: Any) -> Quantity:
    """A figure of 2020 that was measured, in a dataset of its own."""
    dataset = Dataset.objects.create(study=flow.study, name="Test", added_at=AT)
    values = {"year": 2020, "source": "SSB", "vintage": "2021-01", "method": "measured", "grade": 2} | fields
    return Quantity.objects.create(dataset=dataset, flow=flow, value=value, sd=sd, **values)


def make_sorting(**fields: Any) -> Study:
    """A study whose waste is sorted: collected = burnt + recycled, each of them measured."""
    study = make_study(**fields)
    make_quantity(make_flow(study, "Collected", "", "Sorting"), 100, 3)
    make_quantity(make_flow(study, "Burnt", "Sorting", ""), 60, 2)
    make_quantity(make_flow(study, "Recycled", "Sorting", ""), 30, 2)
    return study


def make_run(study: Study, state: str = RunState.ACCEPTED) -> Run:
    """A run of a study that is computed, and in a state."""
    run = changes.order_run(study, by=None, at=AT)
    changes.compute_run(run, at=AT)
    Run.objects.filter(pk=run.pk).update(state=state)
    run.refresh_from_db()
    return run
