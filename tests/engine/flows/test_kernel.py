"""The kernel in machine code, as Python and without a compiler: the same answers, and the same for draws."""

import importlib
import subprocess
import sys

import numba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dugnad.engine.flows import (
    aging,
    batch,
    bell,
    bounds,
    cohorts,
    draws,
    graph,
    kernel,
    lifetimes,
    plain,
    stocks,
    symbolic,
)
from tests.engine.flows.cases import dense, graphs, incidence


def ring(count, rng, links=3):
    tail = [*range(count), *rng.integers(0, count, links * count), *[-1] * count]
    head = [*[(node + 1) % count for node in range(count)], *rng.integers(-1, count, links * count)]
    return symbolic.symbolic(count, np.array([*head, *rng.integers(0, count, count)]), np.array(tail))


def systems(pattern, rng, count):
    edges = len(pattern.head)
    y, v = rng.normal(5, 20, (edges, count)), rng.uniform(0.1, 20, (edges, count)) ** 2
    v[rng.random(v.shape) < 0.1] = 0
    return y, v


def run_plain(pattern, y, v):
    p = pattern
    x, c, moved, multipliers = (
        np.empty_like(y),
        np.empty_like(y),
        np.empty_like(y),
        np.empty((p.nodes, y.shape[1])),
    )
    plain.run(p, y, v, x, c, moved, multipliers)
    return x, c, moved, multipliers[p.place]


@pytest.mark.parametrize("count", [1, 16, 33])
def test_both_paths_give_the_same(count):
    rng = np.random.default_rng(count)
    pattern = ring(11, rng)
    y, v = systems(pattern, rng, count)
    found = batch.balance(pattern, y, v)
    for one, other in zip(
        (found.x, found.c, found.moved, found.multipliers), run_plain(pattern, y, v), strict=True
    ):
        assert one == pytest.approx(other, rel=1e-9, abs=1e-9)
    assert batch.balance(pattern, y, v, with_variances=False).c.size == 0


def test_what_is_compiled_is_what_stands_in_python(monkeypatch):
    """Every compiled function as the Python that it was made from; few lanes, for it is slow."""
    rng = np.random.default_rng(3)
    functions = [
        (module, name)
        for module in (aging, batch, bell, bounds, draws, graph, kernel, symbolic)
        for name, function in vars(module).items()
        if hasattr(function, "py_func")
    ]
    pattern = ring(6, rng)
    y, v = systems(pattern, rng, 3)
    compiled_answer = batch.balance(pattern, y, v)
    many = rng.normal(5, 1, (5, len(pattern.head)))
    blocks = draws.blocks(many)
    held = bounds.held_by_bounds(pattern, y, v, np.zeros_like(y), np.full_like(y, 9.0)).sides
    projected = draws.projected(pattern, v[:, 0] + 1, blocks)
    contraction = graph.contract(4, np.array([0, 1, 1, 2, 3]), np.array([1, 2, 2, 3, 0]), np.zeros(5, bool))
    lasting = lifetimes.Normal(np.linspace(3, 30, 2), 2.0)
    in_use = stocks.stock_driven(many[:, :2], lasting)
    for module in (batch, bell, cohorts, draws):
        monkeypatch.setattr(module, "COMPILED", True)  # the way of machine code, whether or not there is any
    for module, name in functions:
        monkeypatch.setattr(module, name, getattr(module, name).py_func)
    monkeypatch.setattr(bell, "MANY", 0)
    monkeypatch.setattr(cohorts, "MANY", 0)
    assert len(functions) > 23
    assert stocks.stock_driven(many[:, :2], lasting).inflow == pytest.approx(in_use.inflow, rel=1e-12)
    again = symbolic.symbolic(pattern.nodes, *ends(pattern))
    assert (again.rows == pattern.rows).all()
    assert (again.target == pattern.target).all()
    answer = batch.balance(pattern, y, v)
    for name in ("x", "c", "moved", "multipliers"):
        assert getattr(answer, name) == pytest.approx(getattr(compiled_answer, name), rel=1e-12, abs=1e-12)
    assert draws.projected(pattern, v[:, 0] + 1, blocks) == pytest.approx(projected, abs=1e-12)
    assert (bounds.held_by_bounds(pattern, y, v, np.zeros_like(y), np.full_like(y, 9.0)).sides == held).all()
    once = graph.contract(4, np.array([0, 1, 1, 2, 3]), np.array([1, 2, 2, 3, 0]), np.zeros(5, bool))
    assert (once.observable == contraction.observable).all()
    assert (once.component == contraction.component).all()


def ends(pattern):
    """The ends of a pattern's edges by the nodes that they were given with."""
    given = np.append(np.argsort(pattern.place), -1)
    return given[pattern.head], given[pattern.tail]


