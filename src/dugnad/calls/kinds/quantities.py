"""How much of a flow was there with you? A quantity, how it is known, and how far off it can be."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dugnad.analyses.kinds import Method
from dugnad.calls.kinds.facts import Asked, Complaint, Given, Value
from dugnad.calls.kinds.figures import figure_text, with_unit
from dugnad.calls.kinds.parts import Part

WIDEST = 500  # per cent; who knows less than that knows nothing
WIDE = 100  # per cent; more than that is asked about
PER_CENT = "%"


class Known(models.TextChoices):
    """How a member knows a quantity of its own."""

    MEASURED = "measured", _l("Measured or counted")
    ESTIMATED = "estimated", _l("Estimated")


@dataclass(frozen=True)
class Becoming:
    """What a quantity becomes in a study, by how it is known."""

    method: Method
    grade: int  # of the five steps of the pedigree matrix
    percent: float  # how far off it can be, where nobody has said


BECOMING = {
    Known.MEASURED: Becoming(Method.MEASURED, grade=2, percent=10),
    Known.ESTIMATED: Becoming(Method.ASSUMED, grade=4, percent=30),
}
QUANTITY_PARTS = {
    "value": Part("value", _l("Quantity"), "number"),
    "how": Part("how", _l("How do you know it?"), "choice", choices={k.value: k.label for k in Known}),
    "uncertainty": Part(
        "uncertainty",
        _l("How far off it can be"),
        "number",
        _l(
            "In per cent, up or down: two times in three the true figure lies within. If it is empty, we "
            "count with 10 per cent for what is measured and 30 for an estimate."
        ),
        unit=PER_CENT,
        optional=True,
    ),
}


def quantity_parts(asked: Asked) -> tuple[Part, ...]:
    value, how, uncertainty = QUANTITY_PARTS.values()
    return (Part(value.key, value.label, value.widget, unit=asked.unit), how, uncertainty)


def quantity_lacks(asked: Asked, value: Value, given: Given) -> list[Complaint]:
    value = value or {}
    found = [] if value.get("value") is not None else [("value", _("Write the quantity."))]
    if not value.get("how"):
        found.append(("how", _("Say how you know it: measured or counted, or estimated.")))
    told = value.get("uncertainty")
    if told is not None and not 0 < told <= WIDEST:
        message = _("Write a percentage above 0 and at most %(most)s, or leave it empty.")
        found.append(("uncertainty", message % {"most": WIDEST}))
    return found


def quantity_doubt(asked: Asked, value: Value, on: date) -> str:
    """Who is off by more than the whole has perhaps written tonnes where per cent are asked for."""
    told = value.get("uncertainty")
    if told is None or told <= WIDE:
        return ""
    message = _("%(figure)s per cent off is more than the whole quantity. Keep it only if that is meant.")
    return message % {"figure": figure_text(told)}


def shown_quantity(asked: Asked, value: Value) -> str:
    """12 400 tonn i året ± 10 %. Målt eller telt"""
    return ". ".join(filter(None, [_amount(asked, value), how_known(value)]))


def _amount(asked: Asked, value: dict[str, Any]) -> str:
    if value.get("value") is None:
        return ""
    told = value.get("uncertainty")
    return with_unit(value["value"], asked.unit) + (f" ± {figure_text(told)} %" if told is not None else "")


def how_known(value: Value) -> str:
    """How a member says that it knows a quantity, in words; empty where it does not."""
    return str(Known(value["how"]).label) if value.get("how") else ""
