"""Inhabitants of the member municipalities, from our own wide table to the table that the importer reads."""

import csv
from pathlib import Path

from dugnad.kit.spreadsheets import write_csv

TABLE = Path(__file__).parent / "population.csv"


def population_table(last_year: int = 9999) -> bytes:
    """The table municipality_code, year, value as bytes of CSV, to and with a year."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    cells = [
        (row["municipality_code"], year, value)
        for row in rows
        for year, value in row.items()
        if year != "municipality_code" and int(year) <= last_year
    ]
    return write_csv(("municipality_code", "year", "value"), cells).encode()


def inhabitants_in(year: int) -> dict[str, int]:
    """Inhabitants by code of 2024 in one year of our table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["municipality_code"]: int(row[str(year)]) for row in csv.DictReader(file)}
