"""What a ready model had to leave out, or counts as nothing, in the reader's language."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from dugnad.engine.flows.models import ReadyModel


def empty_cells(year: int, empty: Sequence[tuple[str, str]]) -> str:
    """What counts as nothing because nobody has told it, by material."""
    treatments: dict[str, list[str]] = defaultdict(list)
    for material, treatment in empty:
        treatments[material].append(treatment)
    cells = "; ".join(f"{material} → {', '.join(those)}" for material, those in treatments.items())
    message = _("The waste accounts of %(year)s have no figure here, and it counts as nothing: %(cells)s.")
    return message % {"year": year, "cells": cells}


def missing_words(ready: "ReadyModel") -> list[str]:
    """Sentences on what was left out, with the places by name; places that lack the same stand together."""
    years: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in ready.missing:
        years[one.what, one.place].append(str(one.year or ""))
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (what, place), those in years.items():
        places[what, ", ".join(those)].append(place)
    return [
        _sentence(what) % {"years": those, "places": ", ".join(named)}
        for (what, those), named in places.items()
    ]


def _sentence(what: str) -> str:
    """What it means that something is missing, or that there is no factor of an activity."""
    known = {
        "rows": _("No figures of %(places)s."),
        "key": _("No key of %(places)s."),
        "inhabitants": _("Left out, without number of inhabitants in %(years)s: %(places)s."),
        "kg_per_inhabitant": _("Left out, without amount of waste in %(years)s: %(places)s."),
        "shares": _("Only an interval is known of treatment in %(years)s: %(places)s."),
        "factor: new": _("Left out, new building without a factor in %(years)s: %(places)s."),
        "factor: rehabilitation": _("Left out, rehabilitation without a factor in %(years)s: %(places)s."),
        "factor: demolition": _("Left out, demolition without a factor in %(years)s: %(places)s."),
    }
    return known[what]
