"""Municipality numbers: a register comes in, and organisations keep theirs through every division."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from dugnad.kit.clock import OSLO
from dugnad.kit.models import Change
from dugnad.members import changes, queries
from dugnad.members.changes import codes as code_changes
from dugnad.members.kinds import OrganisationKind
from dugnad.members.models import CodeSuccession, Membership, MunicipalityCode, Organisation
from dugnad.members.rules import CodeRow
from tests.factories.members import make_code, make_municipality, make_organisation
from tests.refusals import refused

pytestmark = pytest.mark.django_db
AT = datetime(2021, 5, 3, 9, 0, tzinfo=OSLO)
NOBODY: dict[str, object] = {"by": None, "at": AT}
OLD, VIKEN, AKERSHUS = date(1838, 1, 1), date(2020, 1, 1), date(2024, 1, 1)


def number(
    code: str, name: str, first: date, last: date | None = None, *successors: tuple[str, float | None]
) -> CodeRow:
    return CodeRow(code, name, code[:2], f"County {code[:2]}", first, last, successors)


REGISTER = [
    number("0403", "Hamar", OLD, date(2019, 12, 31), ("3403", 1.0)),
    number("3403", "Hamar", VIKEN),
    number("0226", "Sørum", OLD, date(2019, 12, 31), ("3030", 1.0)),
    number("0231", "Skedsmo", OLD, date(2019, 12, 31), ("3030", 1.0)),
    number("3030", "Lillestrøm", VIKEN, date(2023, 12, 31), ("3205", 1.0)),
    number("3205", "Lillestrøm", AKERSHUS),
    number("1507", "Ålesund", VIKEN, date(2023, 12, 31), ("1508", 0.75), ("1580", 0.25)),
    number("1508", "Ålesund", AKERSHUS),
    number("1580", "Haram", AKERSHUS),
]


def test_import_municipality_codes_takes_in_a_register() -> None:
    report = changes.import_municipality_codes(REGISTER, **NOBODY)
    assert report == changes.CodesReport(added=9, changed=0, unchanged=0, successions=6)
    assert CodeSuccession.objects.get(successor__code="1580").weight == Decimal("0.25")


def test_import_municipality_codes_twice_changes_nothing() -> None:
    changes.import_municipality_codes(REGISTER, **NOBODY)
    report = changes.import_municipality_codes(REGISTER, **NOBODY)
    assert report == changes.CodesReport(added=0, changed=0, unchanged=9, successions=0)
    assert Change.objects.count() == 1


def test_import_municipality_codes_knows_a_number_with_another_first_day() -> None:
    changes.import_municipality_codes(REGISTER, **NOBODY)
    report = changes.import_municipality_codes([number("3403", "Hamar", date(2021, 1, 1))], **NOBODY)
    assert (report.added, report.unchanged) == (0, 1)


def test_import_municipality_codes_of_an_older_register_brings_no_number_back() -> None:
    changes.import_municipality_codes(REGISTER, **NOBODY)
    changes.import_municipality_codes([number("3030", "Lillestrøm", VIKEN)], **NOBODY)
    assert MunicipalityCode.objects.get(code="3030").valid_to == date(2023, 12, 31)


def test_import_municipality_codes_corrects_names_days_and_weights() -> None:
    changes.import_municipality_codes(REGISTER, **NOBODY)
    newer = [
        number("1507", "Ålesund", VIKEN, date(2023, 12, 31), ("1508", 0.8), ("1580", 0.2)),
        number("3403", "Hamar kommune", VIKEN, date(2029, 12, 31)),
    ]
    report = changes.import_municipality_codes(newer, **NOBODY)
    hamar = MunicipalityCode.objects.get(code="3403")
    assert report == changes.CodesReport(added=0, changed=1, unchanged=1, successions=2)
    assert (hamar.name, hamar.valid_to) == ("Hamar kommune", date(2029, 12, 31))
    assert CodeSuccession.objects.get(successor__code="1580").weight == Decimal("0.2")


def test_import_municipality_codes_refuses_a_successor_that_does_not_exist() -> None:
    with refused("successor"):
        changes.import_municipality_codes(
            [number("0403", "Hamar", OLD, date(2019, 12, 31), ("9999", None))], **NOBODY
        )
    assert not MunicipalityCode.objects.exists()


def test_link_codes_follows_a_number_through_renumberings() -> None:
    changes.import_municipality_codes(REGISTER, **NOBODY)
    hamar = make_organisation("Hamar", kind=OrganisationKind.MUNICIPALITY)
    assert changes.link_codes(hamar, "0403", **NOBODY) == 2
    days = [date(2019, 5, 1), date(2021, 5, 3), date(2026, 1, 1)]
    assert [queries.code_of(hamar, on=day).code for day in days] == ["0403", "3403", "3403"]


def test_link_codes_leaves_merged_predecessors_alone() -> None:
    changes.import_municipality_codes(REGISTER, **NOBODY)
    lillestrom = make_organisation("Lillestrøm", kind=OrganisationKind.MUNICIPALITY)
    changes.link_codes(lillestrom, "3205", **NOBODY)
    assert [code.code for code in queries.codes_over_time(lillestrom)] == ["3030", "3205"]
    assert queries.organisation_named("0231") is None


def test_link_codes_stops_at_a_split() -> None:
    changes.import_municipality_codes(REGISTER, **NOBODY)
    alesund = make_organisation("Ålesund", kind=OrganisationKind.MUNICIPALITY)
    assert changes.link_codes(alesund, "1507", **NOBODY) == 1


def test_link_codes_refuses_a_number_that_nobody_knows() -> None:
    with refused("code", field="code"):
        changes.link_codes(make_organisation(), "9999", **NOBODY)


def test_link_codes_refuses_the_number_of_another() -> None:
    make_municipality("Hamar", "3403")
    with refused("code", field="code"):
        changes.link_codes(make_organisation("Ringsaker"), "3403", **NOBODY)


def test_a_later_division_follows_the_organisations_that_we_have() -> None:
    make_municipality("Lillestrøm", "3030")
    MunicipalityCode.objects.update(valid_from=VIKEN, valid_to=date(2023, 12, 31))
    changes.import_municipality_codes(REGISTER, **NOBODY)
    assert queries.organisation_named("3205").name == "Lillestrøm"


def test_divisions_know_every_number_and_what_became_of_it() -> None:
    changes.import_municipality_codes(REGISTER, **NOBODY)
    divisions = queries.divisions()
    on_2024 = sorted(divisions.on(date(2024, 6, 1)))
    assert on_2024 == ["1508", "1580", "3205", "3403"]
    assert divisions.successors("0231", published=date(2019, 6, 1), to=date(2024, 6, 1)) == ["3205"]


def test_divisions_are_asked_anew_when_numbers_change(django_assert_num_queries: object) -> None:
    changes.import_municipality_codes(REGISTER, **NOBODY)
    queries.divisions()
    with django_assert_num_queries(2):  # type: ignore[operator]
        queries.divisions()
    make_code("0301", "Oslo")
    assert "0301" in queries.divisions().on(date(2021, 5, 3))


def test_reference_numbers_are_read_with_successors_and_shares(tmp_path: Path, monkeypatch: object) -> None:
    path = tmp_path / "codes.csv"
    path.write_text(
        "code,name,county_code,county_name,valid_from,valid_to,successors\n"
        "1507,Ålesund,15,Møre og Romsdal,2020-01-01,2023-12-31,1508:0.75 1580:0.25\n"
        "1508,Ålesund,15,Møre og Romsdal,2024-01-01,,\n"
        "1580,Haram,15,Møre og Romsdal,2024-01-01,,\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(code_changes, "REFERENCE", path)  # type: ignore[attr-defined]
    assert changes.load_reference_codes(**NOBODY).successions == 2


def test_load_reference_members_makes_the_alliance_of_2021() -> None:
    changes.load_reference_codes(**NOBODY)
    changes.load_reference_members(**NOBODY)
    rows = queries.member_rows(on=date(2021, 5, 3))
    kinds = [row.organisation.kind for row in rows]
    assert (kinds.count("municipality"), kinds.count("county_authority")) == (64, 1)
    assert queries.subregions(date(2021, 5, 3)).count() == 16
    hamar = next(row for row in rows if row.organisation.slug == "hamar")
    assert (hamar.key, hamar.subregion.slug, hamar.membership.is_confirmed) == ("3403", "hamarregionen", True)


def test_load_reference_members_gives_each_its_number_of_the_day() -> None:
    changes.load_reference_codes(**NOBODY)
    changes.load_reference_members(**NOBODY)
    lillestrom = Organisation.objects.get(slug="lillestrom")
    assert [queries.code_of(lillestrom, on=date(year, 5, 3)).code for year in (2021, 2024)] == [
        "3030",
        "3205",
    ]
    assert all(row.code for row in queries.member_rows(on=date(2021, 5, 3), kind="municipality"))


def test_load_reference_members_twice_changes_nothing() -> None:
    changes.load_reference_codes(**NOBODY)
    assert changes.load_reference_members(**NOBODY) == 65
    entries = Change.objects.count()
    assert changes.load_reference_members(**NOBODY) == 0
    assert (Change.objects.count(), Membership.objects.count()) == (entries, 129)


def test_every_reference_member_has_a_place_of_its_own_on_the_map() -> None:
    changes.load_reference_codes(**NOBODY)
    changes.load_reference_members(**NOBODY)
    tiles = queries.member_map(queries.member_rows(on=date(2021, 5, 3))).tiles
    assert len({(tile.x, tile.y) for tile in tiles}) == 65
