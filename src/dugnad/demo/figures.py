"""The figures of the demo: inhabitants as published, emissions made up and saying so."""

from datetime import date, time

from dugnad.indicators import changes
from dugnad.indicators.changes import FileReport
from dugnad.indicators.reference.illustrative import Place, illustrative_emissions
from dugnad.indicators.reference.population import inhabitants_in, population_table
from dugnad.kit.clock import at_oslo
from dugnad.members.queries import codes_of, divisions, member_municipalities

NINE = time(9)
INHABITANTS_SEEN = (date(2020, 2, 27), date(2021, 2, 25))  # each with the figures of its own 1 January
DIVISION = date(2021, 1, 1)


def load_indicators() -> None:
    """What is measured, and how many people live where, as it was known each year."""
    changes.load_reference_indicators(by=None, at=at_oslo(INHABITANTS_SEEN[0], NINE))
    for day in INHABITANTS_SEEN:
        _check(
            changes.import_indicator(
                population_table(last_year=day.year),
                f"innbyggere-07459-{day.year}.csv",
                indicator="population",
                seen_on=day,
                by=None,
                at=at_oslo(day, NINE),
            )
        )


def load_emissions(seen_on: date, *, last_year: int, revision: float = 0.0) -> None:
    """One vintage of made-up emissions, through the importer that reads the agency's files."""
    _check(
        changes.import_emissions(
            illustrative_emissions(_places(), last_year=last_year, revision=revision),
            f"oppdiktede-utslipp-{seen_on}.csv",
            seen_on=seen_on,
            source="illustrative",
            by=None,
            at=at_oslo(seen_on, NINE),
        )
    )


def _places() -> list[Place]:
    """The members in the division of 2020–2023, with how many live there."""
    members = member_municipalities(on=DIVISION)
    inhabitants, known = inhabitants_in(DIVISION.year), divisions()
    codes = codes_of([member.pk for member in members], on=DIVISION)
    places = []
    for code in sorted(codes.values(), key=lambda code: code.code):
        (newest,) = known.successors(code.code, published=DIVISION, to=known.newest_day)
        places.append(Place(code.code, code.name, code.county_name, inhabitants[newest]))
    return places


def _check(report: FileReport) -> None:
    if report.refused:
        raise ValueError(f"{report.file}: {report.refused[0].reason}")
