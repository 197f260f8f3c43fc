"""From a nation to its places by generalised least squares, consistent with what is known locally.

A proxy w (inhabitants, jobs, floor area) shares the nation's N out: x = N w (1 + δ), with δ of relative sd
`sd_proxy`. So each place has an observation N̂ w, whose own error is δ and which besides shares the error of
N̂ with all the others and with the nation; the places sum to the nation. Without local figures that is
proportional sharing, with its uncertainty and correlation; a local measurement or balance moves its place,
and by the sum all the others, each by as much as its proxy is in doubt.

Source: G. C. Chow and A. Lin, “Best linear unbiased interpolation, distribution, and extrapolation of time
series by related series”, Review of Economics and Statistics 53 (1971), across places instead of months.
"""

from collections.abc import Mapping
from math import hypot, isfinite

from dugnad.engine.flows.errors import FlowSystemError
from dugnad.engine.flows.reconciliation import Reconciliation
from dugnad.engine.flows.system import MFASystem, Name
from dugnad.engine.flows.table import Table

NATION = "nation"


def downscale(
    national: float | tuple[float, float],
    proxy: Mapping[str, float],
    sd_proxy: float | Mapping[str, float],
    *,
    local: Mapping[str, tuple[float, float]] | None = None,
) -> Table:
    """What each place has of a national figure: place, value, sd, and `share` by the proxy alone.

    national: value, or value and sd. sd_proxy: relative sd of a place's share, of all or by place. local:
    measurements of some places, value and sd. Raises FlowSystemError, which names the place.
    """
    system = MFASystem("downscaling", places=list(proxy))
    system.flow("amount", source=None, target="place")
    system.flow("onwards", source="place", target=None)
    for place, (value, sd) in (local or {}).items():
        system.observe("amount", place, value=value, sd=sd, source="local")
    found = downscaled(system, "amount", national, proxy, sd_proxy).reconcile().flows.where(flow="amount")
    shares = _shares(proxy)
    rows = [row for row in found.rows() if row["place"] in shares]
    return Table(
        {
            "place": [row["place"] for row in rows],
            "value": [row["reconciled"] for row in rows],
            "sd": [row["sd_reconciled"] for row in rows],
            "share": [shares[row["place"]] for row in rows],
        }
    )


def downscaled(
    constraints: MFASystem | Reconciliation,
    flow: Name,
    national: float | tuple[float, float],
    proxy: Mapping[str, float],
    sd_proxy: float | Mapping[str, float],
    *,
    year: int | None = None,
    nation: str = NATION,
    source: str = "national",
) -> MFASystem:
    """A copy of a system in which a flow is shared out among its places beside all that is known of it.

    A place whose proxy is 0 has nothing of the flow; a figure that says otherwise is refused with its place.
    """
    given = constraints.system if isinstance(constraints, Reconciliation) else constraints
    system = given.without(())
    value, sd = national if isinstance(national, tuple) else (national, 0.0)
    shares = _shares(proxy)
    doubts = {place: _doubt(place, sd_proxy, value, sd) for place in shares}
    if sd < 0:
        raise FlowSystemError(f"{nation}: {value} ± {sd} is no figure; its sd is 0 or more.")
    if nation not in system.aggregates:
        system.aggregate(nation, of=list(shares))
    error = f"{source}: {system.key(flow)[0]}, {year or system.years[0]}" if sd else ""
    for place, share in shares.items():
        if not share:
            _refuse_local_figure(system, flow, place, year)
            system.observe(flow, place, year, value=0, sd=0, source=f"{source}, proxy")
            continue
        system.observe(
            flow, place, year, value=value * share,
            sd=hypot(abs(value) * share * doubts[place], sd * share),
            source=f"{source}, proxy", shared=error, shared_sd=sd * share,
        )  # fmt: skip
    system.observe(flow, nation, year, value=value, sd=sd, source=source, shared=error, shared_sd=sd)
    return system


def _refuse_local_figure(system: MFASystem, flow: Name, place: str, year: int | None) -> None:
    """A place with a proxy of 0 has nothing for certain, so nothing else can be known of it."""
    key, cell = system.key(flow), system.cell(place, year, place)
    told = [one.value for one in system.observations if (one.flow, one.cell) == (key, cell) and one.value]
    if told:
        raise FlowSystemError(
            f"{place}: there is a figure of {key[0]}, {told[0]:g}, where the proxy is 0, so that nothing is "
            "left for it; give the place a proxy, or leave its figure out."
        )


def _doubt(place: str, sd_proxy: float | Mapping[str, float], value: float, sd: float) -> float:
    """How far off the share of a place can be; certain only of a nation that is certain too."""
    found = sd_proxy if isinstance(sd_proxy, (int, float)) else sd_proxy.get(place, -1.0)
    if found < 0 or (not found and sd and value):
        raise FlowSystemError(f"{place}: say by sd_proxy how far off its share can be, as 0.1.")
    return found


def _shares(proxy: Mapping[str, float]) -> dict[str, float]:
    for place, amount in proxy.items():
        if not isfinite(amount) or amount < 0:
            raise FlowSystemError(f"{place}: {amount} is no proxy; it must be 0 or more.")
    total = sum(proxy.values())
    if not total:
        raise FlowSystemError("The proxy is 0 in every place.")
    return {place: amount / total for place, amount in proxy.items()}
