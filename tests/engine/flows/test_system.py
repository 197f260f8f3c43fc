"""A system as data: what is stated wrongly is refused at once, with the name of the flow or the process."""

import re
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from dugnad.engine.flows import FlowSystemError, MFASystem, Table, bounded
from dugnad.engine.flows.bilinear import solve
from dugnad.engine.flows.reconciling import _refuse_unbalanced
from dugnad.engine.flows.symbolic import symbolic
from tests.engine.flows.cases import system_of


def simple(**given):
    system = MFASystem("waste", **given)
    for layer in system.layers:
        system.flow("In", source=None, target="Sorting", layer=layer)
        system.flow("Out", source="Sorting", target=None, layer=layer)
    return system


def refused(message):
    return pytest.raises(FlowSystemError, match=message)


# Processes and flows -------------------------------------------------------------------------------------


def test_a_process_is_stated_once_and_may_be_said_to_be_a_stock_after_its_flows():
    system = simple()
    assert system.process("Sorting", stock=True, group="plants").stock
    with refused("process “Sorting” is stated twice"):
        system.process("Sorting")
    with refused("A process has no name"):
        system.process("")


def test_a_flow_needs_two_ends_and_a_name_of_its_own():
    system = simple()
    with refused("flow Round runs from Sorting to itself"):
        system.flow("Round", source="Sorting", target="Sorting")
    with refused("flow Past runs from the environment to itself"):
        system.flow("Past", source=None, target=None)
    with refused("flow In is stated twice in the layer goods"):
        system.flow("In", source=None, target="Sorting")
    with refused("flow X: there is no layer “Cu” in waste"):
        system.flow("X", source=None, target="Sorting", layer="Cu")


def test_a_process_without_a_way_in_or_out_is_refused():
    system = simple()
    system.flow("Lost", source="Sorting", target="Hole")
    with refused("process Hole has only inputs in the layer goods"):
        system.reconcile()
    system.process("Hole", stock=True)
    assert len(system.reconcile().flows) == 4


def test_places_and_years_are_named_once_and_there_is_one_at_least():
    for given in ({"places": []}, {"places": ["a", "a"]}, {"years": [2020, 2020]}):
        with refused("named twice, or there is none"):
            simple(**given)


def test_sums_are_of_places_that_there_are():
    system = simple(places=["a", "b"])
    system.aggregate("both")
    with refused("“c” is no place|sum of “c”, which is no place of waste"):
        system.aggregate("more", of=["a", "c"])
    for name, of in (("both", ["a"]), ("a", ["b"]), ("twice", ["a", "a"])):
        with refused("is a place already, or sums one of its places twice"):
            system.aggregate(name, of=of)


# Observations --------------------------------------------------------------------------------------------


def test_observations_name_flow_place_and_year():
    system = simple(places=["0301", "3005"], years=[2023, 2024])
    with refused("There is no flow “Inn” in waste"):
        system.observe("Inn", "0301", 2023, value=1, sd=1)
    with refused("flow In: “0302” is no place of waste"):
        system.observe("In", "0302", 2023, value=1, sd=1)
    with refused("flow In: say which place of waste"):
        system.observe("In", year=2023, value=1, sd=1)
    with refused("flow In: “2022” is no year of waste"):
        system.observe("In", "0301", 2022, value=1, sd=1)
    with refused("flow In: say which year of waste"):
        system.observe("In", "0301", value=1, sd=1)
    assert system.observe("In", "0301", 2023, value=1, sd=1).cell == ("0301", 2023)


@pytest.mark.parametrize(
    ("value", "sd"), [(float("nan"), 1), (1, float("inf")), (1, -1), (None, 1), (1, None)]
)
def test_observations_are_numbers(value, sd):
    with refused("flow In: .* is no observation; sd is 0 for a constant"):
        simple().observe("In", value=value, sd=sd)


@pytest.mark.parametrize("wrong", ["12", "12 t", b"12", [1, 2], 1j, {}])
def test_what_is_no_number_is_refused_with_the_name_of_its_flow_or_ratio(wrong):
    for told in ({"value": wrong}, {"sd": wrong}, {"shared_sd": wrong}):
        with refused(f"flow In: “{re.escape(str(wrong))}” is no number"):
            simple().observe("In", **{"value": 1, "sd": 1} | told)
    with refused("relation of In, Out: “.*” is no number"):
        simple().relation({"In": 1, "Out": [wrong]})
    with refused("relation of In, Out: “.*” is no number"):
        simple().relation({"In": 1, "Out": -1}, rhs=wrong)
    with refused("flow In: “.*” is no number"):
        simple().bounds("In", upper=wrong)
    for told in ({"value": wrong}, {"sd": wrong}):
        with refused("share: “.*” is no number"):
            simple().transfer_coefficient("share", "Sorting", "Out", **{"value": 1, "sd": 0.1} | told)
        with refused("held: “.*” is no number"):
            simple(layers=["goods", "Cu"]).concentration("held", "In", "Cu", **{"value": 1, "sd": 1} | told)


