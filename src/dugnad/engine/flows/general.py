"""Weighted least squares under any linear conditions, in variance form.

min Σ (y − x)² / v over observed x, subject to G (x; u) = b, with u unknown. Conditions: with multipliers λ,
x = y − V G_x' λ, G_u' λ = 0, G_x x + G_u u = b, which is

    [ −G_x V G_x'   G_u ] [λ]   [b − G_x y]
    [    G_u'        0  ] [u] = [    0    ].

No weight 1 / v is ever formed, so constants (v = 0) are conditions like any other. Rows and columns are
scaled to one, the answer is refined. With the inverse [K₁₁ K₁₂; · K₂₂] of the matrix, cov x = V + V G_x' K₁₁
G_x V, cov u = K₂₂ and cov(x, u) = −V G_x' K₁₂.

Source: Å. Björck, Numerical Methods for Least Squares Problems, SIAM (1996), on the augmented system.
"""

from typing import Any

import numpy as np

from dugnad.engine.flows.estimate import Integers, Numbers


class Bordered:
    """The bordered matrix of independent rows, factored once.

    rows: sparse [condition, quantity]; v: variances of observed quantities; seen, sought: the columns of the
    observed and of the unknown quantities that are worked out. All others are held where they are.
    """

    def __init__(self, rows: Any, v: Numbers, seen: Integers, sought: Integers) -> None:
        from scipy.sparse import bmat, csc_matrix, diags
        from scipy.sparse.linalg import splu

        self.v, self.seen, self.sought = v, seen, sought
        spread = np.sqrt(v[seen])
        observed, unknown = rows[:, seen] @ diags(spread), rows[:, sought]
        largest = abs(observed).max(axis=1).toarray().ravel() if len(seen) else np.zeros(rows.shape[0])
        beside = abs(unknown).max(axis=1).toarray().ravel() if len(sought) else np.zeros(rows.shape[0])
        # A row that only unknowns fill is scaled by them; one with observed ones by their spread.
        self.by_row = 1.0 / np.where(largest > 0, largest, np.where(beside > 0, beside, 1.0))
        observed, unknown = diags(self.by_row) @ observed, diags(self.by_row) @ unknown
        columns = abs(unknown).max(axis=0).toarray().ravel() if len(sought) else np.zeros(0)
        self.by_column = 1.0 / np.where(columns > 0, columns, 1.0)
        self.observed = csc_matrix(observed)  # scaled: row × G × sd
        self.unknown = csc_matrix(unknown @ diags(self.by_column))
        corner = -(self.observed @ self.observed.T)
        self.matrix = bmat([[corner, self.unknown], [self.unknown.T, None]], format="csc")
        self.factor = splu(self.matrix) if self.matrix.shape[0] else None

    def solve(self, right: Numbers) -> Numbers:
        """The scaled system's answer, refined twice."""
        if self.factor is None:
            return right
        found = self.factor.solve(right)
        for _ in range(2):
            found = found + self.factor.solve(right - self.matrix @ found)
        return np.asarray(found)

    def fit(self, imbalance: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """b − G y in: adjustments of the observed, changes of the unknown, multipliers out."""
        count = len(self.by_row)
        found = self.solve(np.concatenate([self.by_row * imbalance, np.zeros(len(self.sought))]))
        scaled = found[:count]
        adjustment = -np.sqrt(self.v[self.seen]) * (self.observed.T @ scaled)
        return adjustment, self.by_column * found[count:], self.by_row * scaled

    def covariance(self) -> Numbers:
        """The covariance of (seen, sought), in this order."""
        count, spread = len(self.by_row), np.sqrt(self.v[self.seen])
        right = np.zeros((self.matrix.shape[0], len(self.seen) + len(self.sought)))
        right[:count, : len(self.seen)] = self.observed.toarray()
        right[count:, len(self.seen) :] = np.diag(self.by_column)
        found = self.solve(right)
        inner = np.eye(len(self.seen)) + self.observed.T @ found[:count, : len(self.seen)]
        cross = -(self.observed.T @ found[:count, len(self.seen) :])
        corner = self.by_column[:, None] * found[count:, len(self.seen) :]
        upper = np.hstack([spread[:, None] * inner * spread, spread[:, None] * cross])
        whole = np.vstack([upper, np.hstack([upper[:, len(self.seen) :].T, corner])])
        return np.asarray((whole + whole.T) / 2)

    def moved(self) -> Numbers:
        """The variances of the adjustments of the observed."""
        count = len(self.by_row)
        right = np.zeros((self.matrix.shape[0], len(self.seen)))
        right[:count] = self.observed.toarray()
        found = self.solve(right)[:count]
        share = -np.asarray(self.observed.multiply(found).sum(axis=0)).ravel()
        return np.asarray(self.v[self.seen] * np.clip(share, 0.0, 1.0))
