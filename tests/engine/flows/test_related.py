"""Relations, transfer coefficients and concentrations: published cases, and others' optimum."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import least_squares

from dugnad.engine.flows import FlowSystemError, MFASystem
from tests.engine.flows.cases import build, case, classes, graphs, incidence, system_of

values, spreads = st.floats(1, 1000), st.floats(0.1, 100)


def stan(found):
    system = MFASystem("STAN")
    for flow in found["flows"]:
        source, target = (None if end == "ENV" else end for end in (flow["source"], flow["target"]))
        system.flow(flow["id"], source=source, target=target)
        if flow["value"] is not None:
            system.observe(flow["id"], value=flow["value"], sd=flow["sd"])
    for ratio in found["transfer_coefficients"]:
        system.transfer_coefficient(
            ratio["id"], process=ratio["process"], flow="m4", value=ratio["value"], sd=ratio["sd"]
        )
    return system


def test_known_shares_of_more_than_all_are_refused_with_their_names():
    system = system_of([[1, -1, -1]], [10, None, None], [1, None, None])
    system.transfer_coefficient("one", process="P0", flow="F1", value=0.6, sd=0)
    with pytest.raises(FlowSystemError, match=r"shares one, two are known .* add up to 1\.1, more than 1"):
        system.transfer_coefficient("two", process="P0", flow="F2", value=0.5, sd=0)
    system.transfer_coefficient("two", process="P0", flow="F2", value=0.4, sd=0)


def test_reconcile_gives_cencic_s_answer(real_data):
    found = case(real_data, "stan_cencic_2016")
    reconciled, expected = stan(found).reconcile(), found["expected"]
    ratio = reconciled.transfer_coefficients.row(name="TC43")
    values = {flow: reconciled.value(flow) for flow in expected["values"] if flow != "TC43"}
    values["TC43"] = ratio["value"], ratio["sd"]
    for name, (value, sd) in values.items():
        assert value == pytest.approx(expected["values"][name], rel=1e-12)
        assert sd == pytest.approx(expected["sd"][name], rel=1e-12)
    for name, value in found["published"]["values"].items():
        assert values[name][0] == pytest.approx(value, abs=found["tolerance"]["published_abs"])
    classes = dict(zip(reconciled.flows["flow"], reconciled.flows["status"], strict=True))
    assert classes | {"TC43": ratio["status"]} == found["published"]["classification"]
    assert reconciled.estimate.objective.tolist() == pytest.approx([expected["objective"]], rel=1e-12)
    covariance = reconciled.covariance().to_pandas()
    assert covariance.loc["m1", "m3"] / (values["m1"][1] * values["m3"][1]) == pytest.approx(
        expected["correlation_m1_m3"], rel=1e-12
    )
    assert 0.05 < ratio["bend"] < 0.07


def test_degrees_of_redundancy_are_observations_less_what_they_must_tell(real_data):
    """m1, m3, m5 and TC43 are in doubt, and two numbers (m1 and m3) tell all that can be known: 4 − 2.

    The worked case says 1, four conditions less three unknown flows; m6 and m7 stand in one condition
    together, which is spent by both at once. With one degree all |z| would be equal; they are not.
    """
    reconciled = stan(case(real_data, "stan_cencic_2016")).reconcile()
    assert reconciled.estimate.dof.tolist() == [2]
    z = np.abs(reconciled.flows["z"])
    assert np.unique(z[~np.isnan(z)].round(6)).size == 3


def test_a_known_ratio_is_a_linear_row():
    system = system_of([[1, -1, -1]], [100, None, 30], [10, None, 10])
    system.transfer_coefficient("half", process="P0", flow="F1", value=0.5, sd=0)
    reconciled = system.reconcile()
    # x2 = x0 / 2: the mean of 100 ± 10 and 60 ± 20.
    assert reconciled.value("F0") == pytest.approx((92, 80**0.5), rel=1e-13)
    assert reconciled.value("F1") == pytest.approx((46, 80**0.5 / 2), rel=1e-13)
    assert reconciled.transfer_coefficients.row(name="half")["status"] == "constant"
    assert reconciled.estimate.dof.tolist() == [1]


def test_a_ratio_to_be_found_is_told_with_its_doubt():
    system = system_of([[1, -1, -1]], [100, 40, None], [10, 4, None])
    system.transfer_coefficient("share", process="P0", flow="F1")
    ratio = system.reconcile().transfer_coefficients.row(name="share")
    assert (ratio["value"], ratio["status"]) == (pytest.approx(0.4, rel=1e-13), "observable")
    assert ratio["sd"] == pytest.approx(0.4 * (0.1**2 + 0.1**2) ** 0.5, rel=1e-12)


def test_a_ratio_that_nobody_can_know_is_no_number():
    system = system_of([[1, -1, -1]], [100, None, None], [10, None, None])
    system.transfer_coefficient("share", process="P0", flow="F1")
    ratio = system.reconcile().transfer_coefficients.row(name="share")
    assert ratio["status"] == "unobservable"
    assert np.isnan([ratio["value"], ratio["sd"], ratio["z"]]).all()


def test_a_concentration_carries_goods_to_substances():
    system = MFASystem("copper", unit={"goods": "t/a", "Cu": "kg/a"}, layers=["goods", "Cu"])
    for layer in ("goods", "Cu"):
        system.flow("In", source=None, target="Sorting", layer=layer)
        system.flow("Out", source="Sorting", target=None, layer=layer)
    system.observe("In", value=50, sd=5, layer="goods")
    system.concentration("Cu in waste", flow="In", layer="Cu", value=2.0, sd=0.1)
    reconciled = system.reconcile()
    copper = reconciled.flows.row(flow="Out", layer="Cu")
    assert copper["reconciled"] == pytest.approx(100, rel=1e-13)
    assert copper["sd_reconciled"] == pytest.approx((10**2 + 5**2) ** 0.5, rel=1e-12)
    assert "In [Cu]" in reconciled.covariance().columns


def test_a_relation_ties_flows_that_no_process_does():
    system = system_of([[1, -1, 0, 0], [0, 0, 1, -1]], [10, None, 24, None], [1, None, 2, None])
    system.relation({"F3": 1, "F1": -2}, rhs=0)
    reconciled = system.reconcile()
    assert reconciled.flows["status"].tolist() == ["redundant", "observable", "redundant", "observable"]
    # Twice the first is 20 ± 2, the second 24 ± 2.
    assert reconciled.value("F2") == pytest.approx((22, 2**0.5), rel=1e-13)
    assert reconciled.flows.row(flow="F0")["z"] == pytest.approx(-(2**0.5), rel=1e-12)


def test_a_relation_may_tell_a_flow_by_itself():
    system = system_of([[1, -1, -1]], [10, None, None], [1, None, None])
    system.relation({"F1": 1}, rhs=4)
    reconciled = system.reconcile()
    assert reconciled.value("F1") == pytest.approx((4, 0), abs=1e-12)
    assert reconciled.value("F2") == pytest.approx((6, 1), rel=1e-12)


def test_relations_that_contradict_what_is_constant_are_refused_with_the_flows():
    system = system_of([[1, -1]], [10, None], [0, None])
    system.relation({"F1": 1}, rhs=11)
    with pytest.raises(FlowSystemError, match="case: what is known of F0, F1 contradicts itself"):
        system.reconcile()


def test_a_transfer_coefficient_asks_for_what_runs_into_its_process():
    system = MFASystem("stock")
    system.process("Store", stock=True)
    system.flow("Out", source="Store", target=None)
    system.transfer_coefficient("share", process="Store", flow="Out", value=0.1, sd=0.01)
    with pytest.raises(FlowSystemError, match="share: nothing runs into the process Store"):
        system.reconcile()


@given(graphs(), st.data())
@settings(max_examples=80, deadline=None)
def test_classes_with_relations_agree_with_exact_ranks(graph, data):
    flows = len(graph[1])
    chosen = data.draw(st.lists(st.booleans(), min_size=flows, max_size=flows))
    system = build(
        graph, [(flow, data.draw(values), data.draw(spreads)) for flow in range(flows) if chosen[flow]]
    )
    matrix = incidence(graph).astype(int).tolist()
    for _ in range(data.draw(st.integers(1, 2))):
        terms = data.draw(
            st.dictionaries(st.integers(0, flows - 1), st.sampled_from([1.0, -0.4, 2.5, 0.1]), min_size=2)
        )
        assume(len(terms) > 1)
        system.relation({f"F{flow}": number for flow, number in terms.items()})
        matrix.append([terms.get(flow, 0) for flow in range(flows)])
    reconciled = system.reconcile()
    assert reconciled.flows["status"].tolist() == classes(matrix, chosen)
    known = reconciled.flows["status"] != "unobservable"
    covariance = reconciled.covariance_matrix(0)[np.ix_(known, known)]
    for row in np.array(matrix, dtype=float):
        if known[row != 0].all():
            assert np.abs(row[known] @ covariance).max(initial=0) <= 1e-8 * max(1.0, np.abs(covariance).max())


@given(
    st.tuples(st.floats(90, 110), st.floats(1, 10)),
    st.tuples(st.floats(0.2, 0.8), st.floats(0.01, 0.1)),
    st.tuples(st.floats(-1, 1), st.floats(0.01, 0.1)),
    st.lists(st.tuples(st.floats(-1, 1), st.floats(1, 10)), min_size=2, max_size=2),
)
@settings(max_examples=40, deadline=None)
def test_transfer_coefficients_come_to_the_optimum(into, first, second, outs):
    """Against SciPy's least squares on the three numbers that tell everything, to the last digits."""
    other = (1 - first[0] + second[0] * second[1], second[1])
    one, two = 100 * first[0] + outs[0][0] * outs[0][1], 100 * (1 - first[0]) + outs[1][0] * outs[1][1]
    system = system_of(
        [[1, 1, -1, -1, 0], [0, 0, 1, 0, -1]],
        [into[0], None, one, two, None],
        [into[1], None, outs[0][1], outs[1][1], None],
    )
    system.transfer_coefficient("one", process="P0", flow="F2", value=first[0], sd=first[1])
    system.transfer_coefficient("two", process="P0", flow="F3", value=other[0], sd=other[1])
    reconciled = system.reconcile()
    ratios = reconciled.transfer_coefficients

    def misfits(free):
        return [
            (free[0] - one) / outs[0][1],
            (free[1] - two) / outs[1][1],
            (free[0] / (free[0] + free[1]) - first[0]) / first[1],
            (free[1] / (free[0] + free[1]) - other[0]) / other[1],
        ]

    best = least_squares(misfits, [one, two], xtol=1e-15, ftol=1e-15, gtol=1e-15)
    assert reconciled.estimate.objective[0] <= 2 * best.cost * (1 + 1e-9) + 1e-12
    assert reconciled.value("F2")[0] == pytest.approx(best.x[0], rel=1e-5)
    assert ratios["value"][0] == pytest.approx(best.x[0] / (best.x[0] + best.x[1]), rel=1e-5)


@pytest.mark.parametrize("value", [62, -0.1])
def test_a_coefficient_beyond_all_or_nothing_is_no_share(value):
    system = MFASystem("Sorting")
    system.flow("in", source=None, target="P")
    system.flow("out", source="P", target=None)
    with pytest.raises(FlowSystemError, match="is no share; a share lies between 0 and 1"):
        system.transfer_coefficient("Metal", process="P", flow="out", value=value, sd=0.1)
