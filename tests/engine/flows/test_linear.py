"""Weighted least squares: published cases, and what must hold of every system."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dugnad.engine.flows import FlowSystemError, MFASystem
from tests.engine.flows.cases import build, case, classes, dense, graphs, incidence, system_of

PUBLISHED = ("linear_01_p01", "linear_04_narasimhan_jordache_hx")


# Published cases -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PUBLISHED)
def test_reconcile_gives_the_published_answer(real_data, name):
    found = case(real_data, name)
    reconciled = system_of(found["A"], found["measured"], found["sd"]).reconcile()
    expected = found["expected"]
    flows = reconciled.flows
    assert flows["reconciled"] == pytest.approx(expected["reconciled"], rel=1e-12)
    assert flows["sd_reconciled"] == pytest.approx(expected["sd"], rel=1e-12)
    assert flows["z"] == pytest.approx(expected["measurement_test"]["z"], rel=1e-12)
    assert reconciled.estimate.objective == pytest.approx(expected["objective"], rel=1e-12)
    assert reconciled.estimate.dof.tolist() == [expected["global_test"]["dof"]]
    assert reconciled.covariance_matrix(0) == pytest.approx(np.array(expected["covariance"]), rel=1e-12)
    assert set(flows["status"]) == {"redundant"}
    published = np.array(found["published"]["reconciled"])
    assert np.abs(flows["reconciled"] - published).max() <= found["tolerance"]["published_abs"]


# Networks of the literature as (from, to) of each flow, 0 the environment; the numbers are ours.
NETWORKS = {
    # M. Alhaj-Dibo, D. Maquin and J. Ragot, “Data reconciliation: a robust approach using a contaminated
    # distribution”, Control Engineering Practice 16 (2008): a mineral processing plant with recycles.
    "Alhaj-Dibo": (
        9,
        [
            *((0, 1), (1, 2), (2, 3), (3, 1), (3, 4), (4, 5), (5, 6), (5, 0), (6, 0), (6, 4)),
            *((2, 7), (7, 8), (7, 8), (8, 9), (9, 0), (9, 7)),
        ],
    ),
    # R. R. Rao and S. Narasimhan, “Comparison of techniques for data reconciliation of multicomponent
    # processes”, Ind. Eng. Chem. Res. 35 (1996).
    "Rao": (
        4,
        [(0, 1), (1, 2), (1, 2), (2, 4), (2, 3), (2, 0), (2, 0), (4, 0), (4, 0), (3, 0), (3, 0)],
    ),
}


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("decades", [0, 5])
def test_networks_of_the_literature_agree_with_rational_numbers(name, decades):
    graph = NETWORKS[name]
    flows = np.arange(1, len(graph[1]) + 1)
    y, sd = 100.0 + (37 * flows) % 53, (1.0 + (11 * flows) % 7) * 10.0 ** (decades * np.sin(flows))
    reconciled = build(graph, list(zip(range(len(y)), y, sd, strict=True))).reconcile()
    x, covariance = dense(incidence(graph), y, sd**2)
    assert reconciled.flows["reconciled"] == pytest.approx(x, rel=1e-12, abs=1e-9)
    assert reconciled.covariance_matrix(0) == pytest.approx(covariance, abs=1e-12 * (sd**2).max())
    assert (np.abs(reconciled.estimate.variance[0] - np.diag(covariance)) <= 1e-13 * sd**2).all()
    assert reconciled.estimate.dof.tolist() == [graph[0]]


def test_a_series_of_one_flow_is_its_weighted_mean():
    """Two sources of one flow: the mean by precision, and their difference is what is tested."""
    system = MFASystem("mean")
    system.flow("F", source=None, target="P")
    system.flow("G", source="P", target=None)
    system.observe("F", value=100, sd=10, source="A")
    system.observe("F", value=120, sd=10, source="B")
    reconciled = system.reconcile()
    assert reconciled.flows.row(flow="F")["reconciled"] == pytest.approx(110, rel=1e-14)
    assert reconciled.flows.row(flow="F")["sd_reconciled"] == pytest.approx(50**0.5, rel=1e-14)
    assert reconciled.flows.row(flow="F")["observed"] == pytest.approx(110, rel=1e-14)
    assert reconciled.flows.row(flow="F")["source"] == "A; B"
    assert reconciled.flows.row(flow="G")["status"] == "observable"
    assert reconciled.value("G") == pytest.approx((110, 50**0.5), rel=1e-14)
    assert reconciled.estimate.dof.tolist() == [1]
    assert reconciled.estimate.objective.tolist() == pytest.approx([2.0])
    assert reconciled.observations["z"].tolist() == pytest.approx([-(2**0.5), 2**0.5])
    assert reconciled.observations["source"].tolist() == ["A", "B"]


def test_constants_stay_and_carry_no_doubt():
    system = system_of([[1, 1, -1]], [100, 50, 140], [10, 0, 10])
    flows = system.reconcile().flows
    assert flows["reconciled"].tolist() == pytest.approx([95, 50, 145])
    assert flows["sd_reconciled"].tolist() == pytest.approx([50**0.5, 0, 50**0.5])
    assert flows["status"].tolist() == ["redundant", "constant", "redundant"]
    assert np.isnan(flows["z"][1])


def test_constants_that_do_not_balance_are_refused_with_the_process():
    system = system_of([[1, -1, 0], [0, 1, -1]], [5, 3, 4], [0, 0, 1])
    with pytest.raises(FlowSystemError, match="around the process P0, layer goods, do not balance"):
        system.reconcile()


def test_constants_of_one_flow_that_differ_are_refused_with_the_flow():
    system = system_of([[1, -1]], [5, 5], [0, 1])
    system.observe("F0", value=6, sd=0)
    with pytest.raises(FlowSystemError, match="constants of the flow F0 contradict"):
        system.reconcile()


def test_constants_that_balance_need_no_weights():
    flows = system_of([[1, -1, 0], [0, 1, -1]], [5, 5, 4], [0, 0, 1]).reconcile().flows
    assert flows["reconciled"].tolist() == [5, 5, 5]
    assert flows["sd_reconciled"].tolist() == [0, 0, 0]


def test_what_nobody_can_know_is_no_number():
    system = system_of([[1, -1, -1]], [10, None, None], [1, None, None])
    reconciled = system.reconcile()
    flows = reconciled.flows
    assert flows["status"].tolist() == ["nonredundant", "unobservable", "unobservable"]
    assert np.isnan(flows["reconciled"][1:]).all()
    assert np.isnan(flows["sd_reconciled"][1:]).all()
    assert np.isnan(flows["z"][0])
    assert reconciled.covariance().columns == ("F0",)
    assert np.isnan(reconciled.covariance_matrix(0)[1]).all()


def test_a_system_that_nobody_observed_is_told_too():
    flows = system_of([[1, -1]], [None, None], [None, None]).reconcile().flows
    assert flows["status"].tolist() == ["unobservable", "unobservable"]


def test_a_stock_takes_what_is_left():
    system = MFASystem("stock", years=[2023, 2024])
    system.process("In use", stock=True)
    system.flow("In", source=None, target="In use")
    system.flow("Out", source="In use", target=None)
    for year, into in ((2023, 10), (2024, 12)):
        system.observe("In", year=year, value=into, sd=3)
        system.observe("Out", year=year, value=4, sd=4)
    system.observe("change of In use", year=2024, value=7, sd=5)
    reconciled = system.reconcile()
    change = reconciled.flows.row(flow="change of In use", year=2023)
    assert (change["reconciled"], change["sd_reconciled"]) == pytest.approx((6, 5))
    assert change["status"] == "observable"
    assert reconciled.value("change of In use", year=2024) == pytest.approx((7.5, 12.5**0.5))


def test_hugely_different_weights_keep_their_digits():
    """Ten decades of standard deviations, against the same in whole numbers."""
    y, sd = [1_000.0, 400.0, 700.0, 100.0], [1e5, 1e-5, 1.0, 10.0]
    reconciled = system_of([[1, -1, -1, 0], [0, 0, 1, -1]], y, sd).reconcile()
    weight = 1 / 1.0**2 + 1 / 10.0**2 + 1 / (1e10 + 1e-10)
    third = (700 / 1.0 + 100 / 100.0 + 600 / (1e10 + 1e-10)) / weight
    assert reconciled.value("F2") == pytest.approx((third, weight**-0.5), rel=1e-13)
    assert reconciled.value("F3") == pytest.approx((third, weight**-0.5), rel=1e-13)


# Properties ----------------------------------------------------------------------------------------------

values = st.floats(0.1, 1000)
spreads = st.floats(0.01, 100)


@st.composite
def observed_systems(draw, everything=False):
    graph = draw(graphs())
    flows = len(graph[1])
    chosen = [True] * flows if everything else draw(st.lists(st.booleans(), min_size=flows, max_size=flows))
    observations = [(flow, draw(values), draw(spreads)) for flow in range(flows) if chosen[flow]]
    return graph, observations, chosen


@given(observed_systems())
@settings(max_examples=150, deadline=None)
def test_classes_agree_with_exact_ranks(drawn):
    graph, observations, chosen = drawn
    flows = build(graph, observations).reconcile().flows
    assert flows["status"].tolist() == classes(incidence(graph).astype(int).tolist(), chosen)


@given(observed_systems(everything=True))
@settings(max_examples=100, deadline=None)
def test_answers_agree_with_rational_algebra(drawn):
    graph, observations, _ = drawn
    y, sd = (np.array([row[column] for row in observations]) for column in (1, 2))
    reconciled = build(graph, observations).reconcile()
    x, covariance = dense(incidence(graph), y, sd**2)
    scale, spread = np.abs(y).max(), (sd**2).max()
    assert np.abs(reconciled.flows["reconciled"] - x).max() <= 1e-12 * scale
    assert np.abs(reconciled.covariance_matrix(0) - covariance).max() <= 1e-11 * spread
    assert np.abs(reconciled.estimate.variance[0] - np.diag(covariance)).max() <= 1e-13 * spread


@given(observed_systems())
@settings(max_examples=100, deadline=None)
def test_balances_hold_and_covariances_are_what_they_must_be(drawn):
    graph, observations, _ = drawn
    reconciled = build(graph, observations).reconcile()
    known = reconciled.flows["status"] != "unobservable"
    x, covariance = reconciled.flows["reconciled"], reconciled.covariance_matrix(0)
    spread = max((sd**2 for _, _, sd in observations), default=1.0)
    for balance in incidence(graph):
        if known[balance != 0].all():
            whole = np.abs(x[balance != 0]).sum() / 2
            assert abs(balance[known] @ x[known]) <= 1e-9 * max(whole, 1e-3)
            assert np.abs(balance[known] @ covariance[np.ix_(known, known)]).max() <= 1e-10 * spread
    kept = covariance[np.ix_(known, known)]
    assert (kept == kept.T).all()
    assert np.linalg.eigvalsh(kept).min(initial=0) >= -1e-11 * spread
    assert np.diag(kept) == pytest.approx(reconciled.estimate.variance[0, known], abs=1e-10 * spread)


@given(observed_systems(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_flows_and_processes_changes_nothing(drawn, random):
    graph, observations, _ = drawn
    count, edges = graph
    first = build(graph, observations).reconcile()
    names = list(range(1, count + 1))
    random.shuffle(names)
    renamed = [0, *names]
    order = list(range(len(edges)))
    random.shuffle(order)
    turned = (count, [(renamed[edges[flow][0]], renamed[edges[flow][1]]) for flow in order])
    moved = [(order.index(flow), value, sd) for flow, value, sd in observations]
    random.shuffle(moved)
    second = build(turned, moved).reconcile()
    scale = max((value for _, value, _ in observations), default=1.0)
    for at, flow in enumerate(order):
        one, other = first.flows.row(flow=f"F{flow}"), second.flows.row(flow=f"F{at}")
        assert one["status"] == other["status"]
        assert one["reconciled"] == pytest.approx(other["reconciled"], abs=1e-9 * scale, nan_ok=True)
        assert one["sd_reconciled"] == pytest.approx(other["sd_reconciled"], abs=1e-5, nan_ok=True)


@given(observed_systems())
@settings(max_examples=50, deadline=None)
def test_other_units_scale_the_answer(drawn):
    graph, observations, _ = drawn
    in_tonnes = build(graph, observations).reconcile().flows
    in_kilograms = (
        build(graph, [(flow, 1000 * y, 1000 * sd) for flow, y, sd in observations]).reconcile().flows
    )
    for column in ("reconciled", "sd_reconciled"):
        assert in_kilograms[column] == pytest.approx(
            1000 * in_tonnes[column], rel=1e-6, abs=1e-3, nan_ok=True
        )
    assert in_kilograms["status"].tolist() == in_tonnes["status"].tolist()


@given(graphs(), st.data())
@settings(max_examples=40, deadline=None)
def test_many_places_at_once_are_each_place_alone(graph, data):
    """Cells with patterns of their own, some flows observed twice, some constant."""
    places = ["a", "b", "c", "d"]
    whole = MFASystem("whole", places=places)
    alone = {place: MFASystem("alone") for place in places}
    for number, (source, target) in enumerate(graph[1]):
        ends = {"source": f"P{source}" if source else None, "target": f"P{target}" if target else None}
        for system in (whole, *alone.values()):
            system.flow(f"F{number}", **ends)
        for place in places:
            for _ in range(data.draw(st.integers(0, 2))):
                stated = {"value": data.draw(values), "sd": data.draw(spreads)}
                whole.observe(f"F{number}", place, **stated)
                alone[place].observe(f"F{number}", **stated)
    together = whole.reconcile()
    for place in places:
        one, other = alone[place].reconcile().flows, together.flows.where(place=place)
        assert one["status"].tolist() == other["status"].tolist()
        for column in ("reconciled", "sd_reconciled", "observed", "sd"):
            assert one[column] == pytest.approx(other[column], rel=1e-9, abs=1e-9, nan_ok=True)
