"""Material flows: reconciliation, stocks, accounts, formats and pictures, for rooms and for notebooks."""

from dugnad.engine.flows.errors import (
    FlowSystemError,
)
from dugnad.engine.flows.reconciliation import (
    Reconciliation,
)
from dugnad.engine.flows.system import (
    MFASystem,
)
from dugnad.engine.flows.table import (
    Table,
)
