"""Members × points × years: what stands in a cell, through all wordings, and who may read it."""

from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from dugnad.declarations.kinds import PointKind, Scope, SuccessionKind
from dugnad.declarations.models import Point, Succession, Wording
from dugnad.declarations.queries import (
    Matrix,
    latest_year,
    lineage_of,
    lines_of,
    matrix_listing,
    matrix_of,
    narrowed,
    points_asked,
    points_called,
    progress_of_point,
    region_chart,
)
from dugnad.declarations.queries.matrix import least
from dugnad.declarations.states import ProgressState as S
from dugnad.declarations.states import WordingState
from dugnad.kit.clock import OSLO
from dugnad.members.kinds import OrganisationKind
from dugnad.members.models import Organisation
from tests.factories.declarations import make_declaration, make_point, make_progress, make_wording
from tests.factories.members import (
    make_body_member,
    make_editor,
    make_guest,
    make_membership,
    make_municipality,
    make_organisation,
    make_secretary,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
TODAY = date(2021, 5, 3)
PAGE = "/erklaering/ordforererklaering/oppfolging/"


@pytest.fixture
def wording() -> Wording:
    return make_wording(state=WordingState.ADOPTED)


@pytest.fixture
def hamar() -> Organisation:
    return make_municipality(subregion="Hamarregionen")


def second_wording(adopted_on: date = date(2020, 6, 2), **fields: Any) -> Wording:
    created = datetime(2021, 5, 4, 9, 0, tzinfo=OSLO)
    values = {"state": WordingState.ADOPTED, "adopted_on": adopted_on, "created_at": created}
    return make_wording("2020", **values | fields)


def become(old: Point | None, new: Point | None, kind: str = SuccessionKind.SPLIT) -> None:
    wording = new.wording if new else old.wording  # type: ignore[union-attr]
    Succession.objects.create(wording=wording, predecessor=old, successor=new, kind=kind, reason_nb="Fordi")


def matrix(year: int = 2021, **asked: Any) -> Matrix:
    found = matrix_of(lines_of("ordforererklaering"), year=year, on=TODAY, **asked)
    assert found is not None
    return found


def cells(found: Matrix) -> dict[str, list[tuple[str | None, ...]]]:
    return {row.member.name: list(row.cells) for row in found.rows}


def as_reader(user: Any, language: str = "en") -> Client:
    client = Client()
    client.cookies["language"] = language
    if user:
        client.force_login(user)
    return client


def text(response: Any) -> str:
    return response.content.decode()


# Cells -------------------------------------------------------------------------------------------------


def test_a_cell_has_this_years_state_and_that_of_the_year_before(
    wording: Wording, hamar: Organisation
) -> None:
    first, second = make_point(wording), make_point(wording, "klimatilpasning")
    make_progress(first, hamar, 2020, state=S.PLANNED)
    make_progress(first, hamar, 2021, state=S.IN_PLACE)
    make_progress(second, hamar, 2019, state=S.IN_PLACE)
    found = matrix()
    assert cells(found) == {"Hamar": [("planned", "in_place"), ("", "")]}
    assert (found.years, found.beside, found.answered) == ((2019, 2020, 2021), (2020, 2021), 1)


def test_years_stand_side_by_side_up_to_four(wording: Wording, hamar: Organisation) -> None:
    make_progress(make_point(wording), hamar, 2019, state=S.PLANNED)
    found = matrix(side_by_side=True)
    assert (found.beside, cells(found)["Hamar"]) == ((2019, 2020, 2021), [("planned", "", "")])
    later = matrix_of(lines_of("ordforererklaering"), year=2025, on=date(2025, 5, 3), side_by_side=True)
    assert later is not None
    assert later.beside == (2022, 2023, 2024, 2025)


def test_members_stand_in_norwegian_order_with_their_sub_regions(
    wording: Wording, hamar: Organisation
) -> None:
    make_point(wording)
    make_municipality("Åsnes", "3418")
    make_municipality("Asker", "3025", member_to=date(2021, 1, 1))
    assert [(row.member.name, row.member.subregion) for row in matrix().rows] == [
        ("Hamar", "Hamarregionen"),
        ("Åsnes", ""),
    ]
    assert matrix().subregions == [("hamarregionen", "Hamarregionen")]


def test_who_has_told_and_is_a_member_no_more_still_stands_there(
    wording: Wording, hamar: Organisation
) -> None:
    gone = make_municipality("Lier", "3049", member_to=date(2021, 1, 1))
    make_progress(make_point(wording), gone, 2020)
    assert cells(matrix(2020)) == {"Hamar": [("", "")], "Lier": [("", "under_way")]}
    assert list(cells(matrix(2021))) == ["Hamar", "Lier"]


def test_a_point_that_is_not_theirs_is_not_asked_of_them(wording: Wording, hamar: Organisation) -> None:
    make_point(wording, scope=Scope.MUNICIPALITIES)
    make_point(wording, "fylkesveier", scope=Scope.COUNTIES)
    make_membership(make_organisation("Innlandet", kind=OrganisationKind.COUNTY_AUTHORITY))
    found = matrix()
    assert cells(found) == {
        "Hamar": [("", ""), (None, None)],
        "Innlandet": [(None, None), ("", "")],
    }
    assert [summary.asked for summary in found.summaries] == [1, 1]


def test_only_points_that_are_followed_up_are_columns(wording: Wording, hamar: Organisation) -> None:
    make_point(wording)
    make_point(wording, "punkt-7", is_missing=True)
    make_point(wording, "handlingsrom", kind=PointKind.REQUEST)
    assert [point.key for point in matrix().points] == ["kutt-utslipp"]


def test_there_is_no_matrix_before_the_promise_or_of_years_to_come(wording: Wording) -> None:
    make_point(wording)
    lines = lines_of("ordforererklaering")
    assert [matrix_of(lines, year=year, on=TODAY) for year in (2018, 2022)] == [None, None]
    assert matrix_of({}, year=2021, on=TODAY) is None


def test_counts_say_how_many_have_come_how_far(wording: Wording, hamar: Organisation) -> None:
    point = make_point(wording)
    make_municipality("Gjøvik", "3407")
    make_progress(point, hamar, 2021, state=S.IN_PLACE)
    (summary,) = matrix().summaries
    assert (summary.asked, summary.told, summary.going_on) == (2, 1, 1)
    assert summary.parts == [("in_place", "På plass", 1), ("", "Ikke fortalt", 1)]


# Lineage -----------------------------------------------------------------------------------------------


def test_lines_are_those_of_the_lineage(wording: Wording) -> None:
    old, left, right = make_point(wording), make_point(wording, "a"), make_point(wording, "b")
    new = second_wording()
    one, other, merged = make_point(new), make_point(new, "tungtransport"), make_point(new, "styring")
    for pair in ((old, one), (old, other), (left, merged), (right, merged), (left, None)):
        become(*pair, kind=SuccessionKind.DROPPED if pair[1] is None else SuccessionKind.SPLIT)
    found, wanted = lines_of("ordforererklaering"), lineage_of(make_declaration())
    assert {pk: [p.pk for p in line] for pk, line in found.items()} == {
        pk: [p.pk for p in line] for pk, line in wanted.items()
    }
    assert found[other.pk] == [old, other]


def test_a_split_point_hands_its_history_to_both(wording: Wording, hamar: Organisation) -> None:
    old, new = make_point(wording), second_wording()
    one, other = make_point(new), make_point(new, "tungtransport")
    become(old, one)
    become(old, other)
    make_progress(old, hamar, 2020, state=S.PLANNED)
    make_progress(one, hamar, 2021, state=S.IN_PLACE)
    assert cells(matrix()) == {"Hamar": [("planned", "in_place"), ("planned", "")]}


def test_a_merged_point_is_as_far_as_the_slower_of_the_two(wording: Wording, hamar: Organisation) -> None:
    left, right = make_point(wording, "a"), make_point(wording, "b")
    merged = make_point(second_wording(), "ab")
    for old, state in ((left, S.IN_PLACE), (right, S.PLANNED)):
        become(old, merged, SuccessionKind.MERGED)
        make_progress(old, hamar, 2020, state=state)
    assert cells(matrix()) == {"Hamar": [("planned", "")]}


def test_what_was_told_of_the_very_point_goes_before_what_was_told_of_its_kin(
    wording: Wording, hamar: Organisation
) -> None:
    old, same = make_point(wording), make_point(second_wording())
    become(old, same, SuccessionKind.KEPT)
    make_progress(same, hamar, 2021, state=S.IN_PLACE)
    make_progress(old, hamar, 2021, state=S.NOT_BEGUN)
    make_progress(old, make_municipality("Gjøvik", "3407"), 2021, state=S.PLANNED)
    assert cells(matrix()) == {"Gjøvik": [("", "planned")], "Hamar": [("", "in_place")]}


def test_a_draft_is_in_no_matrix_and_the_year_decides_which_wording_holds(
    wording: Wording, hamar: Organisation
) -> None:
    make_point(wording, "gammelt")
    make_point(second_wording(), "nytt")
    make_point(make_wording("2022"), "utkast")
    assert [[p.key for p in matrix(year).points] for year in (2019, 2020)] == [["gammelt"], ["nytt"]]


def test_of_two_states_the_one_that_is_less_far_is_least() -> None:
    assert [least("", "in_place"), least("in_place", "planned"), least("planned", "in_place")] == [
        "in_place",
        "planned",
        "planned",
    ]


def test_points_are_found_by_their_names_in_the_newest_wording_that_held(wording: Wording) -> None:
    old, new = make_point(wording), make_point(second_wording())
    make_point(make_wording("2022"), "utkast")
    assert points_called(["kutt-utslipp", "utkast"], on=TODAY) == {"kutt-utslipp": new}
    assert points_called(["kutt-utslipp"], on=date(2019, 5, 1)) == {"kutt-utslipp": old}
    assert (points_asked(on=TODAY), points_asked(on=date(2019, 1, 1))) == ([new], [])


# Narrowed, counted, drawn ------------------------------------------------------------------------------


def test_a_matrix_is_narrowed_by_sub_region_point_and_state(wording: Wording, hamar: Organisation) -> None:
    first = make_point(wording)
    make_point(wording, "klimatilpasning")
    make_municipality("Gjøvik", "3407", subregion="Gjøvikregionen")
    make_progress(first, hamar, 2021, state=S.IN_PLACE)
    whole = matrix()
    assert list(cells(narrowed(whole, subregion="hamarregionen"))) == ["Hamar"]
    assert cells(narrowed(whole, point="klimatilpasning"))["Hamar"] == [("", "")]
    assert list(cells(narrowed(whole, point="kutt-utslipp", state="in_place"))) == ["Hamar"]
    assert list(cells(narrowed(whole, point="kutt-utslipp", state="untold"))) == ["Gjøvik"]
    assert list(cells(narrowed(whole, state="planned"))) == []


def test_the_listing_has_a_column_for_each_point_and_year(wording: Wording, hamar: Organisation) -> None:
    make_progress(make_point(wording, scope=Scope.MUNICIPALITIES), hamar, 2021, state=S.IN_PLACE)
    make_membership(make_organisation("Innlandet", kind=OrganisationKind.COUNTY_AUTHORITY))
    assert matrix_listing(matrix()) == (
        ["Medlem", "Delregion", "1. Punkt 1 (2020)", "1. Punkt 1 (2021)"],
        [
            ["Hamar", "Hamarregionen", "", "På plass"],
            ["Innlandet", "", "Blir ikke spurt", "Blir ikke spurt"],
        ],
    )


def test_the_regions_picture_says_what_it_finds(wording: Wording, hamar: Organisation) -> None:
    point = make_point(wording)
    assert region_chart(matrix()) is None
    make_progress(point, hamar, 2021, state=S.IN_PLACE, is_illustrative=True)
    make_municipality("Gjøvik", "3407")
    chart = region_chart(matrix())
    assert chart is not None
    assert chart.title == "1 av 1 punkter er på plass eller i gang hos minst halvparten av medlemmene i 2021"
    assert (chart.rows, chart.illustrative) == ([("1", [1.0])], True)
    assert chart.notes == ("Inntil 1 medlem har ikke fortalt, og er ikke med i noen søyle.",)


def test_progress_of_a_point_counts_year_by_year_along_its_line(
    wording: Wording, hamar: Organisation
) -> None:
    old, new = make_point(wording), make_point(second_wording())
    become(old, new, SuccessionKind.KEPT)
    make_progress(old, hamar, 2019, state=S.PLANNED)
    make_progress(new, hamar, 2021, state=S.IN_PLACE)
    found = progress_of_point(lines_of("ordforererklaering"), "kutt-utslipp", on=TODAY)
    assert found is not None
    assert (found.point, list(found.line), found.years) == (new, [old, new], (2019, 2021))
    assert found.newest is not None
    assert found.newest.counts == {"in_place": 1}
    assert [list(row.cells) for row in found.rows] == [[("planned", "in_place")]]
    assert found.chart is not None
    assert found.chart.title == "1 av 1 medlemmer hadde det på plass eller i gang i 2021"


def split_in_two(wording: Wording) -> tuple[Point, Point, Point]:
    """A point that became two others, and the two."""
    old = make_point(wording, title_nb="Kutte klimagassutslipp")
    text = second_wording()
    new = [make_point(text, key, title_nb=key.title()) for key in ("tungtransport", "avfall")]
    for point in new:
        become(old, point)
    return (old, *new)  # type: ignore[return-value]


def test_after_a_split_the_figure_says_of_which_earlier_point_it_was_told(
    wording: Wording, hamar: Organisation
) -> None:
    old, heavy, _waste = split_in_two(wording)
    make_progress(old, hamar, 2020, state=S.IN_PLACE)
    found = progress_of_point(lines_of("ordforererklaering"), "tungtransport", on=TODAY)
    assert found is not None
    assert found.headline == (
        "1 av 1 medlemmer hadde «1. Kutte klimagassutslipp» i utgave 2019, som dette punktet kommer fra, på "
        "plass eller i gang i 2020"
    )
    assert found.chart is not None
    assert "2020: fortalt om «1. Kutte klimagassutslipp» i utgave 2019." in found.chart.notes
    make_progress(heavy, hamar, 2020, state=S.PLANNED)
    found = progress_of_point(lines_of("ordforererklaering"), "tungtransport", on=TODAY)
    assert found is not None
    assert (found.headline, found.summaries[-1].echo) == (
        "0 av 1 medlemmer hadde det på plass eller i gang i 2020",
        None,
    )


def test_a_year_of_which_few_told_and_of_an_earlier_point_alone_says_so_too(
    wording: Wording, hamar: Organisation
) -> None:
    old, _heavy, _waste = split_in_two(wording)
    for number in (20, 21):
        make_membership(make_municipality(f"By {number}", f"34{number:02}"))
    make_progress(old, hamar, 2021, state=S.IN_PLACE)
    found = progress_of_point(lines_of("ordforererklaering"), "tungtransport", on=TODAY)
    assert found is not None
    assert found.headline.startswith("1 av 3 medlemmer hadde «1. Kutte klimagassutslipp» i utgave 2019, som")


def test_where_some_told_of_the_point_itself_the_others_are_said_to_be_a_part(
    wording: Wording, hamar: Organisation
) -> None:
    old, heavy, waste = split_in_two(wording)
    other = make_municipality("Lier", "3049")
    make_progress(old, hamar, 2021, state=S.IN_PLACE)
    make_progress(heavy, other, 2021, state=S.IN_PLACE)
    found = matrix(2021)
    said = {point.key: [echo.words for echo in echoes] for point, echoes in found.echoed}
    assert said == {
        "tungtransport": ["delvis fortalt om «1. Kutte klimagassutslipp» i utgave 2019"],
        "avfall": ["fortalt om «1. Kutte klimagassutslipp» i utgave 2019"],
    }
    assert found.echoed_keys == {heavy.key, waste.key}
    chart = region_chart(found)
    assert chart is not None
    assert chart.title.startswith("1 av 1 punkt")


def test_a_point_that_was_kept_says_nothing_of_its_earlier_text_and_one_that_was_sharpened_does(
    wording: Wording, hamar: Organisation
) -> None:
    kept, sharpened = make_point(wording), make_point(wording, "avfall", text_nb="Mindre avfall.")
    text = second_wording()
    become(kept, make_point(text), SuccessionKind.KEPT)
    become(sharpened, make_point(text, "avfall", text_nb="Halvt så mye avfall."), SuccessionKind.SHARPENED)
    for point in (kept, sharpened):
        make_progress(point, hamar, 2021, state=S.IN_PLACE)
    found = matrix(2021)
    assert found.echoed_keys == {"avfall"}
    assert not found.summaries[1].echo.is_of_others  # type: ignore[union-attr]
    assert region_chart(found).title.startswith("2 av 2 punkter")  # type: ignore[union-attr]


def test_pages_and_files_say_of_which_earlier_point_was_told(wording: Wording, hamar: Organisation) -> None:
    old, heavy, _waste = split_in_two(wording)
    make_progress(old, hamar, 2021, state=S.IN_PLACE)
    said = "told of “1. Kutte klimagassutslipp” in text 2019"
    reader = as_reader(make_secretary())
    for address in (PAGE, f"{PAGE}2021/", f"{PAGE}2021/?punkt={heavy.key}", f"{PAGE}2021/matrise.csv"):
        response = reader.get(address)
        content = response.content.decode("utf-8-sig") if "csv" in address else text(response)
        assert said in content, address
    assert said in text(as_reader(None).get(f"{PAGE}2021/"))
    assert "What was told of earlier points in 2021" in text(reader.get(PAGE))


def test_a_year_that_few_have_answered_for_yet_does_not_speak_alone(
    wording: Wording, hamar: Organisation
) -> None:
    point = make_point(wording)
    others = [make_municipality(f"By {number}", f"34{number:02}") for number in (20, 21)]
    for member in others:
        make_membership(member)
    make_progress(point, hamar, 2021, state=S.PLANNED)

    def headline() -> str:
        found = progress_of_point(lines_of("ordforererklaering"), "kutt-utslipp", on=TODAY)
        assert found is not None
        return found.headline

    so_far = "1 medlem har svart for 2021, og 0 hadde det på plass eller i gang"
    assert headline() == so_far
    for member in others:
        make_progress(point, member, 2020, state=S.IN_PLACE)
    before = "2 av 3 medlemmer hadde det på plass eller i gang i 2020"
    assert headline() == f"{before}. Så langt har 1 av 3 svart for 2021"
    make_progress(point, others[0], 2021, state=S.IN_PLACE)
    assert headline() == "1 av 3 medlemmer hadde det på plass eller i gang i 2021"


def test_progress_of_a_point_that_nobody_has_told_of_has_no_picture(wording: Wording) -> None:
    make_point(wording)
    make_point(wording, "handlingsrom", kind=PointKind.REQUEST)
    found = progress_of_point(lines_of("ordforererklaering"), "kutt-utslipp", on=TODAY)
    assert found is not None
    assert (found.newest, found.chart) == (None, None)
    names = ("finnes-ikke", "handlingsrom")
    assert [progress_of_point(lines_of("ordforererklaering"), name, on=TODAY) for name in names] == [
        None,
        None,
    ]


def test_the_latest_year_is_the_last_that_was_told_of(wording: Wording, hamar: Organisation) -> None:
    point = make_point(wording)
    assert latest_year(make_declaration(), on=TODAY) == 2021
    make_progress(point, hamar, 2020)
    assert latest_year(make_declaration(), on=TODAY) == 2020


def test_a_year_that_few_have_told_of_is_not_the_latest_yet(wording: Wording, hamar: Organisation) -> None:
    point = make_point(wording)
    for number in range(3):
        make_progress(point, make_municipality(f"By {number}", f"34{number + 20}"), 2020)
    make_progress(point, hamar, 2021)
    assert latest_year(make_declaration(), on=TODAY) == 2020
    make_progress(point, make_municipality("Gjøvik", "3407"), 2021)
    assert latest_year(make_declaration(), on=TODAY) == 2021


def test_what_was_laid_aside_is_on_no_line(wording: Wording, hamar: Organisation) -> None:
    point = make_point(wording)
    aside = make_wording("2020", WordingState.WITHDRAWN)
    become(point, make_point(aside, point.key), SuccessionKind.KEPT)
    assert lines_of("ordforererklaering") == {point.pk: [point]}


# Pages -------------------------------------------------------------------------------------------------


@pytest.fixture
def told(wording: Wording, hamar: Organisation) -> Wording:
    make_progress(make_point(wording), hamar, 2020, state=S.PLANNED)
    make_progress(make_point(wording), hamar, 2021, state=S.IN_PLACE, done="Femti ladere.")
    make_municipality("Gjøvik", "3407", subregion="Gjøvikregionen")
    return wording


def test_a_cell_says_its_state_in_shape_letters_and_words_and_leads_to_its_history(told: Wording) -> None:
    page = text(as_reader(make_editor()).get(f"{PAGE}2021/"))
    assert '<a href="hamar/kutt-utslipp/">' in page
    assert '<span class="mark" data-state="in_place" aria-hidden="true">Ip</span>' in page
    assert '<span class="ds-sr-only">2020: Planned; 2021: In place</span>' in page
    assert '<th scope="row"><a href="/medlemmer/hamar/">Hamar</a>' in page


def test_years_side_by_side_are_all_said(told: Wording) -> None:
    page = text(as_reader(make_body_member()).get(f"{PAGE}2021/?vis=alle"))
    assert "2020: Planned; 2021: In place" in page


def test_one_point_shows_what_each_member_told_in_words(told: Wording) -> None:
    page = text(as_reader(make_editor()).get(f"{PAGE}2021/?punkt=kutt-utslipp&state=in_place"))
    assert "Femti ladere." in page
    assert "Gjøvik</a>" not in page


def test_filters_that_nobody_fits_say_so_and_unknown_ones_narrow_nothing(told: Wording) -> None:
    client = as_reader(make_editor())
    assert "No member fits these filters" in text(client.get(f"{PAGE}2021/?state=under_way"))
    assert "Gjøvik</a>" in text(client.get(f"{PAGE}2021/?state=tull&subregion=tull"))


@pytest.mark.parametrize("make", [lambda: None, make_guest])
def test_strangers_and_guests_read_counts_and_no_members(told: Wording, make: Any) -> None:
    client = as_reader(make())
    page = text(client.get(f"{PAGE}2021/?punkt=kutt-utslipp"))
    assert "In place: 1" in page
    assert "Hamar</a>" not in page
    assert "Femti ladere." not in page
    assert "Hamar" not in text(client.get(PAGE))


def test_the_region_is_shown_in_the_last_year_that_was_told_of(told: Wording) -> None:
    page = text(as_reader(None).get(PAGE))
    assert "1 of 2 members has told how it goes" in page
    assert "1 of 1 points is in place" in page


def test_without_a_promise_the_page_says_what_will_stand_there() -> None:
    make_declaration()
    assert "Nothing is promised yet" in text(as_reader(None).get(PAGE))


def test_without_an_answer_the_page_says_so(wording: Wording) -> None:
    make_point(wording)
    assert "Nobody has told of 2021 yet" in text(as_reader(None).get(PAGE))


@pytest.mark.parametrize("path", ["/erklaering/finnes-ikke/oppfolging/", f"{PAGE}2018/", f"{PAGE}2022/"])
def test_what_is_not_there_is_missing(told: Wording, path: str) -> None:
    assert as_reader(make_secretary()).get(path).status_code == 404


def test_the_files_hold_what_the_page_shows(told: Wording) -> None:
    client = as_reader(make_editor())
    csv = text(client.get(f"{PAGE}2021/matrise.csv?subregion=hamarregionen"))
    assert csv.splitlines() == [
        "\ufeffMember,Sub-region,1. Punkt 1 (2020),1. Punkt 1 (2021)",
        "Hamar,Hamarregionen,Planned,In place",
    ]
    book = load_workbook(BytesIO(client.get(f"{PAGE}2021/matrise.xlsx").content))
    assert [[cell.value for cell in row][:2] for row in book.active.iter_rows()] == [
        ["Member", "Sub-region"],
        ["Gjøvik", "Gjøvikregionen"],
        ["Hamar", "Hamarregionen"],
    ]


def _ask(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


@pytest.mark.parametrize(("members", "points"), [(1, 1), (30, 20)])
def test_the_matrix_asks_six_questions_of_whatever_size(
    wording: Wording, hamar: Organisation, members: int, points: int
) -> None:
    old = [make_point(wording, f"punkt-{number}") for number in range(points)]
    new = second_wording()
    for point in old:
        become(point, make_point(new, point.key), SuccessionKind.KEPT)
    others = [make_municipality(f"Kommune {n}", f"{5000 + n}") for n in range(members - 1)]
    for member in [hamar, *others]:
        for point in old:
            for year in (2019, 2020):
                make_progress(point, member, year)
    client = as_reader(make_secretary())
    assert [_ask(client, f"{PAGE}2021/{asked}") for asked in ("", "?vis=alle")] == [6, 6]
