"""Verbs about figures: type one, or read in a file; what is there already is never changed."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.analyses import rules
from dugnad.analyses.changes.studies import touch
from dugnad.analyses.changes.systems import edit_flow, process_named, set_relation, set_share
from dugnad.analyses.models import Dataset, Flow, Quantity, Study
from dugnad.analyses.queries.systems import flow_rows, places_by_word
from dugnad.kit.changes import add
from dugnad.kit.clock import local_day
from dugnad.kit.errors import Refused
from dugnad.kit.formats import number
from dugnad.kit.models import StoredFile
from dugnad.kit.tables import RowChange, WorkbookReport
from dugnad.kit.tables.imports import Undone
from dugnad.members.models import Person

if TYPE_CHECKING:
    from dugnad.analyses.sources.tables import Figure, Reading

DECIMALS = 3  # of a figure in a preview, at most
SAME = (
    "flow_id", "place_id", "year", "value", "sd", "shared_sd", "distribution", "source", "vintage", "method",
    "grade",
)  # fmt: skip


@transaction.atomic
def add_quantity(study: Study, *, by: Person | None, at: datetime, **values: Any) -> Quantity:
    """Type one figure; it gets a dataset of its own."""
    refuse_impossible(values, at=at)
    dataset = Dataset(study=study, name=values["source"], added_at=at, added_by=by)
    add(dataset, "add_dataset", by=by, at=at)
    quantity = Quantity(dataset=dataset, **values)
    add(quantity, "add_quantity", by=by, at=at)
    touch(study, at=at)
    return quantity


def refuse_impossible(values: Mapping[str, Any], *, at: datetime) -> None:
    """Refuse an amount that is below zero, and a year that no figure can be of."""
    flow = values["flow"]
    complaints = {
        "value": rules.amount_complaint(values["value"], flow=flow.name, lower=flow.lower),
        "year": rules.year_complaint(values["year"], on=local_day(at)),
    }
    for field, complaint in complaints.items():
        if complaint:
            raise Refused(field, complaint, field=field)


def import_figures(
    study: Study,
    path: Path,
    *,
    name: str = "",
    dry_run: bool = False,
    seen: str = "",
    by: Person | None,
    at: datetime,
) -> WorkbookReport:
    """Read a workbook or a table of figures into a study: all of it or nothing.

    `seen` is the digest of a preview; another outcome stores nothing.
    """
    from dugnad.analyses.sources.tables import read_tables  # it loads the engine, and few pages read files

    reading = read_tables(
        path,
        known=flow_rows(study),
        places=places_by_word(study),
        lowers=dict(study.flows.values_list("name", "lower")),
        on=local_day(at),
    )
    report = WorkbookReport(errors=reading.errors, rows=reading.rows)
    if reading.errors:
        return report
    with suppress(Undone), transaction.atomic():
        _take_system(study, reading, report, by=by, at=at)
        _take_figures(study, reading.figures, report, name=name or path.name, sha256=path.name, by=by, at=at)
        if dry_run or not report.changes or (seen and seen != report.digest):
            raise Undone
        touch(study, at=at)
        report.stored = True
    return report


def _take_system(
    study: Study, reading: "Reading", report: WorkbookReport, *, by: Person | None, at: datetime
) -> None:
    told: Any = reading.study  # what could not be read has been told, and nothing is taken of it
    for process in told.processes:
        values = {"is_stock": process.stock, "group": process.group}
        is_new = not study.processes.filter(name=process.process).exists()
        # A process that only a flow names says nothing of its group: what we know stays.
        process_named(
            study, process.process, by=by, at=at, **(values if is_new or any(values.values()) else {})
        )
    limits = {bound.flow: (bound.lower, bound.upper) for bound in told.bounds}
    for place, flow in enumerate(told.flows, start=2):
        _take_flow(study, place, flow, limits.get(flow.flow), report, by=by, at=at)
    flows = {flow.name: flow for flow in study.flows.all()}
    for share in told.transfer_coefficients:
        set_share(flows[share.flow], value=share.value, sd=share.sd, by=by, at=at)
    for relation in told.relations:
        set_relation(study, relation.name, coefficients=relation.coefficients, rhs=relation.rhs, by=by, at=at)


def _take_flow(
    study: Study, row: int, told: Any, limits: Any, report: WorkbookReport, *, by: Person | None, at: datetime
) -> None:
    """A flow that is new, or whose ends are others than we had."""
    ends = {
        name: study.processes.get(name=end) if end else None
        for name, end in (("source", told.source), ("target", told.target))
    }
    values = {**ends, "layer": told.layer} | (
        dict(zip(("lower", "upper"), limits, strict=True)) if limits else {}
    )
    found = study.flows.filter(name=told.flow).select_related("source", "target").first()
    route = f"{told.source or '–'} → {told.target or '–'}"
    if found is None:
        add(
            Flow(study=study, position=study.flows.count() + 1, name=told.flow, **values),
            "add_flow",
            by=by,
            at=at,
        )
        report.changes.append(RowChange("flows", row, told.flow, True, ((_("flow"), "", route),)))
        return
    before = f"{found.source or '–'} → {found.target or '–'}"
    if edit_flow(found, by=by, at=at, **values):
        report.changes.append(RowChange("flows", row, told.flow, False, ((_("flow"), before, route),)))


def _take_figures(
    study: Study,
    figures: Iterable["Figure"],
    report: WorkbookReport,
    *,
    name: str,
    sha256: str,
    by: Person | None,
    at: datetime,
) -> None:
    flows = {flow.name: flow for flow in study.flows.all()}
    known = set(Quantity.objects.filter(dataset__study=study).values_list(*SAME))
    dataset = Dataset(
        study=study,
        name=name,
        file=StoredFile.objects.filter(sha256=sha256).first(),
        added_at=at,
        added_by=by,
    )
    new = []
    for figure in figures:
        quantity = _quantity(figure, flows[figure.told.flow], dataset)
        same = tuple(getattr(quantity, column) for column in SAME)
        if same in known:
            continue
        known.add(same)
        new.append(quantity)
        report.changes.append(_told(figure, quantity))
    if new:
        add(dataset, "add_dataset", by=by, at=at)
        Quantity.objects.bulk_create(new)


def _quantity(figure: "Figure", flow: Flow, dataset: Dataset) -> Quantity:
    told: Any = figure.told  # the reader has seen to it that the year and the uncertainty are there
    return Quantity(
        dataset=dataset,
        flow=flow,
        place=figure.place,
        year=told.year,
        value=told.value,
        sd=told.sd,
        shared_sd=told.shared_sd,
        distribution=told.distribution,
        source=told.source,
        vintage=told.vintage,
        method=figure.method,
        grade=figure.grade,
        note=figure.note,
    )


def _as_read(value: float) -> str:
    """With its decimals, so that 1,25 is not taken for a thousand times as much."""
    return number(value, next((count for count in range(DECIMALS) if round(value, count) == value), DECIMALS))


def _told(figure: "Figure", quantity: Quantity) -> RowChange:
    parts = [quantity.flow.name, quantity.place.name if quantity.place else "", str(quantity.year)]
    words = f"{_as_read(quantity.value)} ± {_as_read(quantity.sd)}, {quantity.source}"
    name = ", ".join(part for part in parts if part)
    return RowChange("observations", figure.row, name, True, ((_("quantity"), "", words),))
