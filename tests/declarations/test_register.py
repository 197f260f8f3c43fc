"""The register answers for any day: who stands behind it, who signed on the day, who came later."""

from datetime import date
from io import BytesIO

import pytest
from django.utils import translation
from openpyxl import load_workbook

from dugnad.declarations import changes
from dugnad.declarations.kinds import EndorsementWay
from dugnad.declarations.queries import (
    endorsement_of,
    happenings,
    register_csv,
    register_of,
    register_workbook,
    row_of_member,
    signatures_of,
    words_of,
)
from dugnad.declarations.states import Standing
from dugnad.kit.models import Change
from dugnad.members.kinds import OfficeKind, OrganisationKind
from tests.factories.consent import AT, CEREMONY, DAY, NOBODY, asked, changed, endorsed, offered, signed
from tests.factories.members import (
    make_alliance,
    make_membership,
    make_municipality,
    make_office,
    make_organisation,
    make_person,
)

pytestmark = pytest.mark.django_db
TODAY = AT.date()
THE_DAY = CEREMONY.date()
LATER = date(2021, 4, 28)


@pytest.fixture
def wording():
    """Hamar signed at the ceremony, Innlandet later; Gran stands behind it, Asker was asked, Oslo was not."""
    own = offered()
    hamar, gran, asker, _oslo = (
        make_municipality(name, code, subregion=group)
        for name, code, group in (
            ("Hamar", "3403", "Hamarregionen"), ("Gran", "3446", "Hadeland"),
            ("Asker", "3025", ""), ("Oslo", "0301", ""),
        )
    )  # fmt: skip
    innlandet = make_organisation("Innlandet", kind=OrganisationKind.COUNTY_AUTHORITY)
    make_membership(innlandet, make_alliance())
    one = endorsed(hamar, own)
    changes.reserve(one, {own.points.first(): "Ingen jernbane."}, **NOBODY)
    signed(one, at_ceremony=True)
    case = {"way": EndorsementWay.COUNCIL, "body_name": "Fylkestinget", "case_number": "7/21", "on": DAY}
    signed(endorsed(innlandet, own, **case), on=LATER, is_deputy=True, office_title="Fylkesvaraordfører")
    endorsed(gran, own)
    asked(asker, own)
    return own


def standings(wording, on) -> dict[str, str]:
    return {row.organisation.name: row.standing.value for row in register_of(wording, on=on).rows}


