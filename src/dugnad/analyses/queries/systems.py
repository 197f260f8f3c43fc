"""The system of a study: its processes, flows and figures, as rows to edit, to freeze and to compute from."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from dugnad.analyses import rules
from dugnad.analyses.kinds import WHOLE
from dugnad.analyses.models import Flow, Process, Quantity, Study
from dugnad.kit.spreadsheets import Sheet, write_workbook
from dugnad.members.models import MunicipalityCode, Organisation

# The engine's layout, written out: to ask the engine would load its numerics with every page.
SHEETS = {
    "flows": ["flow", "source", "target", "layer"],
    "observations": [
        "flow", "value", "sd", "place", "year", "layer", "distribution", "source", "vintage", "quality",
        "method", "note", "shared_sd", "number", "corrects",
    ],
    "transfer_coefficients": ["name", "process", "flow", "value", "sd"],
    "relations": ["relation", "flow", "coefficient", "rhs"],
    "bounds": ["flow", "lower", "upper"],
    "processes": ["process", "stock", "group"],
}  # fmt: skip


@dataclass(frozen=True)
class Weighed:
    """A figure of a study, and the one that stands for it where it no longer counts."""

    quantity: Quantity
    replaced_by: Quantity | None

    @property
    def counts(self) -> bool:
        """Whether a run that is ordered now computes from it."""
        return self.replaced_by is None


def processes_of(study: Study) -> QuerySet[Process]:
    """The processes in their order."""
    return study.processes.order_by("position")


def flows_of(study: Study) -> QuerySet[Flow]:
    """The flows in their order, with their ends and shares."""
    return study.flows.select_related("source", "target", "share").order_by("position")


def quantities_of(study: Study) -> QuerySet[Quantity]:
    """Every figure of a study, those that were replaced too."""
    related = ("flow", "place", "dataset")
    order = ("flow__position", "place__name", "year", "-vintage", "-pk")
    return Quantity.objects.filter(dataset__study=study).select_related(*related).order_by(*order)


def weighed(quantities: Iterable[Quantity]) -> list[Weighed]:
    """Each figure with what stands for it; figures of one flow, place and year are weighed together."""
    by_cell: dict[Any, list[Quantity]] = defaultdict(list)
    kept = list(quantities)
    for quantity in kept:
        by_cell[quantity.flow_id, quantity.place_id, quantity.year].append(quantity)
    return [Weighed(one, _standing_for(one, by_cell[one.flow_id, one.place_id, one.year])) for one in kept]


def _standing_for(one: Quantity, others: Sequence[Quantity]) -> Quantity | None:
    """What corrects a figure, else what replaces it; a figure that was corrected replaces none any more."""
    corrected = {other.corrects_id: other for other in others if other.corrects_id}
    if one.pk in corrected:
        return corrected[one.pk]
    standing = (other for other in others if other is not one and other.pk not in corrected)
    return next((other for other in standing if rules.replaces(other, one)), None)


def places_by_word(study: Study) -> dict[str, Organisation]:
    """What people may write for a place of a study, in small letters: its name, short name or number."""
    return words_for(study.places.all())


def words_for(given: Iterable[Organisation]) -> dict[str, Organisation]:
    """What people may write for each of some places, in small letters; numbers that were given up too."""
    places = list(given)
    found = {word.casefold(): place for place in places for word in (place.name, place.slug)}
    of_place = {place.pk: place for place in places}
    codes = MunicipalityCode.objects.filter(organisation__in=places).order_by("valid_from")
    return found | {code.code: of_place[code.organisation_id] for code in codes if code.organisation_id}


def flow_rows(study: Study) -> list[list[Any]]:
    """The flows as rows of their sheet, the headings first."""
    rows = [
        [flow.name, str(flow.source or ""), str(flow.target or ""), flow.layer] for flow in flows_of(study)
    ]
    return [SHEETS["flows"], *rows]


def study_workbook(study: Study) -> bytes:
    """Everything that is known before anything is computed, as a workbook that can be read in again."""
    flows, figures = list(flows_of(study)), list(quantities_of(study))
    numbers = {quantity.pk: number for number, quantity in enumerate(figures, start=1)}
    shares = [
        [f"{flow.source}: {flow}", str(flow.source), flow.name, flow.share.value, flow.share.sd]
        for flow in flows
        if hasattr(flow, "share")
    ]
    rows: dict[str, list[list[Any]]] = {
        "flows": flow_rows(study)[1:],
        "observations": [_figure_row(quantity, numbers) for quantity in figures],
        "transfer_coefficients": shares,
        "relations": [
            [relation.name, flow, factor, relation.rhs]
            for relation in study.relations.all()
            for flow, factor in relation.coefficients.items()
        ],
        "bounds": [
            [flow.name, flow.lower, flow.upper] for flow in flows if (flow.lower, flow.upper) != (None, None)
        ],
        "processes": [
            [process.name, "ja" if process.is_stock else "", process.group] for process in processes_of(study)
        ],
    }
    return write_workbook(
        Sheet(name, header, rows[name], widths=[22] * len(header)) for name, header in SHEETS.items()
    )


def _figure_row(quantity: Quantity, numbers: Mapping[int, int]) -> list[Any]:
    """A figure as a row; its number is the file's own, so that one can say which other it corrects."""
    return [
        quantity.flow.name,
        quantity.value,
        quantity.sd,
        quantity.place.name if quantity.place else "",
        quantity.year,
        quantity.flow.layer,
        quantity.distribution,
        quantity.source,
        quantity.vintage,
        quantity.grade,
        quantity.method,
        quantity.note,
        quantity.shared_sd or None,
        numbers[quantity.pk],
        numbers[quantity.corrects_id] if quantity.corrects_id else None,
    ]


