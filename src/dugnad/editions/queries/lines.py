"""Lines of the editions by what they are called: what somebody who asks for something can point at."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.db.models import Case, QuerySet, Value, When

from dugnad.editions.kinds import MEASURE_FACTS, Measure
from dugnad.editions.models import Figure
from dugnad.editions.queries.catalogue import visible_editions
from dugnad.editions.queries.findings import in_a_sentence
from dugnad.editions.states import State
from dugnad.kit.text import fit
from dugnad.members.rules import Viewer

A_YEAR = 4  # letters
REGION_FIRST = Case(When(place="alliance", then=Value(0)), default=Value(1))


@dataclass(frozen=True)
class Line:
    """A line or a municipality's page of an edition: its address there, and what it is called."""

    edition: int
    key: str
    title: str


def lines_called(text: str, viewer: Viewer, *, most: int) -> list[Line]:
    """Published figures of emissions whose name holds every word; the newest and the region's first."""
    found = _published(viewer)
    # There are tens of thousands: a year in the words leaves one in ten to be read.
    years = [int(word) for word in text.split() if word.isdecimal() and len(word) == A_YEAR]
    found = found.filter(year__in=years) if years else found
    return list(islice((line for line in _named(found) if fit(text, line.title)), most))


def _named(figures: QuerySet[Figure]) -> Iterator[Line]:
    columns = ("edition__year", "key", "measure", "place_name", "sector", "from_year", "year")
    rows = figures.order_by("-edition__year", REGION_FIRST, "-year", "place_name", "pk")
    for edition, key, measure, place, sector, since, year in rows.values_list(*columns):
        facts = MEASURE_FACTS[Measure(measure)]
        told = {"place": place, "sector": in_a_sentence(sector), "from_year": since, "year": year, "of": ""}
        yield Line(edition, key, str(facts.name_of_sector if sector else facts.name) % told)


def members_called(text: str, viewer: Viewer, *, most: int) -> list[Line]:
    """Published pages of the municipalities that are called so, the newest edition first."""
    places = _published(viewer).filter(place__regex=r"^[0-9]{4}$").order_by("-edition__year", "place_name")
    rows = places.values_list("edition__year", "place", "place_name").distinct()
    lines = (Line(year, code, f"{name}, Klimastatus {year}") for year, code, name in rows)
    return list(islice((line for line in lines if fit(text, line.title)), most))


def _published(viewer: Viewer) -> QuerySet[Figure]:
    """Figures of the edition's own indicator; others are found by their indicator."""
    published = visible_editions(viewer).filter(state=State.PUBLISHED).order_by().values("pk")
    return Figure.objects.filter(edition__in=published, indicator="")
