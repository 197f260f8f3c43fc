"""What is known of the flows of a study, place by place: what to ask for, and what asking has brought."""

from collections.abc import Collection
from dataclasses import dataclass

from dugnad.analyses.kinds import OF_METHOD, STRENGTH, Method, Share
from dugnad.analyses.models import Flow, Quantity, Study
from dugnad.analyses.queries.systems import flows_of, quantities_of, weighed
from dugnad.members.models import Organisation

Cell = tuple[int, int | None, int]  # flow, place (none for the whole area), year


def cell_of(quantity: Quantity) -> Cell:
    """What a figure tells of."""
    return quantity.flow_id, quantity.place_id, quantity.year


def known_quantities(flows: Collection[int], places: Collection[int]) -> dict[Cell, Quantity]:
    """The figure that counts of each flow in each of these places and years: one question.

    Where several count, the one that is known best, and of those the newest.
    """
    told = Quantity.objects.filter(flow__in=flows, place__in=places).select_related("flow__study", "place")
    counting = [one.quantity for one in weighed(told) if one.counts]
    return {cell_of(quantity): quantity for quantity in sorted(counting, key=_weight)}


def _weight(quantity: Quantity) -> tuple[int, str, int]:
    return STRENGTH[Method(quantity.method)], quantity.vintage, quantity.pk


def told_before(study: Study, source: str) -> dict[Cell, Quantity]:
    """What a source has said last of each flow, place and year of a study."""
    told = Quantity.objects.filter(dataset__study=study, source=source).order_by("pk")
    told = told.select_related("flow", "place")
    return {cell_of(quantity): quantity for quantity in told}


def ground_of(study: Study) -> list[Share]:
    """How many of the figures that count today are measured, downscaled and assumed."""
    methods = [one.quantity.method for one in weighed(quantities_of(study)) if one.counts]
    counts = {method: methods.count(method) for method in Method}
    return [
        Share(str(OF_METHOD[method]), str(OF_METHOD[method].label), count, 100 * count / len(methods))
        for method, count in sorted(counts.items(), key=lambda row: -STRENGTH[row[0]])
        if count
    ]


@dataclass(frozen=True)
class FlowToAskFor:
    """A flow of a study, and of how many of those who would be asked we have a measured figure."""

    flow: Flow
    measured: int
    asked: int

    @property
    def is_measured(self) -> bool:
        """Whether all of them have measured it already."""
        return self.measured == self.asked


def flows_to_ask_for(study: Study, places: Collection[Organisation], year: int) -> list[FlowToAskFor]:
    """The flows in their order, with what is measured of a year: two questions."""
    flows, ids = list(flows_of(study)), [place.pk for place in places]
    known = known_quantities([flow.pk for flow in flows], ids)
    return [
        FlowToAskFor(flow, sum(_is_measured(known.get((flow.pk, place, year))) for place in ids), len(ids))
        for flow in flows
    ]


def _is_measured(quantity: Quantity | None) -> bool:
    return quantity is not None and quantity.method == Method.MEASURED


def years_told(study: Study) -> list[int]:
    """The years that a study is about, or that it has figures of."""
    told = Quantity.objects.filter(dataset__study=study).order_by().values_list("year", flat=True).distinct()
    ends = [year for year in (study.first_year, study.last_year) if year]
    span = range(min(ends), max(ends) + 1) if ends else ()
    return sorted({*told, *span})
