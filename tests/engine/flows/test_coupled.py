"""Sums of places, shared errors and downscaling, against all cells in one dense system."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import block_diag, null_space

from dugnad.engine.flows import FlowSystemError, MFASystem, downscale, downscaled
from dugnad.engine.flows import together as together_module
from tests.engine.flows.cases import graphs, incidence

PLACES = ["a", "b", "c"]
values, spreads = st.floats(1, 100), st.floats(0.5, 20)


def built(graph, name="tied"):
    system = MFASystem(name, places=PLACES)
    for number, (source, target) in enumerate(graph[1]):
        ends = {"source": f"P{source}" if source else None, "target": f"P{target}" if target else None}
        system.flow(f"F{number}", **ends)
    return system


def own(stated):
    """What an observation errs by alone, from its whole sd and the part that it shares."""
    return (stated.sd**2 - stated.shared_sd**2) ** 0.5


def drawn_sd(data, error):
    """A shared sd, none without a name, and a whole sd of which it is a part."""
    shared, alone = data.draw(spreads) if error else 0.0, data.draw(spreads)
    return {"shared": error, "shared_sd": shared, "sd": (shared**2 + alone**2) ** 0.5}


def together(graph, system):
    """x, its covariance, the least misfit and its degrees of freedom, for all places and errors at once."""
    flows, names = len(graph[1]), sorted({o.shared for o in system.observations if o.shared})
    size = flows * len(PLACES) + len(names)
    free = block_diag(null_space(incidence(graph)), *[null_space(incidence(graph))] * (len(PLACES) - 1))
    free = block_diag(free, np.eye(len(names)))
    rows, right, weight = [], [], []
    for n in range(len(names)):
        rows.append(np.eye(size)[flows * len(PLACES) + n])
        right.append(0.0)
        weight.append(1.0)
    for o in system.observations:
        row, flow = np.zeros(size), int(o.flow[0][1:])
        members = [o.cell[0]] if o.cell[0] in PLACES else system.aggregates[o.cell[0]].members
        for place in members:
            row[PLACES.index(place) * flows + flow] = 1
        if o.shared:
            row[flows * len(PLACES) + names.index(o.shared)] = o.shared_sd
        rows.append(row)
        right.append(o.value)
        weight.append(1 / own(o))
    scaled = np.array(rows) @ free * np.array(weight)[:, None]
    inverse = np.linalg.inv(scaled.T @ scaled)
    w = inverse @ scaled.T @ (np.array(right) * weight)
    misfit = ((scaled @ w - np.array(right) * weight) ** 2).sum()
    return free @ w, free @ inverse @ free.T, misfit, len(rows) - free.shape[1]


def agree(graph, system):
    reconciled = system.reconcile()
    x, covariance, misfit, dof = together(graph, system)
    flows = len(graph[1])
    for n, place in enumerate(PLACES):
        part = slice(n * flows, (n + 1) * flows)
        table = reconciled.flows.where(place=place)
        assert table["reconciled"] == pytest.approx(x[part], abs=1e-7)
        assert reconciled.covariance_matrix(n) == pytest.approx(covariance[part, part], abs=1e-6)
        assert table["sd_reconciled"] ** 2 == pytest.approx(np.diag(covariance[part, part]), abs=1e-6)
    whole = np.hstack([np.eye(flows)] * 3)
    spread = whole @ covariance[: 3 * flows, : 3 * flows] @ whole.T
    if "sum" in system.aggregates:
        table = reconciled.flows.where(place="sum")
        assert table["reconciled"] == pytest.approx(whole @ x[: 3 * flows], abs=1e-6)
        assert reconciled.covariance_matrix(3) == pytest.approx(spread, abs=1e-5)
        assert table["reconciled"] == pytest.approx(
            sum(reconciled.flows.where(place=place)["reconciled"] for place in PLACES), abs=1e-9
        )
    assert reconciled.estimate.whole == (pytest.approx(misfit, rel=1e-6, abs=1e-7), dof)
    return reconciled


@given(graphs(processes=3, flows=6), st.data())
@settings(max_examples=40, deadline=None)
def test_sums_of_places_agree_with_one_dense_system(graph, data):
    system = built(graph)
    system.aggregate("sum")
    for flow in range(len(graph[1])):
        for place in PLACES:
            for _ in range(data.draw(st.integers(1, 2))):
                system.observe(f"F{flow}", place, value=data.draw(values), sd=data.draw(spreads))
    for flow in data.draw(st.sets(st.integers(0, len(graph[1]) - 1), min_size=1)):
        system.observe(f"F{flow}", "sum", value=3 * data.draw(values), sd=data.draw(spreads))
    agree(graph, system)


@given(graphs(processes=3, flows=6), st.data())
@settings(max_examples=40, deadline=None)
def test_shared_errors_agree_with_one_dense_system(graph, data):
    system = built(graph)
    system.aggregate("sum")
    for flow in range(len(graph[1])):
        for place in [*PLACES, "sum"]:
            error = data.draw(st.sampled_from(["", "factor", "survey"]))
            system.observe(f"F{flow}", place, value=data.draw(values), **drawn_sd(data, error))
    reconciled = agree(graph, system)
    names = {o.shared for o in system.observations if o.shared}
    assert set(reconciled.estimate.errors) == names


def test_a_shared_source_makes_the_sum_as_doubtful_as_the_source():
    """Ten per cent of a national factor do not average out over the places, ten per cent of each would."""
    system = built((1, [(0, 1), (1, 0)]))
    system.aggregate("sum")
    for place in PLACES:
        system.observe("F0", place, value=100, sd=13, shared="factor", shared_sd=12)
    reconciled = system.reconcile()
    assert reconciled.value("F0", "sum") == pytest.approx((300, (36**2 + 3 * 5**2) ** 0.5), rel=1e-12)
    assert reconciled.value("F0", "a") == pytest.approx((100, 13), rel=1e-12)
    assert reconciled.flows.row(flow="F0", place="a")["sd"] == 13
    assert reconciled.observations["sd"].tolist() == [13, 13, 13]
    assert reconciled.flows.row(flow="F0", place="sum")["status"] == "observable"


@given(
    st.lists(st.tuples(spreads, spreads, st.sampled_from(["", "factor", "survey"])), min_size=2, max_size=5)
)
def test_the_mean_of_several_observations_keeps_what_they_share(told):
    """Against the dense covariance of the observations; weighted by the whole sd of each."""
    system = built((1, [(0, 1), (1, 0)]))
    for n, (alone, shared_sd, error) in enumerate(told):
        part = shared_sd if error else 0.0
        system.observe("F0", "a", value=n, sd=(alone**2 + part**2) ** 0.5, shared=error, shared_sd=part)
    stated = system.observations
    together = [[one.shared == other.shared != "" for other in stated] for one in stated]
    parts = np.array([one.shared_sd for one in stated])
    covariance = np.diag([own(one) ** 2 for one in stated]) + np.array(together) * np.outer(parts, parts)
    weight = np.array([one.sd for one in stated]) ** -2.0
    weight /= weight.sum()
    row = system.reconcile().flows.row(flow="F0", place="a")
    assert row["observed"] == pytest.approx(weight @ np.arange(len(told)), rel=1e-9)
    assert row["sd"] == pytest.approx((weight @ covariance @ weight) ** 0.5, rel=1e-9)


def test_sums_of_sums_hold_and_nothing_is_counted_twice():
    system = built((1, [(0, 1), (1, 0)]))
    system.aggregate("county", of=["a", "b"])
    system.aggregate("nation", of=["county", "c"])
    for place in PLACES:
        system.observe("F0", place, value=10, sd=1)
    system.observe("F0", "nation", value=36, sd=0)
    reconciled = system.reconcile()
    assert reconciled.value("F0", "county") == pytest.approx((24, (2 / 3) ** 0.5), rel=1e-12)
    assert reconciled.flows.row(flow="F0", place="nation")["status"] == "constant"
    assert reconciled.flows.row(flow="F0", place="a")["status"] == "redundant"
    assert reconciled.flows.row(flow="F0", place="a")["z"] == pytest.approx(-2 / (1 / 3) ** 0.5)
    system.aggregate("twice", of=["county", "a"])
    with pytest.raises(FlowSystemError, match="twice counts one of its places twice"):
        system.reconcile()


def in_years(years, shared=""):
    system = MFASystem("years", places=PLACES, years=years)
    system.flow("F0", source=None, target="P")
    system.flow("F1", source="P", target=None)
    system.aggregate("sum")
    system.bounds("F0", lower=0)
    for year in years:
        for n, place in enumerate(PLACES):
            added = {"shared": shared, "shared_sd": 1.0} if shared else {}
            system.observe("F0", place, year, value=year % 7 + 4 * n, sd=2 + n, **added)
            system.observe("F1", place, year, value=year % 5 + 4 * n, sd=2)
        system.observe("F0", "sum", year, value=12 + year % 3, sd=1)
    return system.reconcile()


def test_years_that_nothing_ties_are_each_year_alone():
    years = [2021, 2022, 2023]
    together, alone = in_years(years), [in_years([year]) for year in years]
    for year, one in zip(years, alone, strict=True):
        for column in ("reconciled", "sd_reconciled", "z"):
            assert together.flows.where(year=year)[column] == pytest.approx(one.flows[column], nan_ok=True)
        assert together.flows.where(year=year)["status"].tolist() == one.flows["status"].tolist()
        for place in [*PLACES, "sum"]:
            assert together.covariance_matrix(together.cell(place, year)) == pytest.approx(
                one.covariance_matrix(one.cell(place, year))
            )
    assert together.estimate.whole == (
        pytest.approx(sum(one.estimate.whole[0] for one in alone)),
        sum(one.estimate.whole[1] for one in alone),
    )


def test_an_error_that_years_share_ties_them():
    together, alone = in_years([2021, 2022], "factor"), in_years([2021], "factor")
    assert together.value("F0", "a", 2021)[1] < alone.value("F0", "a", 2021)[1]


def test_years_of_places_without_sums_have_nothing_to_tie():
    system = MFASystem("years", places=PLACES, years=[1, 2])
    system.flow("F0", source=None, target="P")
    system.flow("F1", source="P", target=None)
    assert system.reconcile().estimate.whole is None


def test_a_sum_may_be_observed_of_a_flow_that_others_tell():
    """Nobody observed F1 in the places, but what runs in; the sum of it moves that."""
    system = built((1, [(0, 1), (1, 0)]))
    system.aggregate("sum")
    for place in PLACES:
        system.observe("F0", place, value=10, sd=1)
    system.observe("F1", "sum", value=36, sd=0)
    reconciled = system.reconcile()
    assert reconciled.value("F0", "a") == pytest.approx((12, (2 / 3) ** 0.5), rel=1e-12)
    assert reconciled.flows.row(flow="F0", place="a")["status"] == "redundant"
    assert reconciled.flows.row(flow="F1", place="a")["status"] == "observable"


def test_sums_that_are_constants_must_agree():
    system = built((1, [(0, 1), (1, 0)]))
    system.aggregate("sum")
    system.observe("F0", "sum", value=30, sd=0)
    system.observe("F0", "sum", value=31, sd=0)
    for place in PLACES:
        system.observe("F0", place, value=10, sd=1)
    with pytest.raises(FlowSystemError, match="sums that are constants contradict each other"):
        system.reconcile()


def test_a_sum_of_what_nobody_can_know_in_a_place_is_refused_with_its_flow():
    system = built((1, [(0, 1), (1, 0)]))
    system.aggregate("sum")
    system.observe("F0", "a", value=10, sd=1)
    assert system.reconcile().flows.row(flow="F0", place="sum")["status"] == "unobservable"
    system.observe("F0", "sum", value=30, sd=1)
    with pytest.raises(FlowSystemError, match="sum: the flow F0 is observed as a sum"):
        system.reconcile()


def test_a_sum_that_nobody_can_know_lies_between_the_sums_of_its_parts():
    system = MFASystem("x", places=["a", "b"])
    system.flow("in", None, "P")
    system.flow("one", "P", None)
    system.flow("two", "P", None)
    system.aggregate("all")
    system.observe("in", "a", value=10, sd=1)
    system.observe("in", "b", value=5, sd=1)
    system.observe("one", "a", value=4, sd=1)
    found = system.reconcile()
    assert found.interval("one", "all") == pytest.approx((4, 9))
    assert found.interval("in", "all") == pytest.approx((15, 15))


@given(graphs(processes=2, flows=5), st.data())
@settings(max_examples=40, deadline=None)
def test_bounds_hold_together_with_sums_and_shared_errors(graph, data):
    """Against one dense quadratic programme of all places and errors, solved by PIQP."""
    system = built(graph)
    system.aggregate("sum")
    for flow in range(len(graph[1])):
        system.bounds(f"F{flow}", lower=0)
        for place in PLACES:
            error = data.draw(st.sampled_from(["", "factor"]))
            system.observe(f"F{flow}", place, value=data.draw(st.floats(-20, 40)), **drawn_sd(data, error))
    for flow in data.draw(st.sets(st.integers(0, len(graph[1]) - 1), min_size=1)):
        system.observe(f"F{flow}", "sum", value=data.draw(st.floats(-50, 50)), sd=data.draw(spreads))
    reconciled = system.reconcile()
    flows = len(graph[1])
    x = np.concatenate([reconciled.flows.where(place=place)["reconciled"] for place in PLACES])
    assert x.min() >= 0
    best = programme(graph, system)
    assert misfit_of(system, flows, x) <= misfit_of(system, flows, best) * (1 + 1e-7) + 1e-7


def misfit_of(system, flows, x):
    """The least misfit over the shared error, of given flows."""
    rows, right = [], []
    for o in system.observations:
        at, members = int(o.flow[0][1:]), [o.cell[0]] if o.cell[0] in PLACES else PLACES
        held = sum(x[PLACES.index(place) * flows + at] for place in members)
        rows.append(o.shared_sd / own(o))
        right.append((o.value - held) / own(o))
    rows, right = np.array(rows), np.array(right)
    error = rows @ right / (1 + rows @ rows)
    return ((right - rows * error) ** 2).sum() + error**2


def programme(graph, system):
    import piqp

    flows = len(graph[1])
    size = 3 * flows + 1
    hessian, slope = np.zeros((size, size)), np.zeros(size)
    hessian[-1, -1] = 1
    for o in system.observations:
        row = np.zeros(size)
        for place in [o.cell[0]] if o.cell[0] in PLACES else PLACES:
            row[PLACES.index(place) * flows + int(o.flow[0][1:])] = 1
        row[-1] = o.shared_sd
        hessian += np.outer(row, row) / own(o) ** 2
        slope -= row * o.value / own(o) ** 2
    matrix = np.hstack([block_diag(*[incidence(graph)] * 3), np.zeros((3 * graph[0], 1))])
    solver = piqp.DenseSolver()
    solver.settings.eps_abs = solver.settings.eps_rel = 1e-10
    low = np.append(np.zeros(size - 1), -np.inf)
    solver.setup(hessian, slope, matrix, np.zeros(len(matrix)), x_l=low, x_u=np.full(size, np.inf))
    solver.solve()
    return np.array(solver.result.x)[:-1]


def test_a_flow_that_a_sum_frees_from_its_bound_is_let_go():
    """By itself the first place is held at 0; the sum says that there is much more."""
    system = built((1, [(0, 1), (1, 0)]))
    system.aggregate("sum")
    system.bounds("F0", lower=0)
    for place, value in zip(PLACES, (-5, 10, 10), strict=True):
        system.observe("F0", place, value=value, sd=10)
    system.observe("F0", "sum", value=75, sd=0)
    reconciled = system.reconcile()
    assert [reconciled.value("F0", place)[0] for place in PLACES] == pytest.approx([15, 30, 30])
    assert reconciled.flows.row(flow="F0", place="a")["status"] == "redundant"


def test_a_sum_may_push_flows_onto_their_bounds():
    system = built((1, [(0, 1), (1, 0)]))
    system.aggregate("sum")
    system.bounds("F0", lower=0)
    for place, value in zip(PLACES, (1, 10, 10), strict=True):
        system.observe("F0", place, value=value, sd=1)
    system.observe("F0", "sum", value=6, sd=0)
    reconciled = system.reconcile()
    assert [reconciled.value("F0", place)[0] for place in PLACES] == pytest.approx([0, 3, 3])
    assert reconciled.estimate.multipliers == {(0, 0): pytest.approx(6)}


def test_shorter_steps_come_to_the_same_rest(monkeypatch):
    """Whole steps may go round in circles; half steps from the first on give the same."""
    monkeypatch.setattr(together_module, "WHOLE", 0)
    test_a_sum_may_push_flows_onto_their_bounds()
    test_a_flow_that_a_sum_frees_from_its_bound_is_let_go()


def test_places_with_relations_are_tied_once_while_others_change_sides():
    """One place has a relation that binds nothing: the answer is the one without it."""
    found = []
    for related in (False, True):
        system = built((1, [(0, 1), (1, 0)]))
        system.aggregate("sum")
        system.bounds("F0", lower=0)
        if related:
            system.relation({"F0": 1, "F1": -1}, place="c")
        for place, value in zip(PLACES, (1, 10, 10), strict=True):
            system.observe("F0", place, value=value, sd=1)
        system.observe("F0", "sum", value=6, sd=0)
        found.append([system.reconcile().value("F0", place)[0] for place in PLACES])
    assert found[1] == pytest.approx(found[0], abs=1e-9)
    assert found[0] == pytest.approx([0, 3, 3])


def test_bounds_beside_relations_are_not_computed_together_with_sums():
    system = built((1, [(0, 1), (1, 0)]))
    system.aggregate("sum")
    system.bounds("F0", lower=0)
    system.relation({"F0": 1, "F1": -1})
    for place in PLACES:
        system.observe("F0", place, value=1, sd=1)
    system.observe("F0", "sum", value=-30, sd=1)
    with pytest.raises(FlowSystemError, match=r"tied \(a\): the flow F0 is at its bound in a place"):
        system.reconcile()


def test_bounds_and_sums_that_do_not_come_to_rest_are_refused(monkeypatch):
    monkeypatch.setattr(together_module, "ROUNDS", 0)
    with pytest.raises(FlowSystemError, match="no flows were found that keep bounds and sums together"):
        test_a_sum_may_push_flows_onto_their_bounds()


# Downscaling ---------------------------------------------------------------------------------------------


def test_downscaling_without_local_figures_is_proportional_with_its_doubt():
    found = downscale((1000, 50), {"a": 10, "b": 30, "c": 60}, 0.2)
    assert found["value"].tolist() == pytest.approx([100, 300, 600], rel=1e-12)
    assert found["share"].tolist() == pytest.approx([0.1, 0.3, 0.6])
    # Each share in doubt, less what their sum tells; the nation's own doubt is shared out in proportion.
    own = (0.2 * np.array([100.0, 300.0, 600.0])) ** 2
    whole = own - own**2 / own.sum() + 0  # given the nation
    nation = 50.0**2 * (own / own.sum()) ** 2
    moving = 50.0**2 * np.array([0.1, 0.3, 0.6]) ** 2
    assert (found["sd"] ** 2 >= whole).all()
    assert found["sd"] ** 2 == pytest.approx(whole + moving, rel=1e-9)
    assert not np.allclose(nation, moving)


def test_a_local_measurement_moves_its_place_and_by_the_sum_the_others():
    found = downscale(1000, {"a": 10, "b": 30, "c": 60}, 0.2, local={"a": (150, 1)})
    assert found["value"].sum() == pytest.approx(1000, rel=1e-12)
    assert found["value"][0] == pytest.approx(150, abs=0.5)
    # The others give by their variances, not by their size: 60² against 120².
    given = np.array([300, 600]) - found["value"][1:]
    assert given[1] / given[0] == pytest.approx(4, rel=1e-9)


def test_places_without_a_proxy_have_nothing_and_nonsense_is_refused():
    found = downscale(100, {"a": 0, "b": 1}, {"a": 0.1, "b": 0.1})
    assert found["value"].tolist() == [0, pytest.approx(100)]
    for proxy in ({"a": -1.0}, {"a": float("nan")}):
        with pytest.raises(FlowSystemError, match=r"a: .* is no proxy"):
            downscale(100, proxy, 0.1)
    with pytest.raises(FlowSystemError, match="0 in every place"):
        downscale(100, {"a": 0}, 0.1)


def test_a_local_figure_where_the_proxy_is_nothing_is_refused_with_its_place():
    with pytest.raises(FlowSystemError, match=r"b: there is a figure of amount, 5, where the proxy is 0"):
        downscale((100, 5), {"a": 1, "b": 0}, 0.1, local={"b": (5, 1)})
    with pytest.raises(FlowSystemError, match=r"z: there is a figure of amount, 7, where"):
        downscale(100, {"a": 1, "z": 0}, 0.1, local={"z": (7, 0)})
    nothing = downscale((100, 5), {"a": 1, "b": 0}, 0.1, local={"a": (90, 3), "b": (0, 1)})
    assert nothing["value"].tolist() == [pytest.approx(nothing["value"].sum()), 0]
    system = MFASystem("years", places=["a", "b"], years=[2023, 2024])
    system.flow("in", None, "P")
    system.flow("out", "P", None)
    system.observe("in", "b", 2023, value=5, sd=1)
    system.observe("out", "b", 2024, value=5, sd=1)
    proxy = {"a": 1, "b": 0}
    assert downscaled(system, "in", 100, proxy, 0.1, year=2024).aggregates  # another year, another flow
    with pytest.raises(FlowSystemError, match="b: there is a figure of in, 5"):
        downscaled(system, "in", 100, proxy, 0.1, year=2023)


def test_downscaling_keeps_the_balances_of_the_places():
    system = built((1, [(0, 1), (1, 0), (1, 0)]))
    for place in PLACES:
        system.observe("F1", place, value=20, sd=2)
        system.observe("F2", place, value=10, sd=1)
    found = downscaled(system.reconcile(), "F0", (120, 5), dict(zip(PLACES, (1, 1, 2), strict=True)), 0.3)
    reconciled = found.reconcile()
    for place in [*PLACES, "nation"]:
        into, one, two = (reconciled.value(flow, place)[0] for flow in ("F0", "F1", "F2"))
        assert into == pytest.approx(one + two, rel=1e-12)
    assert sum(reconciled.value("F0", place)[0] for place in PLACES) == pytest.approx(
        reconciled.value("F0", "nation")[0], rel=1e-12
    )
    assert not system.aggregates


@pytest.mark.parametrize(
    ("national", "doubt", "says"),
    [
        (100, {"a": 0.1}, "b: say by sd_proxy how far off its share can be"),
        (100, -0.1, "a: say by sd_proxy"),
        ((100, 5), 0, "a: say by sd_proxy"),
        ((100, -5), 0.1, "nation: 100 ± -5 is no figure"),
    ],
)
def test_downscaling_says_what_it_lacks(national, doubt, says):
    with pytest.raises(FlowSystemError, match=says):
        downscale(national, {"a": 1, "b": 3}, doubt)
