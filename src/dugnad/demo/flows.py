"""Material flows in the demo: real mappings with their sources, and invented actors that say so."""

import tomllib
from datetime import date, time
from pathlib import Path
from typing import Any

from dugnad.analyses import changes
from dugnad.analyses.models import Flow, Study
from dugnad.analyses.queries.ready import Given, GivenFile, described
from dugnad.analyses.reference.ready_models import HOUSEHOLD, models
from dugnad.analyses.states import StudyState
from dugnad.demo.alliance import Cast
from dugnad.kit.clock import at_oslo
from dugnad.members.models import Organisation
from dugnad.programme.models import Activity

CONTENT = Path(__file__).with_name("content") / "flows.toml"
WASTE = CONTENT.with_name("household_waste.csv")  # made up, and its title says so
AT = at_oslo(date(2021, 2, 22), time(10))


def load_flows(cast: Cast, activities: dict[str, Activity]) -> None:
    """The register, and the studies."""
    content = tomllib.loads(CONTENT.read_text(encoding="utf-8"))
    for told in content["project"]:
        values = told | {"sources": told["sources"].strip()}
        places = _places(values.pop("municipalities"))
        changes.add_project(**values, places=places, by=cast.secretary, at=AT)
    for told in content["actor"]:
        _load_actor(cast, told)
    for told in content["study"]:
        _load_study(cast, told, activities)
    _load_ready(cast, content["ready"], activities)


def _load_actor(cast: Cast, told: dict[str, Any]) -> None:
    (place,) = _places([told["municipality"]])
    values = told | {"municipality": place, "is_illustrative": True}
    changes.add_actor(**values, by=cast.secretary, at=AT)


def _places(slugs: list[str]) -> list[Organisation]:
    return list(Organisation.objects.filter(slug__in=slugs))


def _load_study(cast: Cast, told: dict[str, Any], activities: dict[str, Activity]) -> None:
    """A study with its system, its figures, and a run that the secretariat has accepted."""
    stamp: dict[str, Any] = {"by": cast.secretary, "at": AT}
    words: dict[str, Any] = {name: value for name, value in told.items() if isinstance(value, str | int)}
    key, note = words.pop("activity", ""), words.pop("note")
    study = changes.add_study(
        **{"is_illustrative": True} | words,
        state=StudyState.UNDER_WAY,
        responsible_person=cast.secretary,
        activity=activities.get(key),
        places=_places(told["municipalities"]),
        **stamp,
    )
    for name, group, *stock in told["processes"]:
        changes.process_named(study, name, group=group, is_stock=bool(stock), **stamp)
    for name, source, target in told["flows"]:
        changes.add_flow(study, name=name, source=source, target=target, **stamp)
    flows = {flow.name: flow for flow in study.flows.all()}
    for name, value, sd in told["shares"]:
        changes.set_share(flows[name], value=value, sd=sd, **stamp)
    for name, factors, rhs in told.get("relations", ()):
        changes.set_relation(study, name, coefficients=factors, rhs=rhs, **stamp)
    _load_figures(study, told["figures"], flows, stamp)
    _run(study, note, stamp)


def _load_ready(cast: Cast, told: dict[str, Any], activities: dict[str, Activity]) -> None:
    """A study that is made of a ready model, from a file in which one municipality lacks a year."""
    stamp: dict[str, Any] = {"by": cast.secretary, "at": AT}
    given = Given(
        model=HOUSEHOLD,
        places=_places(told["municipalities"]),
        files={"waste": GivenFile(WASTE, WASTE.name)},
        source=told["source"],
        vintage="2020-06",
        relative_sd=models()[HOUSEHOLD].relative_sd,
        today=AT.date(),
    )
    study = changes.start_from_model(
        described(given),
        name=models()[HOUSEHOLD].name_nb,
        is_illustrative=True,
        state=StudyState.UNDER_WAY,
        responsible_person=cast.secretary,
        activity=activities.get(told["activity"]),
        **stamp,
    )
    _run(study, told["note"], stamp)


def _load_figures(
    study: Study, figures: list[list[Any]], flows: dict[str, Flow], stamp: dict[str, Any]
) -> None:
    places = {place.slug: place for place in study.places.all()}
    names = ("year", "value", "sd", "source", "vintage", "method", "grade")
    for flow, place, *values in figures:
        told = dict(zip(names, values, strict=True))
        changes.add_quantity(study, flow=flows[flow], place=places.get(place), **told, **stamp)


def _run(study: Study, note: str, stamp: dict[str, Any]) -> None:
    run = changes.order_run(study, note=note, **stamp)
    changes.compute_run(run, at=AT)
    changes.check_run(run, **stamp)
    changes.accept_run(run, **stamp)
