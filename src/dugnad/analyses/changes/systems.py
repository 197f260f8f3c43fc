"""Verbs about the system of a study: processes, flows, and what holds between them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext as _

from dugnad.analyses.changes.studies import touch
from dugnad.analyses.models import Flow, Process, Quantity, Relation, Study, TransferCoefficient
from dugnad.kit import history
from dugnad.kit.changes import add, edit
from dugnad.kit.errors import Refused
from dugnad.members.models import Person


@transaction.atomic
def add_flow(
    study: Study,
    *,
    name: str,
    source: str,
    target: str,
    layer: str = "",
    by: Person | None,
    at: datetime,
) -> Flow:
    """State a flow; processes that are new come with it, and an empty end is the surroundings."""
    if source == target:
        message = _("A flow goes from one process to another. Leave one end empty for the surroundings.")
        raise Refused("ends", message, field="target")
    if study.flows.filter(name=name).exists():
        raise Refused("name", _("“%(flow)s” is a flow of this study already.") % {"flow": name}, field="name")
    ends = [process_named(study, end, by=by, at=at) if end else None for end in (source, target)]
    position = _after(study.flows)
    flow = Flow(study=study, position=position, name=name, source=ends[0], target=ends[1], layer=layer)
    add(flow, "add_flow", by=by, at=at)
    touch(study, at=at)
    return flow


@transaction.atomic
def edit_flow(flow: Flow, *, by: Person | None, at: datetime, **values: Any) -> bool:
    """Change a flow's ends or limits."""
    return edit(flow, "edit_flow", values, by=by, at=at)


@transaction.atomic
def remove_flow(flow: Flow, *, by: Person | None, at: datetime) -> None:
    """Take out a flow that was stated by mistake; one with figures stays, because they must not vanish."""
    if Quantity.objects.filter(flow=flow).exists():
        message = _("“%(flow)s” has figures, and figures are never thrown away. So it stays.")
        raise Refused("figures", message % {"flow": flow}, field="flow")
    TransferCoefficient.objects.filter(flow=flow).delete()
    history.record("remove_flow", flow, by=by, at=at, before={"name": flow.name})
    try:
        flow.delete()
    except ProtectedError:  # a room above asks about it: which one, this one cannot know
        message = _("“%(flow)s” is asked about in a call. So it stays.")
        raise Refused("asked", message % {"flow": flow}, field="flow") from None
    touch(flow.study, at=at)


@transaction.atomic
def process_named(study: Study, name: str, *, by: Person | None, at: datetime, **values: Any) -> Process:
    """The process of a name, stated now if nobody has; `values` are its group and whether it is a stock."""
    found = study.processes.filter(name=name).first()
    if found is None:
        found = Process(study=study, position=_after(study.processes), name=name, **values)
        add(found, "add_process", by=by, at=at)
    elif values:
        edit(found, "edit_process", values, by=by, at=at)
    return found


@transaction.atomic
def set_share(flow: Flow, *, value: float, sd: float, by: Person | None, at: datetime) -> None:
    """State the share of what goes into a flow's process that leaves it by this flow."""
    found = TransferCoefficient.objects.filter(flow=flow).first()
    if found is None:
        add(TransferCoefficient(flow=flow, value=value, sd=sd), "set_share", by=by, at=at)
    else:
        edit(found, "set_share", {"value": value, "sd": sd}, by=by, at=at)


@transaction.atomic
def set_relation(
    study: Study, name: str, *, coefficients: Mapping[str, float], rhs: float, by: Person | None, at: datetime
) -> None:
    """State a sum of flows that is known for certain."""
    found = study.relations.filter(name=name).first()
    if found is None:
        relation = Relation(study=study, name=name, coefficients=dict(coefficients), rhs=rhs)
        add(relation, "set_relation", by=by, at=at)
    else:
        edit(found, "set_relation", {"coefficients": dict(coefficients), "rhs": rhs}, by=by, at=at)


def _after(rows: Any) -> int:
    return int(rows.aggregate(last=Max("position"))["last"] or 0) + 1
