"""Figures on the front, on Monday and on a member's page: of the newest edition, and of a member's past."""

from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dugnad.editions import changes as editions
from dugnad.editions.queries import headline_of
from dugnad.indicators import changes as indicators
from dugnad.indicators.models import Vintage
from dugnad.indicators.reference.illustrative import Place, illustrative_emissions
from dugnad.kit.clock import OSLO
from dugnad.kit.formats import number
from dugnad.web.queries.emissions import emissions_of, sector_label
from dugnad.web.queries.front import newest_klimastatus, sector_shares
from tests.factories.calls import AT
from tests.factories.editions import make_begun_edition
from tests.factories.members import make_alliance, make_guest, make_municipality, make_secretary

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
MONDAY = date(2021, 5, 3)
PLACES = (("3403", "Hamar", 31369), ("3411", "Ringsaker", 34768), ("3413", "Stange", 20646))


@pytest.fixture
def figures() -> None:
    for code, name, _inhabitants in PLACES:
        make_municipality(name, code)
    indicators.load_reference_indicators(by=None, at=AT)
    places = [Place(code, name, "Innlandet", people) for code, name, people in PLACES]
    report = indicators.import_emissions(
        illustrative_emissions(places, last_year=2018),
        "oppdiktet.csv",
        seen_on=date(2020, 4, 23),
        source="illustrative",
        by=None,
        at=AT,
    )
    rows = "".join(f"{code},2018,{people}\n" for code, _name, people in PLACES)
    inhabitants = indicators.import_indicator(
        f"municipality_code,year,value\n{rows}".encode(),
        "innbyggere.csv",
        indicator="population",
        seen_on=date(2019, 2, 22),
        by=None,
        at=AT,
    )
    assert (report.refused, inhabitants.refused) == ([], [])


@pytest.fixture
def edition(figures: None) -> Any:
    made = editions.create_edition(year=2020, members_on=MONDAY, by=None, at=AT)
    made = editions.compose_edition(made, by=None, at=AT)
    editions.submit_edition(made, by=None, at=AT)
    editions.approve_edition(made, by=None, at=AT)
    return editions.publish_edition(made, by=None, at=AT)


def page(path: str, user: Any = None) -> str:
    client = Client()
    if user:
        client.force_login(user)
    return client.get(path).content.decode()


def test_emissions_are_nothing_where_nobody_has_measured():
    make_municipality()
    assert emissions_of("3403", today=MONDAY) is None
    indicators.load_reference_indicators(by=None, at=AT)
    assert emissions_of("3403", today=MONDAY) is None


def test_emissions_have_a_place_for_years_that_nobody_published(figures):
    total = emissions_of("3403", today=MONDAY).total
    assert total.years == tuple(range(2009, 2019))
    missing = [year for year, value in zip(total.years, total.values, strict=True) if value is None]
    assert missing == [2010, 2012, 2014]
    assert (total.first[0], total.last[0]) == (2009, 2018)


def test_sectors_come_largest_first_and_sum_to_the_total(figures):
    found = emissions_of("3403", today=MONDAY)
    last = [line.last[1] for line in found.sectors if line.last[0] == 2018]
    assert last == sorted(last, reverse=True)
    assert sum(last) == pytest.approx(found.total.last[1])
    assert found.trail.illustrative


def test_change_is_from_the_first_year_to_the_last(figures):
    total = emissions_of("3403", today=MONDAY).total
    assert total.change == pytest.approx(100 * (total.last[1] / total.first[1] - 1))


def test_a_sector_has_a_name_and_an_unknown_one_its_key():
    assert (sector_label("road_traffic"), sector_label("tides")) == ("Veitrafikk", "tides")


def test_a_members_page_shows_its_own_past_and_says_that_the_figures_are_made_up(figures):
    shown = page("/medlemmer/hamar/")
    total = emissions_of("3403", today=MONDAY).total
    assert f"Utslipp i {total.last[0]}" in shown
    assert number(total.last[1]) in shown
    assert shown.count("Illustrasjonstall") == 2
    assert "Veitrafikk" in shown


def test_a_members_page_shows_those_that_are_alike_and_does_not_rank(edition):
    shown = page("/medlemmer/hamar/")
    assert "Kommuner som ligner" in shown
    assert ('href="/medlemmer/3411/"' in shown, 'href="/klimastatus/2020/3403/"' in shown) == (True, True)