def test_numbers_of_other_kinds_are_numbers():
    for value in (Decimal("2.5"), Fraction(5, 2), np.float32(2.5), np.array(2.5)):
        assert simple().observe("In", value=value, sd=1).value == 2.5
        share = simple().transfer_coefficient("share", "Sorting", "Out", value=value / 5, sd=value)
        assert (share.value, share.sd) == (0.5, 2.5)
        held = simple(layers=["goods", "Cu"]).concentration("held", "In", "Cu", value=value, sd=value)
        assert (held.value, held.sd) == (2.5, 2.5)


@pytest.mark.parametrize("value", [0, -3])
def test_nothing_at_or_below_nought_is_lognormal(value):
    with refused(f"flow In: {value} cannot be lognormal; what is so is above 0"):
        simple().observe("In", value=value, sd=1, dist="lognormal")
    assert simple().observe("In", value=value, sd=0, dist="lognormal").value == value


@pytest.mark.parametrize("with_process", [False, True])
def test_a_system_without_flows_has_nothing_to_reconcile(with_process):
    system = MFASystem("waste")
    if with_process:
        system.process("In use", stock=True)
    with refused("waste has no flows, so there is nothing to reconcile"):
        system.reconcile()


def test_observations_have_a_known_distribution_and_whole_shared_errors():
    with refused("flow In: the distribution “flat” is none of normal, lognormal"):
        simple().observe("In", value=1, sd=1, dist="flat")
    for wrong in ({"shared": "factor"}, {"shared_sd": 1.0}):
        with refused("flow In: a shared error needs both its name and its sd"):
            simple().observe("In", **{"value": 1, "sd": 1} | wrong)


@pytest.mark.parametrize(("sd", "shared_sd"), [(1, 2), (1, 1), (0, 1), (1, -0.5)])
def test_what_is_shared_is_a_part_of_the_sd(sd, shared_sd):
    with refused(f"flow In: the shared sd {shared_sd} is no part of the sd {sd}; it must be below that"):
        simple().observe("In", value=1, sd=sd, shared="factor", shared_sd=shared_sd)


def test_what_is_left_of_the_sd_is_its_own():
    stated = simple().observe("In", value=1, sd=5, shared="factor", shared_sd=4)
    assert (stated.sd, stated.shared_sd, stated.own_sd) == (5, 4, 3)
    assert simple().observe("In", value=1, sd=5).own_sd == 5


def test_a_sum_of_places_may_err_by_nothing_but_what_it_shares():
    system = simple(places=["a", "b"])
    system.aggregate("both")
    assert system.observe("In", "both", value=1, sd=2, shared="factor", shared_sd=2).own_sd == 0
    with refused("flow In: the shared sd 3 is no part of the sd 2"):
        system.observe("In", "both", value=1, sd=2, shared="factor", shared_sd=3)


def test_a_flow_in_several_layers_is_named_with_its_layer():
    system = simple(layers=["goods", "energy"], unit={"goods": "t/a", "energy": "GWh/a"})
    with refused("flow In runs in several layers: say which of goods, energy"):
        system.observe("In", value=1, sd=1)
    with refused("flow In does not run in the layer “Cu”"):
        system.observe("In", value=1, sd=1, layer="Cu")
    system.observe("In", value=3, sd=1, layer="energy")
    system.observe(("Out", "energy"), value=5, sd=1)
    reconciled = system.reconcile()
    assert reconciled.value(("In", "energy"))[0] == pytest.approx(4)
    assert reconciled.status["In", None, None, "goods"] == "unobservable"


# Units ---------------------------------------------------------------------------------------------------


