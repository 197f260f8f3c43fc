"""The activities of 2021, which the workspace ships as its first programme."""

import csv
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from dugnad.members.models import Body, Person
from dugnad.programme.changes.activities import add_activity
from dugnad.programme.changes.programmes import add_strand, adopt_programme, draft_programme
from dugnad.programme.models import Programme, Strand

REFERENCE = Path(__file__).parents[1] / "reference" / "programme_2021.csv"
YEAR = 2021
ADOPTED = date(2020, 12, 31)  # the board adopts it in December; on which day is not known
TEXTS = ("nb", "nn", "en")


@transaction.atomic
def load_reference_programme(
    *, responsible_body: Body | None = None, by: Person | None, at: datetime
) -> Programme:
    """Take in the ten activities of 2021, all given to one body if it is named; once, however often asked."""
    found = Programme.objects.filter(year=YEAR).first()
    if found:
        return found
    programme = draft_programme(
        year=YEAR,
        title_nb="Klimaprogrammet",
        title_nn="Klimaprogrammet",
        title_en="The climate programme",
        by=by,
        at=at,
    )
    with REFERENCE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            _load(row, programme, responsible_body, by=by, at=at)
    adopt_programme(programme, on=ADOPTED, by=by, at=at)
    return programme


def _load(
    row: dict[str, str], programme: Programme, body: Body | None, *, by: Person | None, at: datetime
) -> None:
    names = [f"{word}_{code}" for word in ("title", "way_of_working") for code in TEXTS]
    texts: dict[str, Any] = {name: row[name] for name in names}
    add_activity(
        _strand(row, programme, by=by, at=at),
        number=int(row["number"]),
        key=row["key"],
        goals=[int(goal) for goal in row["goals"].split()],
        responsible_body=body,
        by=by,
        at=at,
        **texts,
    )


def _strand(row: dict[str, str], programme: Programme, *, by: Person | None, at: datetime) -> Strand:
    found = programme.strands.filter(key=row["strand"]).first()
    titles: dict[str, Any] = {f"title_{code}": row[f"strand_{code}"] for code in TEXTS}
    return found or add_strand(programme, key=row["strand"], **titles, by=by, at=at)
