"""The stock of a process within a system: from what runs in, and reconciled with what others say leaves."""

import pytest

from dugnad.engine.flows import FlowSystemError, MFASystem
from dugnad.engine.flows.lifetimes import Fixed, Normal
from dugnad.engine.flows.stocks import inflow_driven

YEARS = range(2015, 2025)


def _cars(sold=True):
    system = MFASystem("Cars", places=["0301", "3401"], years=YEARS)
    system.process("In use", stock=True)
    system.flow("Sold", source=None, target="In use")
    system.flow("Imported", source=None, target="In use")
    system.flow("Scrapped", source="In use", target=None)
    for year in YEARS if sold else ():
        for place in ("0301", "3401"):
            system.observe("Sold", place, year, value=float(year - 2014), sd=0.3)
            system.observe("Imported", place, year, value=1.0, sd=0.4)
    return system


def test_the_stock_of_a_process_follows_from_what_runs_into_it():
    stock = _cars().stock("In use", "0301")
    inflow, sd = stock.inflow
    assert inflow.tolist() == [year - 2013 for year in YEARS]
    assert sd == pytest.approx([0.5] * 10)
    found = stock.inflow_driven(Normal(5, 1.5))
    alone = inflow_driven(inflow, Normal(5, 1.5))
    assert found.stock.tolist() == alone.stock.tolist()
    assert found.years == tuple(YEARS)
    back = stock.stock_driven(found.stock, Normal(5, 1.5))
    assert back.inflow == pytest.approx(inflow, rel=1e-12)


def test_several_observations_of_a_year_are_weighed_and_a_constant_holds():
    system = _cars()
    system.observe("Sold", "0301", 2015, value=3.0, sd=0.3)
    system.observe("Imported", "0301", 2015, value=2.0, sd=0)
    inflow, sd = system.stock("In use", "0301").inflow
    assert inflow[0] == pytest.approx(2.0 + 2.0)
    assert sd[0] == pytest.approx(0.3 / 2**0.5)


def test_what_leaves_by_the_model_is_reconciled_with_what_others_say():
    system = _cars()
    stock = system.stock("In use", "0301")
    stock.observe_outflow(stock.inflow_driven(Fixed(5)), "Scrapped", relative_sd=0.2)
    told = [o for o in system.observations if o.flow[0] == "Scrapped"]
    assert [o.value for o in told] == [0, 0, 0, 0, 0, 2, 3, 4, 5, 6]
    assert told[5].source == "lifetime model (Fixed)"
    system.observe("Scrapped", "0301", 2024, value=7.0, sd=1.2, source="register")
    found = system.reconcile()
    assert found.value("Scrapped", "0301", 2024)[0] == pytest.approx(6.5)
    again = found.stock("In use", "0301").inflow_driven(Fixed(5))
    assert again.stock[-1] == pytest.approx(11 + 10 + 9 + 8 + 7)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: _cars().stock("Garage", "0301"), "There is no process “Garage”"),
        (lambda: _cars().stock("In use"), "The stock In use: say which place"),
        (lambda: _cars(sold=False).stock("In use", "0301").inflow, "Sold is not observed in 2015"),
        (
            lambda: _cars(sold=False).reconcile().stock("In use", "0301").inflow,
            "Sold cannot be known in 2015",
        ),
        (lambda: _without_years().stock("In use").inflow, "needs years, and Cars names none"),
        (lambda: _only_out().stock("In use").inflow, "Nothing runs into the process In use"),
    ],
)
def test_what_a_stock_lacks_is_named(ask, message):
    with pytest.raises(FlowSystemError, match=message):
        ask()


def _without_years():
    system = MFASystem("Cars")
    system.flow("Sold", source=None, target="In use")
    return system


def _only_out():
    system = MFASystem("Cars", years=[2024])
    system.flow("Scrapped", source="In use", target=None)
    return system


@pytest.mark.parametrize(("years", "share"), [([2020, 2021], -0.1), ([2020], 0.1)])
def test_an_outflow_of_other_years_or_with_no_sd_is_refused(years, share):
    system = MFASystem("cars", years=[2020, 2021])
    system.flow("in", None, "Use")
    system.flow("out", "Use", None)
    found = inflow_driven([1.0] * len(years), Fixed(1), years=years)
    with pytest.raises(FlowSystemError, match="of Use needs 2 years, and an sd that is 0 or more"):
        system.stock("Use").observe_outflow(found, "out", share)
