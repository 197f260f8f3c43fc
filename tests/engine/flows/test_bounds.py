"""Bounds: exactly the flows that they hold, and what nobody can know as an interval."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import null_space
from scipy.optimize import linprog

from dugnad.engine.flows import FlowSystemError, MFASystem, interior
from dugnad.engine.flows.bounded import Bounded
from dugnad.engine.flows.bounds import held_by_bounds
from dugnad.engine.flows.symbolic import symbolic
from tests.engine.flows.cases import build, case, dense, graphs, incidence, system_of

values, spreads = st.floats(-50, 100), st.floats(0.5, 50)


def test_a_bound_that_holds_a_flow_gives_the_hand_solved_answer(real_data):
    found = case(real_data, "bound_active")
    reconciled = system_of(found["A"], found["measured"], found["sd"], lower=found["lower"]).reconcile()
    expected = found["expected"]
    flows = reconciled.flows
    assert flows["reconciled"].tolist() == pytest.approx(expected["reconciled"], rel=1e-14, abs=0)
    assert [n for n, status in enumerate(flows["status"]) if status == "at_bound"] == expected["active"]
    assert reconciled.estimate.objective.tolist() == pytest.approx([expected["objective"]], rel=1e-13)
    assert reconciled.estimate.multipliers == {(0, 2): pytest.approx(expected["multiplier_of_bound"])}
    # What is held is known: the other two are equal, each half of their two variances.
    assert flows["sd_reconciled"].tolist() == pytest.approx([0.5**0.5, 0.5**0.5, 0])
    free = system_of(found["A"], found["measured"], found["sd"], lower=found["lower"]).reconcile(
        bounds="none"
    )
    assert free.flows["reconciled"].tolist() == pytest.approx(expected["unconstrained"], rel=1e-14)


def test_bounds_hold_from_above_too_and_only_where_they_were_stated():
    system = MFASystem("two", places=["a", "b"])
    system.flow("In", source=None, target="P")
    system.flow("Out", source="P", target=None)
    for place in ("a", "b"):
        system.observe("In", place, value=10, sd=1)
        system.observe("Out", place, value=14, sd=1)
    system.bounds("Out", upper=11, place="a")
    reconciled = system.reconcile()
    assert reconciled.value("In", "a") == (11, 0)
    assert reconciled.value("In", "b") == pytest.approx((12, 0.5**0.5))
    assert reconciled.estimate.multipliers == {(0, 1): pytest.approx(-2.0)}


def test_a_flow_that_is_told_by_others_is_held_as_well():
    """Nobody observed the third flow; below 0 it is held there, and the others meet."""
    system = system_of([[1, -1, -1]], [10, 12, None], [1, 1, None], lower=[None, None, 0])
    reconciled = system.reconcile()
    assert reconciled.flows["reconciled"].tolist() == pytest.approx([11, 11, 0], abs=1e-12)
    assert reconciled.flows["status"][2] == "at_bound"
    assert reconciled.estimate.multipliers == {(0, 2): pytest.approx(1.0)}


def test_flows_that_nobody_can_know_hold_others_by_their_bounds():
    """Two unknown outputs cannot make up for less than nothing that comes in."""
    system = system_of([[1, -1, -1]], [-2, None, None], [1, None, None], lower=[None, 0, 0])
    reconciled = system.reconcile()
    assert reconciled.flows["reconciled"].tolist() == pytest.approx([0, 0, 0], abs=1e-12)
    assert set(reconciled.flows["status"][1:]) <= {"at_bound", "observable"}


def test_flows_that_nobody_can_know_are_left_alone_where_they_have_room():
    reconciled = system_of([[1, -1, -1]], [2, None, None], [1, None, None], lower=[None, 0, 0]).reconcile()
    assert reconciled.flows["status"].tolist() == ["nonredundant", "unobservable", "unobservable"]


def test_bounds_hold_beside_transfer_coefficients():
    system = system_of([[1, -1, -1]], [100, 90, None], [5, 5, None])
    system.transfer_coefficient("share", process="P0", flow="F1", value=0.8, sd=0.05)
    system.bounds("F2", lower=20)
    system.bounds("F1", lower=0, upper=75)
    reconciled = system.reconcile()
    assert reconciled.value("F1") == pytest.approx((75, 0), abs=1e-12)
    assert reconciled.flows.row(flow="F1")["status"] == "at_bound"
    into, share = reconciled.value("F0")[0], reconciled.transfer_coefficients["value"][0]
    assert share == pytest.approx(75 / into, rel=1e-12)
    # The slope of what is left to choose, the input, is nothing.
    assert (into - 100) / 25 - (share - 0.8) / 0.0025 * 75 / into**2 == pytest.approx(0, abs=1e-9)


def test_bounds_that_leave_nothing_are_refused():
    system = system_of([[1, -1]], [10, 10], [1, 1])
    system.bounds("F0", lower=5)
    system.bounds("F0", upper=4)
    with pytest.raises(FlowSystemError, match="bounds of the flow F0 leave nothing between them"):
        system.reconcile()


def test_a_constant_beyond_its_bounds_is_refused_with_its_name():
    system = system_of([[1, -1]], [-1, 10], [0, 1], lower=[0, None])
    with pytest.raises(FlowSystemError, match="the constant F0 is beyond its bounds"):
        system.reconcile()


def test_bounds_that_no_balance_keeps_are_refused():
    system = system_of([[1, -1]], [10, None], [1, None])
    system.bounds("F0", upper=4)
    system.bounds("F1", lower=5)
    with pytest.raises(FlowSystemError):
        system.reconcile()


def test_bounds_of_observed_flows_that_no_balance_keeps_are_refused():
    system = system_of([[1, -1]], [10, 10], [1, 1])
    system.bounds("F0", upper=4)
    system.bounds("F1", lower=5)
    with pytest.raises(FlowSystemError, match="no flows keep both the balances and the bounds of F0, F1"):
        system.reconcile()


# Intervals -----------------------------------------------------------------------------------------------


def test_an_interval_is_told_of_what_nobody_can_know(real_data):
    system = system_of([[1, -1, -1]], [10, None, None], [1, None, None])
    reconciled = system.reconcile()
    assert reconciled.interval("F1") == (0, 10)
    assert reconciled.interval("F1", nonnegative=False) == (-np.inf, np.inf)
    assert reconciled.interval("F0") == (10, 10)
    system.bounds("F2", upper=3)
    assert system.reconcile().interval("F1") == (7, 10)


def test_an_interval_may_be_open_and_relations_narrow_it():
    system = system_of([[1, 1, -1, -1, 0], [0, 0, 0, 1, -1]], [10, None, None, None, None], [1] + [None] * 4)
    assert system.reconcile().interval("F2") == (0, np.inf)
    system.relation({"F1": 1, "F2": -0.5})
    assert system.reconcile().interval("F2") == (0, 20)
    system.transfer_coefficient("all", process="P1", flow="F4", value=1, sd=0.1)
    system.transfer_coefficient("unknown", process="P0", flow="F2")
    assert system.reconcile().interval("F2") == (0, 20)


def test_a_stock_may_shrink_within_its_interval():
    system = MFASystem("stock")
    system.process("Store", stock=True)
    system.flow("Out", source="Store", target=None)
    system.flow("In", source=None, target="Store")
    system.observe("Out", value=5, sd=1)
    reconciled = system.reconcile()
    assert reconciled.interval("change of Store") == (-5, np.inf)


def test_an_interval_that_cannot_be_is_refused_with_the_flow():
    system = system_of([[1, -1, -1]], [-10, None, None], [1, None, None])
    with pytest.raises(FlowSystemError, match="No flows balance in which F1 keeps its bounds"):
        system.reconcile().interval("F1")


# Against every set of flows that could be held -------------------------------------------------------------


def best_of_all(matrix, y, sd, lower):
    """The least misfit over all sets of held flows whose answer keeps the bounds."""
    best = None
    for held in product([False, True], repeat=len(y)):
        at = np.array(held) & np.isfinite(lower)
        if (at != np.array(held)).any():
            continue
        goal, weight = np.where(at, lower, y), np.where(at, 0.0, sd**2)
        x, _ = dense(matrix, goal, weight)
        scale = np.abs(y).max() + sd.max()
        if (np.abs(matrix @ x) <= 1e-8 * scale).all() and (x >= lower - 1e-8 * scale).all():
            misfit = (((x - y) / sd) ** 2).sum()
            if best is None or misfit < best[0]:
                best = misfit, x
    return best


@given(graphs(processes=3, flows=7), st.data())
@settings(max_examples=40, deadline=None)
def test_bounded_answers_are_the_best_of_every_set(graph, data):
    flows = len(graph[1])
    y = np.array([data.draw(values) for _ in range(flows)])
    sd = np.array([data.draw(spreads) for _ in range(flows)])
    lower = np.array([data.draw(st.sampled_from([0.0, 5.0, -np.inf])) for _ in range(flows)])
    system = build(graph, [(flow, y[flow], sd[flow]) for flow in range(flows)])
    for flow in np.flatnonzero(np.isfinite(lower)):
        system.bounds(f"F{flow}", lower=float(lower[flow]))
    best = best_of_all(incidence(graph), y, sd, lower)
    if best is None:
        with pytest.raises(FlowSystemError):
            system.reconcile()
        return
    reconciled = system.reconcile()
    x = reconciled.flows["reconciled"]
    assert (x >= lower).all()
    assert reconciled.estimate.objective[0] == pytest.approx(best[0], rel=1e-7, abs=1e-9)
    assert x == pytest.approx(best[1], abs=1e-6)


@given(graphs(processes=4, flows=9), st.data())
@settings(max_examples=40, deadline=None)
def test_bounds_on_flows_that_nobody_observed_come_to_the_optimum(graph, data):
    """Every flow is at least 0; the conditions of the optimum are looked at by a linear programme."""
    flows = len(graph[1])
    chosen = data.draw(st.lists(st.booleans(), min_size=flows, max_size=flows))
    observations = [(n, data.draw(values), data.draw(spreads)) for n in range(flows) if chosen[n]]
    system = build(graph, observations)
    for flow in range(flows):
        system.bounds(f"F{flow}", lower=0)
    reconciled = system.reconcile()
    x, known = reconciled.flows["reconciled"], reconciled.flows["status"] != "unobservable"
    assert (x[known] >= 0).all()
    # No direction among balanced flows that keeps the bounds lessens the misfit: its least slope is 0.
    slope = np.zeros(flows)
    for flow, value, sd in observations:
        slope[flow] = (x[flow] - value) / sd**2
    scale = max((abs(value) + sd for _, value, sd in observations), default=1.0)
    matrix = incidence(graph)
    feasible = linprog(
        np.zeros(flows), A_eq=matrix, b_eq=np.zeros(len(matrix)),
        bounds=[(x[n] - 1e-7 * scale, x[n] + 1e-7 * scale) if known[n] else (0, None) for n in range(flows)],
    )  # fmt: skip
    assert feasible.status == 0
    at = [known[n] and x[n] <= 1e-9 * scale for n in range(flows)]
    step = linprog(
        slope, A_eq=matrix, b_eq=np.zeros(len(matrix)),
        bounds=[(0 if at[n] else -1, 1) if known[n] else (-1, 1) for n in range(flows)],
    )  # fmt: skip
    if all(known):
        assert step.fun >= -1e-7 * max(1.0, np.abs(slope).max())


def ring(count, rng):
    """A pattern of some processes in a ring with links and an environment."""
    tail = [*range(count), *rng.integers(0, count, count), *[-1] * count]
    head = [*[(node + 1) % count for node in range(count)], *[-1] * count, *rng.integers(0, count, count)]
    return symbolic(count, np.array(head), np.array(tail))


def test_flows_that_go_round_in_circles_are_taken_as_if_seen(monkeypatch):
    """The first search gives up; begun where faint weights came to rest, the answer is the exact one."""
    systems = [
        system_of([[1, -1, -1]], [-2, None, None], [1, None, None], lower=[None, 0, 0]),
        system_of([[1, -1, -1]], [10, 12, None], [1, 1, None], lower=[None, None, 0]),
        system_of([[1, -1, -1, 0], [0, 1, 1, -1]], [4, 7, None, -3], [1, 2, None, 1], lower=[0, 0, 0, 0]),
    ]
    expected = [system.reconcile() for system in systems]
    tried, begin = [], Bounded._try

    def give_up_once(bounded, search, sides, into):
        tried.append(sides)
        return len(tried) % 2 == 0 and begin(bounded, search, sides, into)

    monkeypatch.setattr(Bounded, "_try", give_up_once)
    for system, exact in zip(systems, expected, strict=True):
        found = system.reconcile()
        values = found.flows["reconciled"], exact.flows["reconciled"]
        np.testing.assert_allclose(*values, rtol=1e-12, atol=1e-12)
        assert found.estimate.objective == pytest.approx(exact.estimate.objective, rel=1e-12)
        assert found.flows["status"].tolist() == exact.flows["status"].tolist()
    assert tried


def test_what_never_comes_to_rest_is_refused(monkeypatch):
    monkeypatch.setattr(Bounded, "_blocked", lambda *_: {1: -1})
    system = system_of([[1, -1, -1]], [-2, None, None], [1, None, None], lower=[None, 0, 0])
    with pytest.raises(FlowSystemError, match="no flows keep both"):
        system.reconcile()


def test_an_interior_point_finds_the_same_flows_where_exchange_stops_early():
    rng = np.random.default_rng(7)
    pattern = ring(12, rng)
    y = rng.normal(5, 20, (36, 4))
    v = rng.uniform(1, 20, (36, 4)) ** 2
    lower, upper = np.zeros_like(y), np.full_like(y, 15.0)
    whole = held_by_bounds(pattern, y, v, lower, upper)
    early = held_by_bounds(pattern, y, v, lower, upper, rounds=1)
    assert whole.settled.all()
    assert early.settled.all()
    assert early.x == pytest.approx(whole.x, abs=1e-9)


def test_without_an_interior_point_what_did_not_settle_is_told(monkeypatch):
    rng = np.random.default_rng(7)
    monkeypatch.setattr(interior, "INSTALLED", False)
    y = rng.normal(5, 20, (36, 1))
    found = held_by_bounds(
        ring(12, rng), y, np.ones_like(y), np.zeros_like(y), np.full_like(y, 15.0), rounds=1
    )
    assert not found.settled.any()


def test_many_bounded_systems_keep_the_conditions_of_the_optimum():
    """Karush, Kuhn and Tucker by dense algebra, for systems where about half of all flows are held."""
    rng = np.random.default_rng(11)
    pattern = ring(8, rng)
    y, v = rng.normal(3, 20, (24, 200)), rng.uniform(1, 20, (24, 200)) ** 2
    found = held_by_bounds(pattern, y, v, np.zeros_like(y), np.full_like(y, np.inf))
    assert found.settled.all()
    matrix = np.zeros((8, 24))
    for edge, (head, tail) in enumerate(zip(pattern.head, pattern.tail, strict=True)):
        if head != tail:
            matrix[head, edge] += head >= 0
            matrix[tail, edge] -= tail >= 0
    free = null_space(matrix)
    slopes = free.T @ ((found.x - y) / v - np.where(found.sides != 0, found.pulls, 0.0))
    assert np.abs(slopes).max() <= 1e-10
    assert (found.pulls >= -1e-12).all()
    assert found.x.min() >= -1e-10
