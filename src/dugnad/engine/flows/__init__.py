"""Material flows: systems of processes and flows, and what observations that disagree say of them together.

    system = MFASystem("Household waste", places=["0301"], years=[2024])
    system.flow("Collected", source=None, target="Sorting")
    …
    system.observe("Collected", value=12_400, sd=900, source="SSB 12263", vintage="2026-03")
    reconciled = system.reconcile()
    reconciled.flows.to_pandas()

NumPy and SciPy are loaded when this is, and by nothing else of Dugnad; numba makes the kernel fast and may
be missing.
"""

from dugnad.engine.flows.accounts import ewmfa
from dugnad.engine.flows.downscale import downscale, downscaled
from dugnad.engine.flows.errors import FlowSystemError
from dugnad.engine.flows.reconciliation import Reconciliation
from dugnad.engine.flows.system import MFASystem
from dugnad.engine.flows.table import Table

__all__ = ["FlowSystemError", "MFASystem", "Reconciliation", "Table", "downscale", "downscaled", "ewmfa"]