def test_register_of_tells_each_member_in_the_alphabets_order(wording):
    assert list(standings(wording, TODAY).items()) == [
        ("Asker", "asked"), ("Gran", "endorsed"), ("Hamar", "on_the_day"), ("Innlandet", "later"),
        ("Oslo", "not_asked"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("on", "told"),
    [
        (date(2021, 2, 28), ["not_asked"] * 5),
        (date(2021, 4, 7), ["asked", "not_asked", "not_asked", "not_asked", "not_asked"]),
        (DAY, ["asked", "endorsed", "endorsed", "endorsed", "not_asked"]),
        (THE_DAY, ["asked", "endorsed", "on_the_day", "endorsed", "not_asked"]),
        (LATER, ["asked", "endorsed", "on_the_day", "later", "not_asked"]),
    ],
)
def test_register_of_an_earlier_day_is_as_it_was(wording, on, told):
    assert list(standings(wording, on).values()) == told


def test_the_counts_say_what_they_count_with_counties_and_without(wording):
    shown = register_of(wording, on=TODAY)
    counts = shown.counts
    assert (counts.signed, counts.on_the_day, counts.later, counts.endorsed, counts.members) == (
        2,
        1,
        1,
        3,
        5,
    )
    assert (counts.council, counts.mayor, counts.silent, counts.considering, counts.refused) == (
        1,
        2,
        1,
        0,
        0,
    )
    assert (shown.everyone.signed, shown.municipalities.signed, shown.counties, counts.reserved) == (
        2,
        1,
        1,
        1,
    )
    without = register_of(wording, on=TODAY, with_counties=False)
    assert (without.counts.signed, len(without.rows)) == (1, 4)


def test_register_of_is_filtered_by_sub_region_and_state_and_counts_all_the_same(wording):
    shown = register_of(wording, on=TODAY, subregion="hamarregionen")
    assert ([row.organisation.name for row in shown.rows], shown.counts.members) == (["Hamar"], 5)
    for standing, names in (("signed", ["Hamar", "Innlandet"]), ("later", ["Innlandet"])):
        found = register_of(wording, on=TODAY, standing=standing).rows
        assert [row.organisation.name for row in found] == names


def test_the_sub_regions_stand_in_the_alphabets_order_and_those_without_last(wording):
    told = [
        (group.name if group else None, counts.members, counts.signed)
        for group, counts in register_of(wording, on=TODAY).by_subregion
    ]
    assert told == [("Hadeland", 1, 0), ("Hamarregionen", 1, 1), (None, 3, 1)]


def test_a_day_before_the_first_membership_shows_the_members_of_that_first_day(wording):
    shown = register_of(wording, on=date(2015, 1, 1))
    assert (shown.groups_are_of, len(shown.rows)) == (date(2019, 1, 1), 4)


def test_who_left_the_alliance_stays_in_the_register(wording):
    make_municipality("Halden", "3001", member_to=date(2020, 12, 31))
    assert "Halden" not in standings(wording, TODAY)
    left = make_municipality("Moss", "3002", member_to=date(2020, 12, 31))
    signed(endorsed(left, wording))
    assert standings(wording, TODAY)["Moss"] == "later"


def test_a_text_that_was_changed_says_so_of_who_signed_and_who_endorsed(wording):
    changed(wording)
    shown = register_of(wording, on=TODAY)
    told = {row.organisation.name: row.standing for row in shown.rows if row.is_of_other_words}
    assert told == {
        "Gran": Standing.ENDORSED_BEFORE, "Hamar": Standing.SIGNED_BEFORE,
        "Innlandet": Standing.SIGNED_BEFORE,
    }  # fmt: skip
    assert (shown.counts.signed, shown.counts.endorsed, shown.counts.of_other_words) == (0, 0, 3)
    assert all(not row.reservations for row in shown.rows)


def test_a_text_that_was_taken_back_and_not_changed_still_has_its_signatures(wording):
    changes.reopen_wording(wording, reason="Et komma.", by=None, at=AT)
    assert register_of(wording, on=TODAY).counts.signed == 2


def test_a_revoked_signature_leaves_the_endorsement(wording):
    one = endorsement_of(wording, wording.endorsements.get(organisation__name="Hamar").organisation)
    changes.revoke_signature(one.signatures.get(), reason="Feil navn", on=LATER, **NOBODY)
    assert (standings(wording, THE_DAY)["Hamar"], standings(wording, LATER)["Hamar"]) == (
        "on_the_day",
        "endorsed",
    )


def test_a_mayor_who_came_later_is_unheard_until_something_is_said(wording):
    own = wording.endorsements.get(organisation__name="Hamar")
    make_office(make_person("Nora Ny"), own.organisation, kind=OfficeKind.MAYOR, valid_from=date(2021, 5, 1))
    row = row_of_member(wording, own.organisation, on=TODAY)
    assert row.unheard.person.name == "Nora Ny"
    told = {"name": "Nora Ny", "office": OfficeKind.MAYOR, "stands_by": True}
    changes.confirm(own, on=TODAY, **told, **NOBODY)
    row = row_of_member(wording, own.organisation, on=TODAY)
    assert (row.unheard, row.confirmation.name) == (None, "Nora Ny")


def test_row_of_member_that_nobody_has_entered_anything_of_is_not_asked(wording):
    row = row_of_member(wording, make_municipality("Moss", "3002"), on=TODAY)
    assert (row.standing, row.endorsement, row.signature) == (Standing.NOT_ASKED, None, None)


def test_register_of_asks_as_many_questions_for_many_members_as_for_few(wording, django_assert_num_queries):
    for number in range(3):
        own = endorsed(make_municipality(f"By {number}", f"99{number:02}"), wording)
        signed(own)
    with django_assert_num_queries(9):
        register_of(wording, on=TODAY)


def test_the_workbook_has_a_row_for_each_member_and_says_what_each_count_counts(wording):
    book = load_workbook(BytesIO(register_workbook(register_of(wording, on=TODAY))))
    rows, counts = (list(sheet.values) for sheet in book.worksheets)
    hamar = dict(zip(rows[0], rows[3], strict=True))
    assert (len(rows), hamar["Medlem"], hamar["Forbehold"]) == (6, "Hamar", "1: Ingen jernbane.")
    assert hamar["Undertegnet"].date() == THE_DAY
    assert [row[1] for row in counts[2:6]] == [2, 1, 1, 1]


def test_the_csv_tells_the_same(wording):
    innlandet = register_csv(register_of(wording, on=TODAY)).splitlines()[4]
    for words in ("Innlandet", "Fylkestinget", "7/21", "2021-04-28", "Fylkesvaraordfører", "Ja"):
        assert words in innlandet


def test_happenings_tell_all_that_happened_in_order():
    own = asked()
    changes.note_consideration(own, on=DAY, considered_by="Formannskapet", expected_on=LATER, **NOBODY)
    changes.endorse(own, way=EndorsementWay.MAYOR, on=date(2021, 4, 20), **NOBODY)
    one = signed(own, at_ceremony=True, is_deputy=True)
    told = {"name": "Nora Ny", "office": OfficeKind.MAYOR, "note": "Ser på det"}
    changes.confirm(own, on=LATER, stands_by=False, **told, **NOBODY)
    changes.confirm(own, on=TODAY, stands_by=True, **told | {"note": ""}, **NOBODY)
    changes.revoke_signature(one, reason="Feil navn", on=TODAY, **NOBODY)
    found = happenings(own, signatures_of(own), words_of(own.wording))
    assert [one.on for one in found] == sorted(one.on for one in found)
    assert len(found) == 7
    assert not any(one.is_of_other_words for one in found)
    changed(own.wording)
    old = [
        one.on for one in happenings(own, signatures_of(own), words_of(own.wording)) if one.is_of_other_words
    ]
    assert old == [date(2021, 4, 20), THE_DAY]


def test_what_happened_on_one_day_stands_in_the_order_in_which_it_was_entered():
    own = endorsed(on=TODAY)
    first = signed(own, on=TODAY)
    changes.withdraw_endorsement(own, reason="Et nytt styre.", on=TODAY, **NOBODY)
    changes.endorse(own, way=EndorsementWay.MAYOR, on=TODAY, **NOBODY)
    changes.endorse(own, way=EndorsementWay.MAYOR, on=TODAY, **NOBODY)
    signed(own, on=TODAY)
    told = {"name": "Nora Ny", "office": OfficeKind.MAYOR, "stands_by": True}
    changes.confirm(own, on=TODAY, **told, **NOBODY)
    found = happenings(own, signatures_of(own), first.sha256)
    with translation.override("en"):
        assert [one.words for one in happenings(own, signatures_of(own), first.sha256)] == [
            "Endorsed the declaration",
            "Signed",
            "The signature no longer holds",
            "Drew its support back",
            "Endorsed the declaration",
            "Signed",
            "Nora Ny stands by it",
        ]
    Change.objects.all().delete()
    assert len(happenings(own, signatures_of(own), first.sha256)) == len(found)


def test_endorsement_of_a_member_that_said_nothing_is_none():
    assert endorsement_of(offered(), make_municipality()) is None