def test_values_are_turned_into_the_unit_of_their_layer():
    system = simple(unit="t/a")
    assert system.observe("In", value=2, sd=0.5, unit="kt/a")[2:4] == (2000, 500)
    assert system.observe("In", value=2, sd=0.5, unit="t/a")[2:4] == (2, 0.5)
    for wrong in ("GWh/a", "kt"):
        with refused(f"flow In is counted in t/a, which “{wrong}” cannot be turned into"):
            system.observe("In", value=2, sd=1, unit=wrong)
    with refused("flow In: the unit “stone/a” is not known"):
        system.observe("In", value=2, sd=1, unit="stone/a")
    with refused("layer goods: the unit “stone” is not known"):
        simple(unit="stone")


# Ratios, relations, bounds -------------------------------------------------------------------------------


def test_ratios_are_refused_with_their_names():
    system = simple()
    with refused("share: the flow In does not come from the process Sorting"):
        system.transfer_coefficient("share", process="Sorting", flow="In", value=0.5, sd=0.1)
    for value, sd in ((0.5, None), (None, 0.1), (float("nan"), 0.1), (0.5, -1)):
        with refused("share: .* is no observation of a ratio"):
            system.transfer_coefficient("share", process="Sorting", flow="Out", value=value, sd=sd)
    system.transfer_coefficient("share", process="Sorting", flow="Out", value=1, sd=0.1)
    with refused("ratio share is stated twice"):
        system.transfer_coefficient("share", process="Sorting", flow="Out", value=1, sd=0.1)


def test_ratios_may_be_of_one_place_or_year():
    system = simple(places=["a", "b"], years=[1, 2])
    for place in ("a", "b"):
        system.transfer_coefficient("share", process="Sorting", flow="Out", value=1, sd=0.1, place=place)
    system.relation({"In": 1, "Out": -1}, year=2)
    assert len(system.reconcile().transfer_coefficients) == 4
    with refused("share2: “c” is no place of waste"):
        system.transfer_coefficient("share2", process="Sorting", flow="Out", value=1, sd=0.1, place="c")


def test_relations_and_bounds_are_refused_with_their_flows():
    for terms in ({}, {"In": 0}, {"In": float("inf")}):
        with refused("relation of .* has no terms or no numbers"):
            simple().relation(terms)
    with refused("flow In is at least 3 and at most 2"):
        simple().bounds("In", lower=3, upper=2)


def test_reconcile_is_asked_for_what_there_is():
    for wrong in ({"method": "magic"}, {"bounds": "loose"}, {"covariance": "none"}):
        with refused("waste: “.*” is none of"):
            simple().reconcile(**wrong)


def test_a_system_without_some_observations_is_a_copy():
    system = simple()
    system.observe("In", value=10, sd=1)
    system.observe("Out", value=12, sd=1)
    fewer = system.without([1])
    fewer.flow("Again", source=None, target="Sorting")
    assert (len(fewer.observations), len(system.observations), len(system.all_flows)) == (1, 2, 2)


# Tables --------------------------------------------------------------------------------------------------


def test_tables_are_read_by_column_row_and_value():
    table = Table({"flow": ["a", "b"], "value": [1.0, np.nan]}, ["x", "y"])
    assert table.columns == ("flow", "value")
    assert next(iter(table)) == {"flow": "a", "value": 1.0}
    assert table.row(flow="a")["value"] == 1
    assert len(Table({})) == 0
    with pytest.raises(KeyError, match="0 rows"):
        table.row(flow="c")
    frame = table.to_pandas()
    assert list(frame.index) == ["x", "y"]
    assert frame["value"].isna().tolist() == [False, True]


def test_a_table_of_numbers_is_an_array_and_one_with_words_names_them():
    table = Table({"a": [1, 2], "b": [3.0, np.nan]}, ["x", "y"])
    assert table.to_numpy() == pytest.approx(np.array([[1, 3], [2, np.nan]]), nan_ok=True)
    assert np.asarray(table.where(a=1), dtype=int).tolist() == [[1, 3]]
    assert (table.index, table.columns, table.where(a=2).index) == (("x", "y"), ("a", "b"), ("y",))
    assert (Table({}).to_numpy().shape, Table({}).index) == ((0, 0), ())
    with pytest.raises(TypeError, match="The column flow has no numbers"):
        Table({"value": [1.0], "flow": ["a"]}).to_numpy()
    with pytest.raises(ValueError, match="an array of them is a copy"):
        np.array(table, copy=False)


