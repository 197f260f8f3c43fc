"""A small country for tests, and the real one: a few municipalities, every kind of change once."""

import csv
from datetime import date
from pathlib import Path

from hypothesis import strategies as st

from dugnad.engine.boundaries import Code, Divisions

D2016, D2019, D2021, D2024 = date(2016, 5, 1), date(2019, 5, 1), date(2021, 5, 1), date(2024, 5, 1)
FIRST, LAST_2016 = date(1980, 1, 1), date(2016, 12, 31)
F2017, F2020, F2024 = date(2017, 1, 1), date(2020, 1, 1), date(2024, 1, 1)
LAST_2019, LAST_2023 = date(2019, 12, 31), date(2023, 12, 31)
OESTFOLD, VIKEN, INNLANDET = ("01", "Østfold"), ("30", "Viken"), ("34", "Innlandet-Sisdajven")
OESTFOLD_AGAIN, MOERE, NORDLAND = ("31", "Østfold"), ("15", "Møre og Romsdal"), ("18", "Nordland-Nordlándda")
HEDMARK, VESTFOLD, ROGALAND = ("04", "Hedmark"), ("07", "Vestfold"), ("11", "Rogaland")
REFERENCE = Path(__file__).parents[2] / "src/dugnad/members/reference/municipality_codes.csv"


def _code(code, name, county, valid_from=FIRST, valid_to=None, *successors):
    return Code(code, name, *county, valid_from, valid_to, tuple(successors))


SMALL = (
    # Renumbered twice.
    _code("0137", "Våler", OESTFOLD, FIRST, LAST_2019, ("3018", None)),
    _code("3018", "Våler", VIKEN, F2020, LAST_2023, ("3114", None)),
    _code("3114", "Våler", OESTFOLD_AGAIN, F2024),
    # The same name in another county.
    _code("0426", "Våler", HEDMARK, FIRST, LAST_2019, ("3419", None)),
    _code("3419", "Våler", INNLANDET, F2020),
    _code("0219", "Bærum", ("02", "Akershus"), FIRST, LAST_2019, ("3024", None)),
    _code("3024", "Bærum", VIKEN, F2020, LAST_2023, ("3201", None)),
    _code("3201", "Bærum", ("32", "Akershus"), F2024),
    _code("0403", "Hamar", HEDMARK, FIRST, LAST_2019, ("3403", None)),
    _code("3403", "Hamar", INNLANDET, F2020),
    _code("0420", "Eidskog", HEDMARK, FIRST, LAST_2019, ("3416", None)),
    _code("3416", "Eidskog", INNLANDET, F2020),
    # Three become one, which is renumbered.
    _code("0220", "Asker", ("02", "Akershus"), FIRST, LAST_2019, ("3025", None)),
    _code("0627", "Røyken", ("06", "Buskerud"), FIRST, LAST_2019, ("3025", None)),
    _code("0628", "Hurum", ("06", "Buskerud"), FIRST, LAST_2019, ("3025", None)),
    _code("3025", "Asker", VIKEN, F2020, LAST_2023, ("3203", None)),
    _code("3203", "Asker", ("32", "Akershus"), F2024),
    # One keeps its number and takes in a neighbour.
    _code("1103", "Stavanger", ROGALAND),
    _code("1141", "Finnøy", ROGALAND, FIRST, LAST_2019, ("1103", None)),
    # One is divided, and the register has weights.
    _code("1507", "Ålesund", MOERE, F2020, LAST_2023, ("1508", 0.9), ("1580", 0.1)),
    _code("1504", "Ålesund", MOERE, FIRST, LAST_2019, ("1507", None)),
    _code("1534", "Haram", MOERE, FIRST, LAST_2019, ("1507", None)),
    _code("1508", "Ålesund", MOERE, F2024),
    _code("1580", "Haram", MOERE, F2024),
    # One is divided between neighbours, and the register has no weights.
    _code("0720", "Stokke", VESTFOLD, FIRST, LAST_2016, ("0704", None), ("0710", None)),
    _code("0706", "Sandefjord", VESTFOLD, FIRST, LAST_2016, ("0710", None)),
    _code("0710", "Sandefjord", VESTFOLD, F2017),
    _code("0704", "Tønsberg", VESTFOLD),
    # Untouched, with names in two languages, and one name that is in two counties.
    _code("0301", "Oslo", ("03", "Oslo")),
    _code("1841", "Fauske-Fuosko", NORDLAND),
    _code("1515", "Herøy", MOERE),
    _code("1818", "Herøy", NORDLAND),
    _code("0221", "Aurskog-Høland", ("02", "Akershus")),
)  # fmt: skip


def small():
    """The small country."""
    return Divisions(SMALL)


def real():
    """The country as the project's own register has it."""
    with REFERENCE.open(encoding="utf-8", newline="") as file:
        return Divisions(_from_register(row) for row in csv.DictReader(file))


def _from_register(row):
    successors = [word.partition(":") for word in row["successors"].split()]
    return Code(
        row["code"],
        row["name"],
        row["county_code"],
        row["county_name"],
        date.fromisoformat(row["valid_from"]),
        date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        tuple((code, float(weight) if weight else None) for code, _colon, weight in successors),
    )


def series_over(divisions, day):
    """Whole values for any of a division's codes, in two years and two sectors."""
    cells = st.tuples(
        st.sampled_from(sorted(divisions.on(day))),
        st.sampled_from([2009, 2019]),
        st.sampled_from(["road", "waste"]),
    )
    return st.dictionaries(cells, st.integers(0, 10**6).map(float))


def whole_series_over(divisions, day):
    """A whole value for every code of a division, in one year."""
    codes = sorted(divisions.on(day))
    values = st.lists(st.integers(0, 10**6).map(float), min_size=len(codes), max_size=len(codes))
    return values.map(lambda found: {(c, 2019): v for c, v in zip(codes, found, strict=True)})
