"""Accounts of a country: the published indicators, their uncertainty, and how they err together."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dugnad.engine import flows
from dugnad.engine.flows.accounts import (
    AccountError,
    Accounts,
    Quantity,
    ewmfa,
    study_of_accounts,
    used_again,
)
from tests.engine.flows.cases import case

PARTS = ("DE", "IMP", "EXP", "RCV_R", "IMP_W", "EXP_W")
NUMBER = st.floats(1, 1e6)


def _accounts(**parts):
    return Accounts.of(
        {name: told if isinstance(told, tuple) else (told, 0.0) for name, told in parts.items()}
    )


# Published cases ------------------------------------------------------------------------------------------


def test_statistics_norway_publishes_the_same_indicators(real_data):
    for record in case(real_data, "ewmfa_norway_ssb")["records"]:
        found = _accounts(DE=record["DE"], IMP=record["IMP"], EXP=record["EXP"])
        for name in ("DMI", "DMC", "PTB"):
            assert found.quantity(name) == Quantity(record["expected"][name], 0.0)


def test_the_rate_of_eurostat_is_what_its_definition_says(real_data):
    told, inverse = case(real_data, "eurostat_cmu_rate")["unit_checks"]
    used = {"RCV_R": told["RCV_R"], "IMP_W": told["IMPw"], "EXP_W": told["EXPw"]}
    found = _accounts(DE=told["DMC"], IMP=0, EXP=0, **used)
    assert found.U.value == told["expected"]["U"]
    assert found.CMU.value == pytest.approx(told["expected"]["CMU"], rel=1e-15)
    assert used_again(inverse["DMC"], inverse["CMU"]) == pytest.approx(inverse["expected_U"], rel=1e-12)


@given(st.floats(1, 1e6), st.floats(0, 0.9))
def test_a_rate_and_what_it_says_of_use_lead_back_to_each_other(consumption, rate):
    used = used_again(consumption, rate)
    found = _accounts(DE=consumption, IMP=0, EXP=0, RCV_R=used, IMP_W=0, EXP_W=0)
    assert found.CMU.value == pytest.approx(rate, abs=1e-12)


# Uncertainty ----------------------------------------------------------------------------------------------


def test_a_difference_is_less_certain_than_its_parts():
    found = _accounts(DE=(100, 3.0), IMP=(50, 4.0), EXP=(120, 12.0))
    assert (found.DMI.value, found.DMI.sd) == (150, 5.0)
    assert (found.DMC.value, found.DMC.sd) == (30, 13.0)
    assert (found.PTB.value, found.PTB.sd) == (-70, pytest.approx(np.sqrt(160)))
    assert found.correlation("DMI", "DMC") == pytest.approx(25 / 65)
    assert found.correlation("DMC", "PTB") == pytest.approx(160 / (13 * np.sqrt(160)))


def test_imports_and_exports_that_err_together_leave_the_balance_more_certain():
    parts = {"IMP": (50.0, 4.0), "EXP": (60.0, 4.0)}
    assert Accounts.of(parts, {("IMP", "EXP"): 1.0}).PTB.sd == 0.0
    assert Accounts.of(parts, {("IMP", "EXP"): 0.5}).PTB.sd == pytest.approx(4.0)


@given(st.tuples(*[NUMBER] * 6), st.tuples(*[st.floats(0.001, 0.03)] * 6))
def test_the_uncertainty_of_a_rate_is_that_of_draws(values, shares):
    values, sd = np.array(values), np.array(values) * shares
    found = Accounts.of({name: (v, s) for name, v, s in zip(PARTS, values, sd, strict=True)})
    if abs(found.DMC.value + found.U.value) < 20 * sd.sum():
        return  # a ratio to nearly nothing has no standard uncertainty
    draws = values + sd * np.random.default_rng(5).standard_normal((20_000, 6))
    new, used = draws[:, :3] @ [1, 1, -1], draws[:, 3:] @ [1, -1, 1]
    rate = used / (new + used)
    assert found.CMU.sd == pytest.approx(rate.std(), rel=0.06)
    expected = found.CMU.value + found.shift_of("CMU") * found.CMU.sd
    assert rate.mean() == pytest.approx(expected, abs=0.05 * found.CMU.sd)


def test_sums_have_no_curve_and_certain_parts_no_correlation():
    found = _accounts(DE=(100, 3.0), IMP=50, EXP=10, RCV_R=5, IMP_W=0, EXP_W=0)
    assert (found.shift_of("DMI"), found.correlation("DE", "IMP")) == (0.0, 0.0)
    assert _accounts(DE=9, IMP=0, EXP=0, RCV_R=1, IMP_W=0, EXP_W=0).shift_of("CMU") == 0.0


# What cannot be said --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: _accounts(DEU=1), "there is no part DEU"),
        (lambda: _accounts(DE=1).DMI, "DMI needs IMP"),
        (lambda: _accounts(DE=1, IMP=1, EXP=2, RCV_R=0, IMP_W=0, EXP_W=0).CMU, "DMC \\+ U is 0"),
        (lambda: Accounts.of_covariance(("DE",), [1], [[-1]]), "a variance would be negative"),
        (lambda: Accounts.of_covariance(("DE", "IMP"), [1, 1], [[1, 0.5], [0, 1]]), "not symmetric"),
        (lambda: used_again(100, 1.0), "a share from 0 up to 1, not 1"),
    ],
)
def test_what_cannot_be_said_is_named(ask, message):
    with pytest.raises(AccountError, match=message):
        ask()


# As a system of flows -------------------------------------------------------------------------------------

RECORD = {
    "year": 2018,
    "release": "2025-03-11",
    "unit": "1000 tonnes",
    "DE": 100,
    "DE_by_category": {"biomass": 40, "metal_ores": 60},
    "IMP": 11,
    "IMP_by_category": {"biomass": 5, "waste": 5},
    "EXP": 30,
}


def test_accounts_become_flows_that_balance_in_the_economy():
    study = study_of_accounts([RECORD], relative_sd={"DE": 0.05, "IMP": 0.02, "EXP": 0.1}, place="NO")
    assert [(flow.flow, flow.source, flow.target) for flow in study.flows] == [
        ("DE biomass", None, "Domestic extraction"),
        ("DE metal_ores", None, "Domestic extraction"),
        ("DE", "Domestic extraction", "Economy"),
        ("IMP biomass", None, "Imports"),
        ("IMP waste", None, "Imports"),
        ("IMP", "Imports", "Economy"),
        ("EXP", "Economy", None),
        ("DMC", "Economy", None),
    ]
    assert study.unit == "kt/a"
    assert [(told.flow, told.value, told.sd) for told in study.observations] == [
        ("DE biomass", 40.0, 2.0),
        ("DE metal_ores", 60.0, 3.0),
        ("IMP biomass", 5.0, 0.1),
        ("IMP waste", 5.0, 0.1),
        ("EXP", 30.0, 3.0),
    ]
    assert {(told.place, told.year, told.vintage) for told in study.observations} == {
        ("NO", 2018, "2025-03-11")
    }


def test_two_releases_of_a_year_that_disagree_are_two_sources(real_data):
    """2018 as Statistics Norway told it in 2020 and in 2025: imports of fossil energy were revised by 8 %."""
    records = [r for r in case(real_data, "ewmfa_norway_ssb")["records"] if r["year"] == 2018]
    found = study_of_accounts(records, relative_sd=0.02, source="SSB").system().reconcile()
    accounts = ewmfa(found)
    published = [record["expected"]["DMC"] for record in records]
    assert min(published) <= accounts.DMC.value <= max(published)
    assert accounts.DMC.value == pytest.approx(found.value("DMC")[0], rel=1e-12)
    assert accounts.DMC.sd == pytest.approx(found.value("DMC")[1], rel=1e-9)
    assert 0 < accounts.correlation("DMI", "DMC") < 1
    z = found.test.measurement.where(flow="IMP fossil_energy")["z"]
    assert np.abs(z) == pytest.approx([2.94, 2.94], abs=0.01)
    assert found.test.global_.dof == 16
    assert [one.name for one in found.identify_gross_errors().suspects] == []


def test_accounts_take_the_flows_that_are_named_and_tell_what_nobody_can_know():
    system = study_of_accounts([RECORD], relative_sd=0.05).system()
    system.flow("Recovered", None, "Economy")
    system.flow("Landfilled", "Economy", None)
    system.observe("Recovered", value=10.0, sd=1.0)
    found = system.reconcile()
    assert ewmfa(found, RCV_R="Recovered").quantity("RCV_R") == Quantity(10.0, 1.0)
    with pytest.raises(AccountError, match="nobody can know the flow Landfilled"):
        ewmfa(found, RCV_R="Landfilled")


def test_a_total_that_is_not_the_sum_of_its_categories_is_told():
    with pytest.raises(AccountError, match="DE of 2018 differs by 5 from the sum of its categories"):
        study_of_accounts([{**RECORD, "DE": 105}], relative_sd=0.05)


def test_no_records_make_no_observations():
    assert study_of_accounts([], relative_sd=0.1).observations == []


@pytest.mark.parametrize(
    ("told", "says"),
    [
        (lambda: Accounts.of({}), "there is no part in the accounts"),
        (lambda: Accounts.of({"DE": (1, -1)}), "the sd of DE is -1"),
        (lambda: Accounts.of({"DE": (1, 1)}, {("DE", "IMP"): 0.5}), "there is no IMP in the accounts"),
    ],
)
def test_accounts_refuse_what_cannot_be(told, says):
    with pytest.raises(AccountError, match=says):
        told()


SMALL = {"year": 2020, "DE": 5, "IMP": 3, "EXP": 2, "unit": "1000 tonnes"}


@pytest.mark.parametrize(
    ("records", "share", "says"),
    [
        ([SMALL, {**SMALL, "unit": "tonnes"}], 0.1, "in several units: 1000 tonnes, tonnes"),
        ([{"year": 2020, "DE": 5, "IMP": 3}], 0.1, "the record of 2020 has no EXP"),
        ([{"DE": 5, "IMP": 3, "EXP": 2}], 0.1, "the record of no year has no year"),
        ([SMALL], {"DE": 0.1}, "relative_sd tells no share of 0 or more for IMP"),
        ([SMALL], -0.1, "relative_sd tells no share of 0 or more for DE"),
    ],
)
def test_records_that_do_not_fit_are_refused(records, share, says):
    with pytest.raises(AccountError, match=says):
        study_of_accounts(records, relative_sd=share)


def test_accounts_are_told_beside_what_they_are_told_of():
    system = flows.MFASystem("region")
    for name, source, target, value in (
        ("DE", None, "E", 60),
        ("IMP", None, "E", 40),
        ("EXP", "E", None, 30),
    ):
        system.flow(name, source=source, target=target)
        system.observe(name, value=value, sd=1)
    system.flow("DMC", source="E", target=None)
    assert "ewmfa" in flows.__all__
    assert flows.ewmfa(system.reconcile()).DMI.value == pytest.approx(100)
