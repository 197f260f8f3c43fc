"""Figures of statistics agencies, whatever file they come in: codes, a period, a value and its flags."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dugnad.engine.flows.study import Observation
from dugnad.engine.flows.tables import Complaint, FlowsUnreadable

PLACES = ("geo", "Region")  # as Eurostat and Statistics Norway call the dimension of places
FLAGS = {
    "b": "break in the series",
    "c": "confidential",
    "d": "definition differs",
    "e": "estimated",
    "f": "forecast",
    "i": "imputed",
    "n": "not significant",
    "p": "provisional",
    "r": "revised",
    "s": "estimated by the agency",
    "u": "low reliability",
    "z": "not applicable",
}


@dataclass(frozen=True)
class Figure:
    """A cell of a table: its code in each dimension, its period, the value (None for `:`) and its flags."""

    codes: Mapping[str, str]
    period: str
    value: float | None
    flags: tuple[str, ...] = ()

    @property
    def marks(self) -> list[str]:
        """The flags in words; a letter that is not known stays as it is."""
        return [FLAGS.get(flag, flag) for flag in self.flags]


def observations_of(
    figures: Iterable[Figure],
    *,
    flows: Mapping[str, str],
    by: str,
    relative_sd: float | Mapping[str, float],
    place: str | None = None,
    source: str = "",
    vintage: str = "",
) -> list[Observation]:
    """Figures as observations: `flows` names the flow of each code in the dimension `by`.

    `relative_sd` is a share of the value, one for all or one for each flow; agencies do not publish any, so
    it is the analyst's word. A figure without a value, or with a code that is not named, is passed over;
    its flags become the status. `place` names the dimension of places; without it that is geo or Region,
    where there is one. Raises FlowsUnreadable for a period that is no year, a dimension that is not there,
    a flow without a share in `relative_sd`, and for several figures of one flow, place and year, as a table
    has that tells everything in two units: choose among them first.
    """
    found: list[Observation] = []
    seen: dict[tuple[str, str, str], Figure] = {}
    for figure in figures:
        where = _place_of(figure, by, place)
        flow = flows.get(figure.codes[by])
        if flow is None or figure.value is None:
            continue
        if not isinstance(relative_sd, int | float) and flow not in relative_sd:
            raise FlowsUnreadable([Complaint(f"flow {flow}", "relative_sd has no share for it")])
        _refuse_two(seen.setdefault((flow, where, figure.period), figure), figure, flow)
        share = relative_sd if isinstance(relative_sd, int | float) else relative_sd[flow]
        found.append(
            Observation(
                flow,
                figure.value,
                share * abs(figure.value),
                place=where,
                year=_year(figure.period),
                source=source,
                vintage=vintage,
                status=", ".join(figure.marks),
            )
        )
    return found


def _place_of(figure: Figure, by: str, place: str | None) -> str:
    """The code of the place of a figure, empty where the table tells of one place alone."""
    for dimension in filter(None, (by, place)):
        if dimension not in figure.codes:
            known = ", ".join(figure.codes)
            raise FlowsUnreadable([Complaint(f"dimension {dimension}", f"is not there; there are: {known}")])
    named = (place,) if place else PLACES
    return next((figure.codes[dimension] for dimension in named if dimension in figure.codes), "")


def _refuse_two(first: Figure, figure: Figure, flow: str) -> None:
    if first is figure:
        return
    unlike = ", ".join(
        f"{dimension} {first.codes.get(dimension)} and {code}"
        for dimension, code in figure.codes.items()
        if first.codes.get(dimension) != code
    )
    message = f"has several figures in {figure.period} ({unlike or 'told twice'}); choose one of them"
    raise FlowsUnreadable([Complaint(f"flow {flow}", message)])


def _year(period: str) -> int:
    if not (period.isdigit() and len(period) == 4):
        raise FlowsUnreadable([Complaint("period", f"“{period}” is no year; flows are by the year")])
    return int(period)