def test_the_front_opens_with_the_finding_of_the_newest_edition(edition):
    shown = page("/")
    report = newest_klimastatus()
    assert report.lead in shown
    assert report.emissions.value in shown
    assert "Illustrasjonstall" in shown
    assert "Hvor de kommer fra, 2018" in shown


def test_shares_are_of_the_last_year_largest_first(edition):
    shares = sector_shares(newest_klimastatus())
    assert [share.share for share in shares] == sorted([s.share for s in shares], reverse=True)
    assert sum(share.share for share in shares) == pytest.approx(100, abs=0.1)
    assert shares[0].label == sector_label(shares[0].key)


def test_monday_reminds_of_the_newest_edition(edition):
    assert 'href="/klimastatus/2020/">Les utgaven</a>' in page("/", make_guest())


def test_an_edition_without_figures_is_not_shown(figures, monkeypatch):
    make_alliance()
    assert newest_klimastatus() is None


def test_the_pages_with_figures_ask_few_questions(edition, django_assert_max_num_queries):
    client = Client()
    with django_assert_max_num_queries(25):
        client.get("/")
    with django_assert_max_num_queries(25):
        client.get("/medlemmer/hamar/")
    client.force_login(make_guest())
    with django_assert_max_num_queries(25):
        client.get("/")


def test_a_members_figure_leads_to_where_it_comes_from(figures):
    assert 'href="/data/ghg-emissions/?region=3403"' in page("/medlemmer/3403/")


def test_an_indicator_without_sectors_offers_none_and_an_empty_one_no_filter(figures):
    assert '<option value="sector"' not in page("/data/population/")
    assert '<option value="sector"' in page("/data/ghg-emissions/")
    assert 'class="filters' not in page("/data/household-waste/")


def test_a_file_is_offered_the_demos_day_and_may_be_seen_on_the_real_one(figures):
    today = datetime.now(OSLO).date()
    client = Client()
    client.force_login(make_secretary())
    asked = client.get("/data/les-inn/").content.decode()
    assert f'name="seen_on" value="{MONDAY.isoformat()}"' in asked
    assert today > MONDAY
    file = SimpleUploadedFile("folk.csv", b"municipality_code,year,value\n3403,2019,31369\n")
    sent = {"indicator": "population", "seen_on": today.isoformat(), "file": file}
    assert "folk.csv er kjent igjen" in client.post("/data/les-inn/", sent).content.decode()


def compared(address: str) -> Any:
    old, new = Vintage.objects.filter(indicator__key="population").order_by("pk")
    return Client().get(f"{address}?old={old.pk}&new={new.pk}")


@pytest.mark.parametrize(
    ("source", "is_told", "name", "said"),
    [("", False, "", "false"), ("illustrative", True, "-illustrative", "true")],
)
def test_a_comparison_with_made_up_figures_says_so_on_its_page_and_in_its_file(
    figures, source, is_told, name, said
):
    table = b"municipality_code,year,value\n3403,2018,31000\n"
    asked = {"indicator": "population", "seen_on": date(2020, 2, 22), "by": None, "at": AT}
    indicators.import_indicator(table, "nye.csv", source=source, **asked)
    address = "/data/tallgrunnlag/sammenlign/"
    shown = compared(address).content.decode()
    assert ('<p><span class="illustrative">Illustrasjonstall</span></p>' in shown) == is_told
    answer = compared(f"{address}eksport/")
    header, first, *_more = answer.content.decode("utf-8-sig").splitlines()
    assert answer["Content-Disposition"].endswith(f'{name}.csv"')
    assert (header.rpartition(",")[2], first.rpartition(",")[2]) == ("illustrative", said)


def test_the_api_that_is_spoken_of_is_linked_to(figures):
    assert 'href="/api/v1/indicators"' in page("/data/")


def test_every_picture_of_made_up_figures_on_the_front_page_says_so_and_whose_they_are(edition):
    front = page("/")
    cards = front.split('class="front-figures"')[1].split("</section>")[0]
    assert cards.count("Illustrasjonstall") == 2
    assert cards.count('class="source"') == 2


def test_monday_tells_the_change_whatever_figures_the_edition_shows(edition):
    edition.page_blocks.filter(kind="key_figures").delete()
    shown = page("/", make_guest())
    assert f'<p class="aside-figure">{newest_klimastatus().since_base.value}</p>' in shown


def test_an_edition_that_was_not_composed_has_no_headline(figures):
    assert headline_of(make_begun_edition(), "Osloregionen") is None
