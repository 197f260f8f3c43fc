"""What the matrix of a declaration costs: 64 members × 20 points × 4 years, and 650 members × 20 points.

Run by `make bench`, or by itself with `python -m benchmarks.declaration`; prints a part of the results.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from benchmarks.collecting import PAST, SLOW, _page

KEY, POINTS, YEARS, MEMBERS = "tjue-punkter", 20, (2018, 2019, 2020, 2021), 64
QUERIES, MILLISECONDS = 8, 80.0
ROOT = f"/erklaering/{KEY}/oppfolging/"
STAFF, MEMBER = "sekretariat@demo.example", "hamar@demo.example"
PAGES = (
    ("the matrix", f"{ROOT}2021/", STAFF),
    ("four years side by side", f"{ROOT}2021/?vis=alle", STAFF),
    ("the matrix for a member", f"{ROOT}2021/", MEMBER),
    ("counts for a stranger", f"{ROOT}2021/", ""),
    ("one point in words", f"{ROOT}2021/?punkt=punkt-3", STAFF),
    ("a cell with its history", f"{ROOT}2021/hamar/punkt-3/", STAFF),
    ("the region", ROOT, STAFF),
    ("the matrix as CSV", f"{ROOT}2021/matrise.csv", STAFF),
    ("the matrix for programs", f"/api/v1/declarations/{KEY}/matrix?year=2021", ""),
)
LIMITED = 2  # of the pages: those with the whole matrix, which have the limits
STATES = ("not_begun", "planned", "under_way", "in_place", "not_applicable")


def main() -> int:
    """Measure, and print the results as they stand in RESULTS.md; 1 when there are too many queries."""
    home = Path(tempfile.mkdtemp(prefix="dugnad-declaration-"))
    try:
        _enter(home / "var")
        lines, faults, slow = _measured()
    finally:
        shutil.rmtree(home, ignore_errors=True)
    told = [*(f"{PAST}{fault}" for fault in faults), *(f"{SLOW}{fault}" for fault in slow)]
    print("\n".join(["## The declaration", "", *lines, *told]))
    return 1 if faults else 0


def _enter(home: Path) -> None:
    os.environ |= {"DUGNAD_HOME": str(home), "DUGNAD_DEMO": "1", "DJANGO_SETTINGS_MODULE": "dugnad.settings"}
    import django

    django.setup()
    from dugnad.demo import load
    from dugnad.serving import collect_static

    load.prepare(fresh=False, say=lambda _words: None)
    collect_static()


def _measured() -> tuple[list[str], list[str], list[str]]:
    from benchmarks import alliance
    from benchmarks.pages import HELLO, smallest

    points = _promise()
    _tell(points, _members()[:MEMBERS])
    small = [_page(path, email) for _name, path, email in PAGES]
    alliance.grow(members=650, activities=10)
    _tell(points, _members()[MEMBERS:])
    large = [_page(path, email) for _name, path, email in PAGES]
    hello = smallest(HELLO, "secretariat")
    lines = [
        f"Twenty points of two wordings, told of for four years; the smallest page costs {hello:.2f} ms of "
        "CPU in this run. Queries are of the whole page, signing in included.",
        "",
        "| page | queries, 64 members | ms | queries, 650 members | ms |",
        "|---|---|---|---|---|",
        *(
            f"| {name} | {few} | {took:.1f} | {many} | {longer:.1f} |"
            for (name, _path, _email), (few, took), (many, longer) in zip(PAGES, small, large, strict=True)
        ),
        "",
    ]
    return lines, [*_many(small, large)], [*_heavy(small)]


def _many(small: list[tuple[int, float]], large: list[tuple[int, float]]) -> Iterable[str]:
    for place, ((name, _path, _email), (few, _ms), (many, _took)) in enumerate(
        zip(PAGES, small, large, strict=True)
    ):
        if few != many or many > (QUERIES if place < LIMITED else 25):
            yield f"{name}: {few} queries for 64 members, {many} for 650"


def _heavy(small: list[tuple[int, float]]) -> Iterable[str]:
    for (name, _path, _email), (_queries, took) in list(zip(PAGES, small, strict=True))[:LIMITED]:
        if took > MILLISECONDS:
            yield f"{name}: {took:.0f} ms for 64 members; wanted at most {MILLISECONDS:g}"


def _promise() -> list[Any]:
    """A declaration of twenty points, each kept at a revision: the points of both, the older first."""
    from dugnad.declarations.models import Declaration, Point, Succession, Wording

    declaration = Declaration.objects.create(key=KEY, title_nb="Tjue punkter")
    points: list[Any] = []
    for name, adopted in (("2018", date(2018, 2, 1)), ("2020", date(2020, 2, 1))):
        at = datetime(adopted.year, 2, 1, tzinfo=UTC)
        frozen = {"state": "adopted", "adopted_on": adopted, "frozen_at": at, "sha256": "a" * 64}
        wording = Wording.objects.create(declaration=declaration, name=name, created_at=at, **frozen)
        points += [
            Point.objects.create(
                wording=wording,
                key=f"punkt-{number}",
                number=str(number),
                position=number,
                kind="measure",
                title_nb=f"Dette er punkt {number} i erklæringen",
            )
            for number in range(POINTS)
        ]
    for old, new in zip(points[:POINTS], points[POINTS:], strict=True):
        Succession.objects.create(wording=new.wording, predecessor=old, successor=new, kind="kept")
    return points


def _members() -> list[int]:
    from dugnad.members.queries import members_on

    hamar_first = members_on(date(2021, 5, 3)).order_by("pk").values_list("pk", "slug")
    return [pk for pk, _slug in sorted(hamar_first, key=lambda row: row[1] != "hamar")]


def _tell(points: list[Any], members: Iterable[int]) -> None:
    """Every member has told of every point in every year, of the wording that held then."""
    from dugnad.declarations.models import Progress

    at = datetime(2021, 5, 1, tzinfo=UTC)
    told = (
        Progress(
            point=point,
            organisation_id=member,
            year=year,
            state=STATES[(member + 3 * point.position + year) % len(STATES)],
            done="Det er gjort noe, og det står her i en setning eller to.",
            told_at=at,
        )
        for member in members
        for year in YEARS
        for point in (points[POINTS:] if year >= 2020 else points[:POINTS])
    )
    Progress.objects.bulk_create(told, batch_size=2_000)


if __name__ == "__main__":
    sys.exit(main())
