"""The verb that makes a study of a ready model: its system, its figures, and what it does not know."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from dugnad.analyses.changes.studies import add_study, touch
from dugnad.analyses.changes.systems import add_flow, process_named, set_share
from dugnad.analyses.models import Dataset, Flow, Quantity, Study
from dugnad.kit import history
from dugnad.kit.changes import add
from dugnad.kit.models import StoredFile
from dugnad.members.models import Organisation, Person

if TYPE_CHECKING:
    from dugnad.analyses.queries.ready import Described
    from dugnad.engine.flows.models import ReadyModel, Told


@transaction.atomic
def start_from_model(
    described: "Described", *, name: str, by: Person | None, at: datetime, **values: Any
) -> Study:
    """Make what was described and shown; every file that it comes from is kept with it.

    `values` are further fields of the study. The name goes with its translations where it is the model's own.
    """
    words, ready = described.given.words, described.ready
    if ready is None:
        raise ValueError("What has errors is not made into a study.")
    names = words.texts("name") if name == words.name_nb else {"name_nb": name}
    years = ready.study.years
    study = add_study(
        **names,
        **words.texts("question", "scope"),
        **described.limits,
        materials=described.materials,
        unit=ready.study.unit,
        first_year=years[0],
        last_year=years[-1],
        places=described.given.places,
        by=by,
        at=at,
        **values,
    )
    history.record("start_from_model", study, by=by, at=at, after={"model": words.key})
    _add_system(study, ready, by=by, at=at)
    _add_figures(study, described, ready.told, by=by, at=at)
    touch(study, at=at)
    return study


def _add_system(study: Study, ready: "ReadyModel", *, by: Person | None, at: datetime) -> None:
    for process in ready.study.processes:
        process_named(study, process.process, group=process.group, is_stock=process.stock, by=by, at=at)
    for flow in ready.study.flows:
        add_flow(
            study, name=flow.flow, source=flow.source or "", target=flow.target or "", layer=flow.layer,
            by=by, at=at,
        )  # fmt: skip
    flows = _flows(study)
    for share in ready.study.transfer_coefficients:
        set_share(flows[share.flow], value=share.value, sd=share.sd, by=by, at=at)


def _add_figures(
    study: Study, described: "Described", told: "tuple[Told, ...]", *, by: Person | None, at: datetime
) -> None:
    """The figures belong to the first file; the others have an entry of their own, so that they are kept."""
    datasets = []
    for file in described.given.files.values():
        stored = StoredFile.objects.filter(sha256=file.sha256).first()
        dataset = Dataset(study=study, name=file.name[-200:], file=stored, added_at=at, added_by=by)
        add(dataset, "add_dataset", by=by, at=at)
        datasets.append(dataset)
    flows, places = _flows(study), described.given.names
    Quantity.objects.bulk_create(_quantity(one, flows, places, datasets[0]) for one in told)


def _flows(study: Study) -> dict[str, Flow]:
    return {flow.name: flow for flow in study.flows.all()}


def _quantity(
    told: "Told", flows: Mapping[str, Flow], places: Mapping[str, Organisation], dataset: Dataset
) -> Quantity:
    one: Any = told.observation  # the models tell the year and the uncertainty of each
    return Quantity(
        dataset=dataset, flow=flows[one.flow], place=places[one.place], year=one.year, value=one.value,
        sd=one.sd, shared_sd=one.shared_sd, distribution=one.distribution, source=one.source,
        vintage=one.vintage, method=told.method.value, grade=told.grade,
    )  # fmt: skip
