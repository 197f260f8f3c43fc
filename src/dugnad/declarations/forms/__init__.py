"""What is sent to the pages of a declaration."""

from dugnad.declarations.forms.amendments import (
    AdoptAmendmentForm,
    AmendmentForm,
    SettleForm,
    WithdrawForm,
)
from dugnad.declarations.forms.lineage import (
    LineageForm,
)
from dugnad.declarations.forms.progress import (
    MatrixFilter,
    ProgressForm,
    WishFilter,
)
from dugnad.declarations.forms.texts import (
    AboutForm,
    DayForm,
    DeclarationForm,
    NameForm,
    NewPointForm,
    OrderForm,
    PointForm,
    PreambleForm,
    ReasonForm,
    SeenForm,
    ServiceForm,
    SureForm,
)
from dugnad.declarations.forms.treatments import (
    HeldForm,
    MoveForm,
    OpinionsForm,
    PlanForm,
)

__all__ = [
    "AboutForm",
    "AdoptAmendmentForm",
    "AmendmentForm",
    "DayForm",
    "DeclarationForm",
    "HeldForm",
    "LineageForm",
    "MatrixFilter",
    "MoveForm",
    "NameForm",
    "NewPointForm",
    "OpinionsForm",
    "OrderForm",
    "PlanForm",
    "PointForm",
    "PreambleForm",
    "ProgressForm",
    "ReasonForm",
    "SeenForm",
    "ServiceForm",
    "SettleForm",
    "SureForm",
    "WishFilter",
    "WithdrawForm",
]
