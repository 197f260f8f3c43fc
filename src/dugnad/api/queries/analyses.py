"""Studies of material flows and the results of their runs, as programs read them."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from dugnad.analyses.models import Flow, Result, Run, Study
from dugnad.analyses.queries.runs import run_numbered, runs_of
from dugnad.analyses.queries.studies import studies, study_named
from dugnad.analyses.queries.systems import flows_of, processes_of
from dugnad.api.queries.programme import activity_id
from dugnad.kit.text import localised
from dugnad.members.rules import Viewer

COLUMNS = (
    "year", "flow", "layer", "observed", "observed_sd", "value", "sd", "lower", "upper", "z", "status",
    "evidence", "grade",
)  # fmt: skip


def studies_for(viewer: Viewer) -> QuerySet[Study]:
    """The studies that the viewer may see, by name."""
    return studies(viewer).select_related("activity__programme").order_by("name_nb", "pk")


def studies_as_shapes(found: Iterable[Study]) -> Iterable[dict[str, Any]]:
    """Studies as lines of a list: one question for any number."""
    return [_item(study) for study in found]


def study_as_shape(slug: str, viewer: Viewer) -> dict[str, Any] | None:
    """One study with its system and runs; None where the viewer may not know of it."""
    study = study_named(slug, viewer)
    if study is None:
        return None
    return {
        **_item(study),
        "scope": localised(study, "scope"),
        "places": [{"id": place.slug, "name": place.name} for place in study.places.order_by("name")],
        "processes": [
            {"name": one.name, "group": one.group, "is_stock": one.is_stock} for one in processes_of(study)
        ],
        "flows": [_flow(flow) for flow in flows_of(study)],
        "runs": [_run(run, study) for run in runs_of(study, viewer)],
    }


def results_for(slug: str, number: int, viewer: Viewer, asked: dict[str, Any]) -> QuerySet[Result] | None:
    """What a run says, of a place and a year where these are asked for; None where no such run is seen."""
    study = study_named(slug, viewer)
    run = run_numbered(study, number, viewer) if study else None
    if run is None:
        return None
    wanted = {"place__slug": asked["place"], "year": asked["year"]}
    found = run.results.filter(**{name: value for name, value in wanted.items() if value})
    return found.select_related("place").order_by("year", "place__name", "position", "pk")


def results_as_shapes(rows: Iterable[Result]) -> Iterable[dict[str, Any]]:
    """Results as lines of a list."""
    return [_result(row) for row in rows]


def _item(study: Study) -> dict[str, Any]:
    return {
        "id": study.slug,
        "name": localised(study, "name"),
        "question": localised(study, "question"),
        "limits": localised(study, "limits"),
        "materials": study.materials,
        "unit": study.unit,
        "state": study.state,
        "first_year": study.first_year,
        "last_year": study.last_year,
        "activity": activity_id(study.activity) if study.activity else None,
        "is_illustrative": study.is_illustrative,
        "url": _url("study", study.slug),
    }


def _flow(flow: Flow) -> dict[str, Any]:
    return {
        "name": flow.name,
        "source": flow.source.name if flow.source else None,
        "target": flow.target.name if flow.target else None,
        "layer": flow.layer,
        "lower": flow.lower,
        "upper": flow.upper,
    }


def _run(run: Run, study: Study) -> dict[str, Any]:
    return {
        "number": run.number,
        "state": run.state,
        "note": run.note,
        "ordered": run.queued_at,
        "accepted": run.accepted_at,
        "sha256": run.sha256,
        "url": _url("run", study.slug, run.number),
    }


def _result(row: Result) -> dict[str, Any]:
    return {name: getattr(row, name) for name in COLUMNS} | {
        "place": row.place.slug if row.place else None,
        "source": row.source or None,
        "target": row.target or None,
        "sources": [source for source in row.sources.split("; ") if source],
    }


def _url(name: str, *arguments: Any) -> str:
    return f"{settings.PUBLIC_URL}{reverse(name, args=arguments)}"