def test_a_covariance_is_a_matrix_with_the_names_of_its_flows():
    system = simple()
    system.flow("Side", source="Sorting", target=None)
    system.flow("Unknown", source="Sorting", target="Next")
    system.flow("Round", source="Next", target="Sorting")
    for flow, value in (("In", 10), ("Out", 7), ("Side", 4)):
        system.observe(flow, value=value, sd=1)
    system.bounds("Unknown", lower=0)
    found = system.reconcile()
    spread = found.covariance()
    assert spread.index == spread.columns == ("In", "Out", "Side")
    assert spread.to_numpy() == pytest.approx(np.array([[2, 1, 1], [1, 2, -1], [1, -1, 2]]) / 3, abs=1e-12)
    sums = np.array([1, -1, -1])
    assert sums @ np.asarray(spread) @ sums == pytest.approx(0, abs=1e-12)
    assert np.sqrt(np.diag(spread)) == pytest.approx([found.value(flow)[1] for flow in spread.index])
    assert simple().reconcile().covariance().to_numpy().shape == (0, 0)


# What must not happen ------------------------------------------------------------------------------------


def test_a_table_that_does_not_balance_never_leaves():
    system = simple()
    system.observe("In", value=10, sd=1)
    found = system.reconcile()
    found.estimate.value[0, 0] += 1e-6
    with refused("waste: the process Sorting does not balance in the layer goods"):
        _refuse_unbalanced(system, found.structure, found.observed, found.estimate)


def test_what_does_not_come_to_rest_is_refused(monkeypatch):
    system = system_of([[1, -1, -1]], [100, 40, None], [10, 4, None])
    system.transfer_coefficient("share", process="P0", flow="F1", value=0.9, sd=0.01)
    monkeypatch.setitem(solve.__globals__, "STEPS", 1)
    with refused(r"case: no flows were found that keep the transfer coefficients \(1 steps\)"):
        system.reconcile()


def test_bounds_that_do_not_settle_are_refused(monkeypatch):
    system = system_of([[1, -1, -1]], [10, 12, 0.5], [1, 1, 1], lower=[0, 0, 0])
    real = bounded.held_by_bounds
    monkeypatch.setattr(bounded, "held_by_bounds", lambda *given: unsettled(real(*given)))
    with refused("case: no flows keep both the balances and the bounds of F0, F1, F2"):
        system.reconcile()
    monkeypatch.setattr(bounded, "exchange", lambda attempt, sides: unsettled(started(attempt, sides)))
    system = system_of([[1, -1, -1]], [10, 12, None], [1, 1, None], lower=[0, 0, 0])
    with refused("no flows keep both the balances and the bounds"):
        system.reconcile()


def started(attempt, sides):
    return real_exchange(attempt, sides)


real_exchange = bounded.exchange


def unsettled(held):
    held.settled[:] = False
    return held


def test_systems_of_many_processes_are_ordered_by_others():
    """Beyond 200 nodes SuperLU orders; a chain fills nothing either way."""
    nodes = 250
    chain = symbolic(nodes, np.arange(nodes), np.arange(nodes) - 1)
    assert chain.fill == nodes - 1
    assert sorted(chain.place) == list(range(nodes))


def test_steps_that_overshoot_are_halved():
    """A share that the flows contradict by many sd: a whole step would make it worse."""
    system = system_of([[1, -1, -1]], [75, 26, 187], [44.5, 32.5, 1.5])
    system.transfer_coefficient("share", process="P0", flow="F1", value=0.9, sd=0.01)
    reconciled = system.reconcile()
    share = reconciled.transfer_coefficients.row(name="share")["value"]

    def misfit(into, out):
        away = ((into - 75) / 44.5, (out - 26) / 32.5, (into - out - 187) / 1.5, (out / into - 0.9) / 0.01)
        return sum(number**2 for number in away)

    into, out = reconciled.value("F0")[0], reconciled.value("F1")[0]
    assert out == pytest.approx(share * into, rel=1e-12)
    least = misfit(into, out)
    assert reconciled.estimate.objective[0] == pytest.approx(least, rel=1e-9)
    for step in ((1e-2, 0), (-1e-2, 0), (0, 1e-2), (0, -1e-2), (1e-2, 1e-2), (-1e-2, -1e-2)):
        assert misfit(into + step[0], out + step[1]) > least


def test_a_table_shows_its_rows_where_it_is_looked_at():
    table = Table({"flow": ["Metal", "b"], "value": [1234.56789, np.nan]})
    assert repr(table).splitlines() == ["   flow    value", "  Metal  1234.57", "      b      nan", "2 rows"]
    assert repr(Table({"year": range(200)}, [str(year) for year in range(200)])).splitlines()[-2:] == [
        "59    59",
        "200 rows",
    ]
    assert repr(Table({})) == "\n0 rows"
