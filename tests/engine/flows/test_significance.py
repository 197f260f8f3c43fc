"""Tests of what was observed: published answers, what always holds, and errors that are found again."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from dugnad.engine.flows import FlowSystemError, MFASystem
from dugnad.engine.flows.gross_errors import BIAS, LEAK, hypotheses
from dugnad.engine.flows.significance import global_test, sidak_limit
from tests.engine.flows.cases import build, case, graphs, system_of

PUBLISHED = ["linear_01_p01", "linear_04_narasimhan_jordache_hx"]


@st.composite
def observed_systems(draw):
    """A system that chance made, with observations that disagree a little, and sometimes two of one flow."""
    graph = draw(graphs())
    numbers = range(len(graph[1]))
    flows = draw(st.lists(st.sampled_from(numbers), min_size=1, max_size=len(graph[1]) + 3))
    value, sd = st.integers(1, 100), st.integers(1, 9)
    return build(graph, [(flow, float(draw(value)), float(draw(sd))) for flow in flows])


def _chain(*values, sd=1.0):
    """in → P0 → P1 → … → out, each observed once."""
    system = MFASystem("chain")
    for number, value in enumerate(values):
        source = f"P{number - 1}" if number else None
        target = f"P{number}" if number < len(values) - 1 else None
        system.flow(f"F{number}", source=source, target=target)
        system.observe(f"F{number}", value=value, sd=sd)
    return system


# Published ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PUBLISHED)
def test_tests_give_the_published_answer(real_data, name):
    told = case(real_data, name)
    found, expected = system_of(told["A"], told["measured"], told["sd"]).reconcile().test, told["expected"]
    known = expected["global_test"]
    assert found.global_.statistic == pytest.approx(known["statistic"], rel=1e-9)
    assert found.global_.p_value == pytest.approx(known["p_value"], rel=1e-9)
    assert found.global_.limit == pytest.approx(known["critical_95"], rel=1e-9)
    assert (found.global_.dof, found.global_.rejected) == (known["dof"], known["detected"])
    assert found.measurement["z"] == pytest.approx(expected["measurement_test"]["z"], rel=1e-9)
    assert found.measurement["limit"] == pytest.approx(expected["measurement_test"]["sidak_critical"])
    assert found.nodal["z"] == pytest.approx(expected["nodal_test"]["z"], rel=1e-9)


def test_limits_are_those_of_the_distributions():
    assert sidak_limit(1) == pytest.approx(stats.norm.isf(0.025), rel=1e-12)
    assert sidak_limit(20, 0.01) == pytest.approx(stats.norm.isf((1 - 0.99 ** (1 / 20)) / 2), rel=1e-9)
    assert global_test(7.0, 3).p_value == pytest.approx(stats.chi2.sf(7.0, 3), rel=1e-12)
    assert np.isnan(sidak_limit(0))


# Not testable ---------------------------------------------------------------------------------------------


def test_what_nothing_else_tells_of_is_not_testable():
    system = MFASystem("one process")
    system.flow("in", source=None, target="P")
    system.flow("out", source="P", target=None)
    system.observe("in", value=10, sd=1)
    found = system.reconcile()
    assert (found.test.global_.dof, found.test.global_.rejected) == (0, False)
    assert np.isnan(found.test.global_.p_value)
    assert np.isnan(found.test.measurement["z"]).all()
    assert len(found.test.nodal) == 0
    assert found.identify_gross_errors().suspects == ()
    assert hypotheses(found, 0) == []


def test_a_constant_has_no_z_but_the_process_around_it_can_leak():
    system = _chain(10.0, 14.0)
    system.flow("side", source=None, target="P0")
    system.observe("side", value=2.0, sd=0)
    found = system.reconcile()
    told = dict(zip(found.test.measurement["flow"], found.test.measurement["z"], strict=True))
    assert np.isnan(told["side"])
    assert told["F0"] == pytest.approx(-np.sqrt(2))
    names = [one.name for one in hypotheses(found, 0)]
    assert names == ["F0", "F1", "leak of P0"]


def test_constants_alone_leave_nothing_to_test():
    found = _chain(10.0, 10.0, sd=0).reconcile()
    assert np.isnan(found.test.nodal["z"]).all()
    assert hypotheses(found, 0) == []


# What always holds ----------------------------------------------------------------------------------------


@given(observed_systems())
def test_a_gross_error_takes_off_what_leaving_its_observation_out_takes_off(system):
    found = system.reconcile()
    for one in hypotheses(found, 0):
        if one.fault == BIAS:
            number = int(found.observed.number[one.row])
            rest = system.without([number]).reconcile().test.global_.statistic
            lost = found.test.global_.statistic - rest
            assert one.statistic == pytest.approx(lost, rel=1e-6, abs=1e-7)


@given(observed_systems())
def test_the_largest_single_error_is_the_largest_z(system):
    found = system.reconcile()
    z = found.test.measurement["z"]
    biases = [one.statistic for one in hypotheses(found, 0) if one.fault == BIAS]
    assert len(biases) == np.isfinite(z).sum()
    if biases:
        assert max(biases) == pytest.approx(np.nanmax(z**2), rel=1e-6, abs=1e-7)


@given(observed_systems())
def test_equivalent_errors_say_the_same_of_each_other_and_weigh_the_same(system):
    found = {one.name: one for one in hypotheses(system.reconcile(), 0)}
    for name, one in found.items():
        assert name in one.equivalent
        for other in filter(found.__contains__, one.equivalent):
            assert found[other].equivalent == one.equivalent
            assert found[other].statistic == pytest.approx(one.statistic, rel=1e-6, abs=1e-7)


@given(observed_systems())
def test_serial_elimination_ends_with_a_system_that_agrees_or_has_nothing_left_to_say(system):
    found = system.reconcile().identify_gross_errors()
    left = len(found.reconciliation.system.observations)
    assert left + len(found.suspects) == len(system.observations)
    if found.before.rejected and not found.suspects:
        assert found.after.rejected  # together too much, yet no single one past its limit
    for one in found.suspects:
        assert one.name in found.among[one.cell]


# Errors that were put in ----------------------------------------------------------------------------------


def test_a_source_that_is_off_is_found_among_those_that_agree():
    system = _chain(100.0, 100.0, 100.0)
    system.observe("F1", value=160.0, sd=1.0, source="old survey")
    found = system.reconcile().identify_gross_errors()
    assert [(one.name, one.source) for one in found.suspects] == [("F1 (old survey)", "old survey")]
    assert found.suspects[0].magnitude == pytest.approx(60.0)
    assert found.suspects[0].equivalent == ("F1 (old survey)",)
    assert (found.before.rejected, found.after.rejected) == (True, False)
    assert found.after.statistic == pytest.approx(0.0, abs=1e-9)


def test_two_sources_of_a_flow_meet_in_a_balance_of_their_own():
    system = _chain(10.0, 10.0)
    system.observe("F0", value=14.0, sd=1.0)
    nodal = system.reconcile().test.nodal
    told = dict(zip(nodal["processes"], np.abs(nodal["imbalance"]), strict=True))
    assert told["sources of F0"] == pytest.approx(4.0)


def test_a_leak_is_told_with_its_size_and_the_flows_that_could_hide_it():
    system = _chain(100.0, 100.0, 80.0, 80.0, 80.0)
    leaks = [one for one in hypotheses(system.reconcile(), 0) if one.fault == LEAK]
    assert (leaks[0].name, leaks[0].equivalent) == ("leak of P1", ("leak of P1",))
    assert leaks[0].magnitude == pytest.approx(20.0)


def test_processes_that_only_unobserved_flows_join_are_tested_as_one():
    system = _chain(10.0, 5.0, 12.0)
    found = system.without([1]).reconcile().test.nodal
    assert found["processes"].tolist() == ["P0, P1"]
    assert found["imbalance"].tolist() == [-2.0]


def test_errors_that_cannot_be_told_apart_are_told_together():
    found = _chain(100.0, 90.0).reconcile().identify_gross_errors()
    assert found.suspects[0].equivalent == ("F0", "F1", "leak of P0")
    assert found.suspects[0].others == ("F1", "leak of P0")
    assert found.among == {(None, None): ("F0", "F1", "leak of P0")}


def test_the_table_of_suspects_has_all_that_could_be_the_error_and_in_which_way():
    told = _chain(100.0, 90.0).reconcile().identify_gross_errors().table()
    assert list(told.rows()) == [
        {
            "error": 1, "name": name, "place": None, "year": None, "size": pytest.approx(10.0),
            "wrong_by": way, "sd": pytest.approx(2**0.5), "left_out": name == "F0",
        }
        for name, way in (("F0", "too high"), ("F1", "too low"), ("leak of P0", "lost"))
    ]  # fmt: skip
    gained = _chain(90.0, 100.0).reconcile().identify_gross_errors().table()
    assert gained["wrong_by"].tolist() == ["too low", "too high", "gained"]
    agreeing = _chain(100.0, 100.0).reconcile().identify_gross_errors().table()
    assert (len(agreeing), agreeing.columns) == (0, told.columns)


def test_the_table_of_suspects_numbers_errors_that_are_told_apart():
    system = _chain(100.0, 100.0, 100.0)
    system.observe("F1", value=160.0, sd=1.0, source="old survey")
    system.observe("F2", value=20.0, sd=1.0, source="guess")
    told = system.reconcile().identify_gross_errors().table()
    assert list(zip(told["error"], told["name"], told["wrong_by"], strict=True)) == [
        (1, "F2 (guess)", "too low"), (2, "F1 (old survey)", "too high"),
    ]  # fmt: skip


def test_the_measurement_test_says_of_a_suspect_what_cannot_be_told_from_it():
    told = _chain(100.0, 90.0).reconcile().test.measurement
    assert told["cannot_be_told_from"].tolist() == ["F1; leak of P0", "F0; leak of P0"]
    system = _chain(100.0, 100.0, 100.0)
    system.observe("F1", value=160.0, sd=1.0, source="old survey")
    told = system.reconcile().test.measurement
    assert told.where(source="old survey")["cannot_be_told_from"].tolist() == [""]
    assert set(_chain(100.0, 100.0).reconcile().test.measurement["cannot_be_told_from"]) == {""}


def test_of_errors_that_tell_the_same_the_least_certain_observation_is_the_suspect():
    system = _chain(100.0, 90.0)
    system.flow("side", source="P0", target=None)
    system.observe("side", value=1.0, sd=2.0, source="guess")
    found = system.reconcile().identify_gross_errors()
    assert [one.name for one in found.suspects] == ["side (guess)"]


def test_each_place_is_tested_by_itself():
    system = MFASystem("two places", places=["0301", "3301"], years=[2024])
    system.flow("in", source=None, target="P")
    system.flow("out", source="P", target=None)
    for place, out in (("0301", 10.0), ("3301", 30.0)):
        system.observe("in", place, 2024, value=10.0, sd=1)
        system.observe("out", place, 2024, value=out, sd=1)
    found = system.reconcile()
    assert found.test.cells["rejected"].tolist() == [False, True]
    assert found.test.nodal["place"].tolist() == ["0301", "3301"]
    assert found.tests(alpha=1e-60).cells["rejected"].tolist() == [False, False]
    suspects = found.identify_gross_errors().suspects
    assert [one.cell for one in suspects] == [("3301", 2024)]


# Bounds ---------------------------------------------------------------------------------------------------


def _bounded(system, lower):
    """The same with every flow bounded from below."""
    found = system.without(())
    for flow in system.flows:
        found.bounds(flow, lower=lower)
    return found


@given(observed_systems())
def test_bounds_that_hold_no_flow_leave_every_gross_error_as_it_was(system):
    free, bounded = (hypotheses(one.reconcile(), 0) for one in (system, _bounded(system, -1e9)))
    assert bounded == free


def test_a_leak_is_told_where_bounds_are_stated_and_hold_nothing():
    found = _bounded(_chain(100.0, 100.0, 80.0, 80.0, 80.0), 0.0).reconcile()
    leaks = [one for one in hypotheses(found, 0) if one.fault == LEAK]
    assert [one.leaking for one in leaks][:1] == ["P1"]
    assert {one.leaking for one in hypotheses(found, 0) if one.fault == BIAS} == {""}
    suspects = _bounded(_chain(100.0, 90.0), 0.0).reconcile().identify_gross_errors().suspects
    assert suspects[0].equivalent == ("F0", "F1", "leak of P0")


def _branching():
    """in → A → through → B → out, what leaves A aside, and a rest of B that nobody saw; none backwards."""
    system = MFASystem("branching")
    told = {"in": (None, "A", 20.0), "through": ("A", "B", 5.0), "aside": ("A", None, 0.0)}
    for name, (source, target, value) in (told | {"out": ("B", None, 100.0)}).items():
        system.flow(name, source=source, target=target)
        system.observe(name, value=value, sd=1.0)
    system.flow("rest", source="B", target=None)
    return _bounded(system, 0.0)


def test_no_leak_is_told_of_where_a_bound_holds_a_flow_and_what_shows_alike_is_known_by_its_angle():
    found = _branching().reconcile()
    assert found.status["aside", None, None, "goods"] == "at_bound"
    every = hypotheses(found, 0)
    assert {one.name for one in every} == {"in", "through", "out"}
    assert all(one.equivalent == (one.name,) for one in every)


def test_a_suspect_that_a_bound_held_until_another_was_left_out_is_told_too():
    found = _branching().reconcile().identify_gross_errors()
    assert [one.name for one in found.suspects] == ["out", "aside"]
    assert found.among == {(None, None): ("out", "aside")}
    assert not found.after.rejected


def test_a_bound_that_holds_a_flow_in_one_place_hides_no_leak_in_another():
    system = MFASystem("two places", places=["a", "b"])
    system.flow("in", source=None, target="P")
    system.flow("out", source="P", target=None)
    for place, value, out in (("a", 100.0, 90.0), ("b", -5.0, -9.0)):
        system.observe("in", place, value=value, sd=1)
        system.observe("out", place, value=out, sd=1)
    system.aggregate("both", of=["a", "b"])  # of which nothing was seen, so that it ties nothing
    told = {place: hypotheses(found, found.cell(place)) for found in [_bounded(system, 0.0).reconcile()]
            for place in ("a", "b")}  # fmt: skip
    assert [one.leaking for one in told["a"] if one.fault == LEAK] == ["P"]
    assert [one.leaking for one in told["b"] if one.fault == LEAK] == []
    system.observe("in", "both", value=80, sd=1)
    tied = system.reconcile()
    assert [one for one in hypotheses(tied, tied.cell("a")) if one.fault == LEAK] == []


# Where more than balances holds ---------------------------------------------------------------------------


def test_a_relation_makes_testable_what_balances_alone_do_not():
    system = MFASystem("two lines")
    for line in ("a", "b"):
        system.flow(f"{line} in", source=None, target=line)
        system.flow(f"{line} out", source=line, target=None)
        system.observe(f"{line} in", value=10.0, sd=1.0)
    system.observe("a out", value=10.0, sd=1.0)
    system.relation({"a in": 1.0, "b in": -1.0})
    system.observe("b out", value=19.0, sd=1.0)
    found = {one.name: one for one in hypotheses(system.reconcile(), 0)}
    assert found["b out"].magnitude == pytest.approx(9.0)
    assert found["b out"].equivalent == ("b out",)
    assert max(found.values(), key=lambda one: one.statistic).name == "b out"


def test_a_transfer_coefficient_in_doubt_is_tested_against_the_flows(real_data):
    told = case(real_data, "stan_cencic_2016")
    system = MFASystem("Cencic 2016")
    for flow in told["flows"]:
        ends = {end: None if flow[end] == "ENV" else flow[end] for end in ("source", "target")}
        system.flow(flow["id"], **ends)
        if flow["value"] is not None:
            system.observe(flow["id"], value=flow["value"], sd=flow["sd"])
    system.transfer_coefficient("TC43", process="P2", flow="m4", value=0.5, sd=0.05)
    found = system.reconcile()
    assert found.test.global_.statistic == pytest.approx(told["expected"]["objective"], rel=1e-8)
    z = dict(zip(found.test.measurement["flow"], found.test.measurement["z"], strict=True))
    biases = {one.name: one.statistic for one in hypotheses(found, 0) if one.fault == BIAS}
    assert biases == pytest.approx({name: z[name] ** 2 for name in ("m1", "m3", "m5")}, rel=1e-6)
    share = found.transfer_coefficients.row(name="TC43")
    assert z["TC43"] == share["z"]
    assert found.test.measurement["limit"][-1] == pytest.approx(sidak_limit(4))


@pytest.mark.parametrize("is_related", [False, True])
def test_what_is_as_good_as_certain_keeps_its_digits_by_balances_and_is_left_out_by_relations(is_related):
    system = MFASystem("scales and a guess")
    system.flow("in", source=None, target="P")
    system.flow("out", source="P", target=None)
    system.observe("in", value=100.0, sd=1e-9)
    system.observe("out", value=160.0, sd=1e6)
    if is_related:
        system.relation({"in": 1.0, "out": -1.0})
    found = {one.name: one for one in hypotheses(system.reconcile(), 0)}
    assert found["out"].magnitude == pytest.approx(60.0)
    assert found["out"].sd == pytest.approx(1e6)
    assert ("in" in found) is not is_related
    if not is_related:
        assert found["in"].magnitude == pytest.approx(-60.0)


def _two_places_and_their_sum(national):
    system = MFASystem("two places", places=["0301", "3401"], years=[2024])
    system.flow("in", source=None, target="P")
    system.flow("out", source="P", target=None)
    system.aggregate("Both")
    for place in ("0301", "3401"):
        system.observe("in", place, 2024, value=10.0, sd=1.0)
        system.observe("out", place, 2024, value=10.0, sd=1.0)
    system.observe("in", "Both", 2024, value=national, sd=1.0, source="national statistic")
    return system.reconcile()


def test_places_that_agree_with_themselves_can_disagree_with_their_sum():
    found = _two_places_and_their_sum(40.0)
    assert found.test.cells["rejected"].tolist() == [False, False, False]
    assert (found.test.global_.dof, found.test.global_.rejected) == (3, True)
    errors = found.identify_gross_errors()
    assert [(one.name, one.cell) for one in errors.suspects] == [("in (national statistic)", ("Both", 2024))]
    assert errors.suspects[0].magnitude == pytest.approx(20.0)
    assert (errors.after.dof, errors.after.rejected) == (2, False)


def test_places_that_agree_with_their_sum_have_no_suspects():
    assert _two_places_and_their_sum(20.5).identify_gross_errors().suspects == ()


@pytest.mark.parametrize("alpha", [0, 1, 5, -0.1])
def test_a_significance_that_is_no_chance_is_refused(alpha):
    found = _two().reconcile()
    for tested in (found.tests, found.identify_gross_errors):
        with pytest.raises(FlowSystemError, match="lies between 0 and 1"):
            tested(alpha=alpha)


def _two():
    system = MFASystem("two")
    system.flow("in", None, "P")
    system.flow("out", "P", None)
    system.observe("in", value=10, sd=1)
    system.observe("out", value=12, sd=1)
    return system
