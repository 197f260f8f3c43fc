"""Figures of statistics agencies, whatever file they come in: codes, a period, a value and its flags."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dugnad.engine.flows.study import Observation
from dugnad.engine.flows.tables import Complaint, FlowsUnreadable

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
    place: str = "geo",
    source: str = "",
    vintage: str = "",
) -> list[Observation]:
    """Figures as observations: `flows` names the flow of each code in the dimension `by`.

    `relative_sd` is a share of the value, one for all or one for each flow; agencies do not publish any, so
    it is the analyst's word. A figure without a value, or with a code that is not named, is passed over;
    its flags become the status. Raises FlowsUnreadable for a period that is no year.
    """
    found = []
    for figure in figures:
        flow = flows.get(figure.codes.get(by, ""))
        if flow is None or figure.value is None:
            continue
        share = relative_sd if isinstance(relative_sd, int | float) else relative_sd[flow]
        found.append(
            Observation(
                flow,
                figure.value,
                share * abs(figure.value),
                place=figure.codes.get(place, ""),
                year=_year(figure.period),
                source=source,
                vintage=vintage,
                status=", ".join(figure.marks),
            )
        )
    return found


def _year(period: str) -> int:
    if not (period.isdigit() and len(period) == 4):
        raise FlowsUnreadable([Complaint("period", f"“{period}” is no year; flows are by the year")])
    return int(period)
