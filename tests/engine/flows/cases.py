"""Worked cases of others, and systems that chance makes, as systems of ours."""

import json
from fractions import Fraction

import numpy as np
from hypothesis import strategies as st

from dugnad.engine.flows import MFASystem


def case(folder, name):
    return json.loads((folder / "flows" / f"{name}.json").read_text(encoding="utf-8"))


def system_of(matrix, measured, sd, name="case", lower=None):
    """A system whose balances are the rows of a matrix: + runs in, − runs out."""
    system = MFASystem(name)
    for flow, column in enumerate(np.array(matrix).T):
        into, out = np.flatnonzero(column > 0), np.flatnonzero(column < 0)
        system.flow(
            f"F{flow}",
            source=f"P{out[0]}" if len(out) else None,
            target=f"P{into[0]}" if len(into) else None,
        )
        if measured[flow] is not None and sd[flow] is not None:
            system.observe(f"F{flow}", value=measured[flow], sd=sd[flow])
        if lower is not None and lower[flow] is not None:
            system.bounds(f"F{flow}", lower=lower[flow])
    return system


@st.composite
def graphs(draw, processes=5, flows=12):
    """(number of processes, [(source, target)]): 0 is the environment, every process has in and out."""
    count = draw(st.integers(1, processes))
    ends = st.integers(0, count)
    chosen = draw(st.lists(st.tuples(ends, ends), max_size=flows - 2))
    edges = [(a, b) for a, b in chosen if a != b]
    for process in range(1, count + 1):
        if not any(b == process for _, b in edges):
            edges.append((draw(st.integers(0, process - 1)), process))
        if not any(a == process for a, _ in edges):
            edges.append((process, draw(st.integers(0, process - 1))))
    return count, edges


def build(graph, observations, name="chance"):
    """A system of a graph; observations: [(flow number, value, sd)]."""
    _, edges = graph
    system = MFASystem(name)
    for number, (source, target) in enumerate(edges):
        system.flow(
            f"F{number}",
            source=f"P{source}" if source else None,
            target=f"P{target}" if target else None,
        )
    for flow, value, sd in observations:
        system.observe(f"F{flow}", value=value, sd=sd)
    return system


def incidence(graph):
    """The balances [process, flow]."""
    count, edges = graph
    matrix = np.zeros((count, len(edges)))
    for number, (source, target) in enumerate(edges):
        if target:
            matrix[target - 1, number] += 1
        if source:
            matrix[source - 1, number] -= 1
    return matrix


def rank(rows):
    """The rank of a matrix of rational numbers, exactly."""
    rows = [[Fraction(str(number)) for number in row] for row in rows]
    found = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((row for row in range(found, len(rows)) if rows[row][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for row in range(found + 1, len(rows)):
            factor = rows[row][column] / rows[found][column]
            rows[row] = [a - factor * b for a, b in zip(rows[row], rows[found], strict=True)]
        found += 1
    return found


def classes(matrix, observed):
    """The class of each flow by exact ranks: may it be left out, and does the rest still tell it?"""
    flows = range(len(observed))
    unit = [[1 if column == flow else 0 for column in flows] for flow in flows]
    known = [list(row) for row in matrix] + [unit[flow] for flow in flows if observed[flow]]
    found = []
    for flow in flows:
        rest = [row for row in known if row is not unit[flow]]
        told = rank([*rest, unit[flow]]) == rank(rest)
        if observed[flow]:
            found.append("redundant" if told else "nonredundant")
        else:
            found.append("observable" if told else "unobservable")
    return found


def dense(matrix, y, v):
    """x and C of flows that are all observed once, in rational numbers and only then rounded."""
    v = [Fraction(float(number)) for number in v]
    y = [Fraction(float(number)) for number in y]
    rows = [[Fraction(int(number)) for number in row] for row in matrix]
    flows = range(len(y))
    normal = [[sum(a * w * b for a, w, b in zip(one, v, two, strict=True)) for two in rows] for one in rows]
    right = [[*[row[flow] * v[flow] for flow in flows], sum(map(product, row, y))] for row in rows]
    solved = solve(normal, right)
    x = [
        y[flow] - v[flow] * sum(row[flow] * s[-1] for row, s in zip(rows, solved, strict=True))
        for flow in flows
    ]
    covariance = [
        [
            (v[one] if one == two else 0)
            - v[one] * sum(row[one] * s[two] for row, s in zip(rows, solved, strict=True))
            for two in flows
        ]
        for one in flows
    ]
    return np.array(x, dtype=float), np.array(covariance, dtype=float)


def product(one, other):
    return one * other


def solve(normal, right):
    """A solution of a consistent system that may be singular, by Gauss and Jordan."""
    count = len(normal)
    rows = [[*row, *side] for row, side in zip(normal, right, strict=True)]
    where = {}
    for column in range(count):
        pivot = next((n for n in range(count) if n not in where.values() and rows[n][column]), None)
        if pivot is None:
            continue
        where[column] = pivot
        rows[pivot] = [number / rows[pivot][column] for number in rows[pivot]]
        for n in range(count):
            if n != pivot and rows[n][column]:
                factor = rows[n][column]
                rows[n] = [a - factor * b for a, b in zip(rows[n], rows[pivot], strict=True)]
    width = len(right[0]) if right else 0
    return [rows[where[n]][count:] if n in where else [Fraction(0)] * width for n in range(count)]