# Frozen ------------------------------------------------------------------------------------------------


def frozen_of(study: Study) -> dict[str, Any]:
    """What a run is computed from: the system, and the figures that count today."""
    flows = list(flows_of(study))
    figures = [one.quantity for one in weighed(quantities_of(study)) if one.counts]
    return {
        "name": study.name_nb,
        "unit": study.unit,
        "processes": [[p.name, p.is_stock, p.group] for p in processes_of(study)],
        "flows": [_flow(flow) for flow in flows],
        "shares": [[flow.name, flow.share.value, flow.share.sd] for flow in flows if hasattr(flow, "share")],
        "relations": [[r.name, r.coefficients, r.rhs] for r in study.relations.all()],
        "quantities": [_told(quantity) for quantity in figures],
        "parts": parts_of(study, figures),
    }


def parts_of(study: Study, figures: Iterable[Quantity]) -> list[str]:
    """The places that the whole area is the sum of, where their figures and its own are balanced together.

    None where a place has no figure, because nobody knows what the others leave to it, or where places lie
    within each other, as a municipality does in its sub-region.
    """
    places = list(study.places.all())
    told = {quantity.place_id for quantity in figures if quantity.place_id}
    if not rules.is_whole((place.pk for place in places), told) or len({p.kind for p in places}) > 1:
        return []
    return sorted(place.slug for place in places)


def sha256_of(frozen: Mapping[str, Any]) -> str:
    """The fingerprint of what a run is computed from."""
    text = json.dumps(frozen, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _flow(flow: Flow) -> dict[str, Any]:
    ends = {
        "source": flow.source.name if flow.source else "",
        "target": flow.target.name if flow.target else "",
    }
    return {"name": flow.name, "layer": flow.layer, "lower": flow.lower, "upper": flow.upper} | ends


def _told(quantity: Quantity) -> dict[str, Any]:
    names = ("year", "value", "sd", "shared_sd", "distribution", "source", "vintage", "method", "grade")
    return {name: getattr(quantity, name) for name in names} | {
        "quantity": quantity.pk,
        "flow": quantity.flow.name,
        "place": quantity.place.slug if quantity.place else WHOLE,
    }