def test_draws_are_put_onto_the_balances_as_each_alone(monkeypatch):
    rng = np.random.default_rng(5)
    pattern = ring(9, rng)
    many, v = rng.normal(5, 20, (100, len(pattern.head))), rng.uniform(0.1, 9, len(pattern.head))
    alone = batch.balance(
        pattern, many.T.copy(), np.repeat(v[:, None], 100, axis=1), with_variances=False
    ).x.T
    found = draws.unblocked(draws.projected(pattern, v, draws.blocks(many)), 100)
    assert found == pytest.approx(alone, abs=1e-10)
    monkeypatch.setattr(draws, "COMPILED", False)
    assert draws.unblocked(draws.projected(pattern, v, draws.blocks(many)), 100) == pytest.approx(
        alone, abs=1e-10
    )


@given(graphs(processes=4, flows=8), st.integers(0, 2**32))
@settings(max_examples=40, deadline=None)
def test_twenty_decades_of_weights_cost_digits_only_where_next_to_nothing_is_stated(drawn, seed):
    """Variances from 1e-10 to 1e10, against rational numbers: variances to 1e-13 of the flow's own.

    Values to 1e-11 of the largest, but for flows of which next to nothing is stated and which the balances
    tie down: there the digits are those of a difference × the variance. Of 37,000 systems 8 were off by more
    than 1e-11 for that, the worst by 3e-9 of the largest value, 8e-17 of the variance.
    """
    rng = np.random.default_rng(seed)
    source, target = (np.array(ends) - 1 for ends in zip(*drawn[1], strict=True))
    y = rng.uniform(1, 100, len(source))
    v = 10.0 ** rng.uniform(-10, 10, len(source))
    pattern = symbolic.symbolic(drawn[0], target, source)
    found = batch.balance(pattern, y[:, None], v[:, None])
    x, covariance = dense(incidence(drawn), y, v)
    assert (np.abs(found.x[:, 0] - x) <= 1e-11 * np.abs(y).max() + 1e-15 * v).all()
    assert (np.abs(found.c[:, 0] - np.diag(covariance)) <= 1e-13 * v).all()


@pytest.mark.parametrize("setting", ["NUMBA_DISABLE_JIT=1", "no numba"])
def test_the_engine_needs_no_compiler(setting):
    """Imported and used in a process of its own, with numba turned off and without numba."""
    program = f"""
import sys, os
{'os.environ["NUMBA_DISABLE_JIT"] = "1"' if "=" in setting else 'sys.modules["numba"] = None'}
from dugnad.engine.flows import MFASystem, compiled
assert not compiled.COMPILED
s = MFASystem("plain")
s.flow("A", source=None, target="P"); s.flow("B", source="P", target=None)
s.observe("A", value=10, sd=1); s.observe("B", value=12, sd=1)
print(*s.reconcile().value("A"))
"""
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert [float(number) for number in told.stdout.split()] == pytest.approx([11, 0.5**0.5])


def anew(monkeypatch, name):
    """A module of the engine as it is when it is loaded now; the one that the others use stays."""
    whole = f"dugnad.engine.flows.{name}"
    monkeypatch.setattr(sys.modules["dugnad.engine.flows"], name, sys.modules[whole])
    monkeypatch.delitem(sys.modules, whole)
    return importlib.import_module(whole)


def test_functions_are_compiled_where_numba_is_and_left_where_it_is_not(monkeypatch):
    monkeypatch.setattr(numba.config, "DISABLE_JIT", 0)
    assert hasattr(anew(monkeypatch, "compiled").compiled(ends), "inspect_llvm")
    monkeypatch.setitem(sys.modules, "numba", None)
    without = anew(monkeypatch, "compiled")
    assert not without.COMPILED
    assert without.compiled(ends) is ends


def test_functions_are_compiled_anew_where_they_cannot_be_kept(monkeypatch):
    monkeypatch.setattr(numba.config, "DISABLE_JIT", 0)
    space: dict = {}
    exec("def nowhere(number):\n    return number + 1", space)  # noqa: S102 — so that it stands in no file
    assert anew(monkeypatch, "compiled").compiled(space["nowhere"])(1) == 2


def test_piqp_may_be_missing(monkeypatch):
    assert anew(monkeypatch, "interior").INSTALLED
    monkeypatch.setitem(sys.modules, "piqp", None)
    assert not anew(monkeypatch, "interior").INSTALLED


def test_nothing_heavy_is_loaded_before_flows_are():
    heavy = "[name for name in ('numpy', 'scipy', 'numba') if name in sys.modules]"
    program = f"import sys, dugnad.engine, dugnad.engine.units; print({heavy})"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
