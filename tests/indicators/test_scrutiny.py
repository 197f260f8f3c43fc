"""What others have published, beside ours: the difference, what explains it, and what comes nearer."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from dugnad.indicators import changes, queries
from dugnad.indicators.kinds import Reason
from dugnad.indicators.models import Indicator, PublishedFigure
from dugnad.indicators.rules import rounding_of
from dugnad.kit.errors import Refused
from dugnad.kit.models import Change
from dugnad.members.queries import divisions
from tests.factories.indicators import (
    AT,
    D2021,
    D2024,
    emissions,
    make_country,
    make_indicators,
    make_vintage,
)
from tests.factories.members import make_alliance, make_secretary

TODAY = date(2021, 5, 3)
NOBODY: dict[str, Any] = {"by": None, "at": AT}


@given(st.decimals(-(10**9), 10**9, places=3))
def test_what_is_rounded_to_a_figure_is_within_half_of_its_last_digit(value: Decimal) -> None:
    half = rounding_of(value)
    assert half > 0
    assert value == 0 or (value / (2 * half)) % 1 == 0


def test_zeros_at_the_end_are_taken_for_rounding() -> None:
    assert [rounding_of(Decimal(text)) for text in ("7100000", "12.5", "-11", "0")] == [
        Decimal(50000),
        Decimal("0.05"),
        Decimal("0.5"),
        Decimal("0.5"),
    ]


@pytest.fixture
def country(db: None) -> None:
    make_alliance()
    make_country()
    make_indicators()
    figures = {
        ("3403", 2009, "Veitrafikk"): 100.0,
        ("3403", 2019, "Veitrafikk"): 60.0,
        ("3403", 2009, "Luftfart"): 20.0,
        ("3403", 2019, "Luftfart"): 30.0,
    }
    earlier = {("3403", 2009, "Veitrafikk"): 110.0, ("3403", 2019, "Veitrafikk"): 70.0}
    make_vintage(earlier, seen_on=date(2020, 4, 1))
    make_vintage(figures, seen_on=date(2021, 2, 1))


def published(indicator: Indicator | None = None, **values: Any) -> PublishedFigure:
    facts = {"region": "3403", "year": 2019, "value": Decimal(95), "publisher": "Avisa", "title": "Side 3"}
    return changes.enter_published_figure(indicator or emissions(), facts | values, **NOBODY)


def scrutinised(figure: PublishedFigure) -> Any:
    return queries.scrutinise(figure, today=TODAY, known=divisions())[0]


def variants(figure: PublishedFigure) -> list[Any]:
    known = divisions()
    ours, _totals = queries.scrutinise(figure, today=TODAY, known=known)
    return queries.variants(figure, ours, today=TODAY, known=known)


# Beside ours -------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("country")
def test_a_published_amount_stands_beside_ours_with_the_difference() -> None:
    found = scrutinised(published())
    assert (found.ours, found.difference, round(found.relative, 1)) == (90.0, 5.0, 5.6)
    assert found.words == {
        "published": "95 tonn CO2e",
        "ours": "90 tonn CO2e",
        "difference": "+5",
        "relative": "+5,6\u00a0%",
    }


@pytest.mark.usefixtures("country")
def test_a_published_change_is_compared_in_points_with_as_many_decimals_as_were_published() -> None:
    found = scrutinised(published(from_year=2009, value=Decimal("-24.25")))
    assert (found.ours, found.difference, found.relative) == (-25.0, 0.75, None)
    assert (found.unit, found.decimals, found.words["relative"]) == ("%", 2, "")


@pytest.mark.usefixtures("country")
def test_a_published_share_differs_from_ours_in_points_and_not_in_per_cent_of_per_cent() -> None:
    share = Indicator.objects.create(key="share", source=emissions().source, title_nb="Andel", unit="%")
    make_vintage({("3403", 2019, ""): 20.0}, indicator=share)
    found = scrutinised(published(share, value=Decimal(25)))
    assert (found.words["difference"], found.words["relative"]) == ("+5,0 prosentpoeng", "")


@pytest.mark.usefixtures("country")
def test_ours_rounded_as_the_publisher_has_done_is_the_same() -> None:
    assert scrutinised(published(from_year=2009, value=Decimal(-25))).is_same
    assert scrutinised(published(value=Decimal(100))).is_same is True  # a hundred may be rounded from 90
    assert scrutinised(published()).is_same is False


@pytest.mark.usefixtures("country")
def test_a_year_or_place_that_we_have_no_figure_of_is_told_and_not_guessed() -> None:
    gone = published(year=2015)
    assert (scrutinised(gone).ours, scrutinised(gone).difference, scrutinised(gone).is_same) == (
        None,
        None,
        False,
    )
    assert scrutinised(gone).words["ours"] == ""
    nowhere = published(region="9999")
    told = queries.scrutinise(nowhere, today=TODAY, known=divisions())
    assert told == (queries.Scrutiny(nowhere, None), None)
    with pytest.raises(Refused):
        variants(nowhere)


# What comes nearer -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("country")
def test_a_sector_that_was_left_out_is_found() -> None:
    found = variants(published(value=Decimal(61)))
    assert next((one.reason, one.words, one.scrutiny.ours) for one in found) == (
        Reason.SECTORS,
        "Vårt uten luftfart",
        60.0,
    )


@pytest.mark.usefixtures("country")
def test_figures_that_were_known_on_the_day_of_publication_are_tried() -> None:
    found = variants(published(value=Decimal(70), published_on=date(2020, 6, 1)))
    nearest = min(found, key=lambda one: abs(one.scrutiny.difference))
    assert (nearest.reason, nearest.words, nearest.scrutiny.is_same) == (
        Reason.VINTAGE,
        "Vårt med tallene som var kjent 1. juni 2020",
        True,
    )


@pytest.mark.usefixtures("country")
def test_only_what_comes_nearer_is_told() -> None:
    assert variants(published(value=Decimal(90))) == []


@pytest.mark.usefixtures("country")
def test_a_day_of_which_nothing_can_be_told_because_of_a_split_is_left_out() -> None:
    later, now = date(2024, 6, 1), date(2024, 7, 1)
    make_vintage({("1507", 2019, "Veitrafikk"): 9.0}, seen_on=date(2023, 4, 1), codes_of=D2021)
    make_vintage({("1508", 2019, "Veitrafikk"): 8.0}, seen_on=later, codes_of=D2024)
    figure, known = published(region="1508", value=Decimal(9), published_on=date(2023, 6, 1)), divisions()
    ours, _totals = queries.scrutinise(figure, today=now, known=known)
    assert ours.ours == 8.0
    found = queries.variants(figure, ours, today=now, known=known)
    assert Reason.VINTAGE not in {one.reason for one in found}


# Entering, explaining, taking away -----------------------------------------------------------------------


@pytest.mark.usefixtures("country")
def test_a_change_goes_forward_in_time() -> None:
    with pytest.raises(Refused) as refusal:
        published(from_year=2019)
    assert refusal.value.field == "from_year"


@pytest.mark.usefixtures("country")
def test_what_is_taken_away_leaves_the_pages_and_stays_in_the_trail() -> None:
    figure = published()
    assert changes.withdraw_published_figure(figure, **NOBODY) is True
    assert list(queries.published_figures(emissions())) == []
    verbs = Change.objects.filter(verb__endswith="published_figure").values_list("verb", flat=True)
    assert sorted(verbs) == ["enter_published_figure", "withdraw_published_figure"]
    for again in (
        lambda: changes.withdraw_published_figure(figure, **NOBODY),
        lambda: changes.edit_published_figure(figure, {"title": "Ny"}, **NOBODY),
    ):
        with pytest.raises(Refused):
            again()


# Pages -------------------------------------------------------------------------------------------------

FORM = {
    "region": "alliance",
    "year": "2019",
    "value": "95",
    "publisher": "Avisa",
    "title": "Side 3",
}


@pytest.fixture
def secretary(country: None) -> Client:
    client = Client()
    client.force_login(make_secretary())
    return client


def test_the_secretariat_enters_explains_and_takes_away_a_figure(secretary: Client) -> None:
    answer = secretary.post("/data/ghg-emissions/publisert/ny/", FORM, follow=True)
    figure = PublishedFigure.objects.get()
    assert answer.redirect_chain[-1][0] == f"/data/publisert/{figure.pk}/"
    assert str(figure) == "Avisa: Side 3, 2019"
    more = {"reasons": ["region"], "explanation_nb": "De teller 78 kommuner."}
    assert secretary.post(f"/data/publisert/{figure.pk}/rediger/", FORM | more).status_code == 302
    assert "De teller 78 kommuner." in Client().get(f"/data/publisert/{figure.pk}/").text
    secretary.post(f"/data/publisert/{figure.pk}/ta-bort/")
    assert "Sekretariatet tok bort dette tallet" in Client().get(f"/data/publisert/{figure.pk}/").text
    again = secretary.post(f"/data/publisert/{figure.pk}/ta-bort/", follow=True)
    assert "allerede tatt bort" in again.text
    assert secretary.post(f"/data/publisert/{figure.pk}/rediger/", FORM | {"title": "Ny"}).status_code == 422


def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(secretary: Client) -> None:
    wrong = FORM | {"from_year": "2020", "value": "x", "title": "Side 47"}
    answer = secretary.post("/data/ghg-emissions/publisert/ny/", wrong)
    assert (answer.status_code, "Side 47" in answer.text) == (422, True)
    backwards = secretary.post("/data/ghg-emissions/publisert/ny/", FORM | {"from_year": "2020"})
    assert "Ei endring" not in backwards.text
    assert "tidligere år til et senere" in backwards.text
    assert PublishedFigure.objects.count() == 0


@pytest.mark.usefixtures("country")
def test_the_page_of_the_indicator_shows_what_others_have_published_of_the_place(client: Client) -> None:
    published()
    published(region="alliance")
    page = client.get("/data/ghg-emissions/", {"region": "3403"})
    assert [row.figure.region for row in page.context["published"]] == ["3403"]
    assert (
        client.get("/data/ghg-emissions/", {"region": "3403", "per": "inhabitant"}).context["published"] == []
    )


@pytest.mark.usefixtures("country")
def test_the_list_names_every_place_and_takes_the_same_queries_for_one_and_for_three(
    client: Client, django_assert_num_queries: Any
) -> None:
    assert "Ingenting er lagt inn ennå" in client.get("/data/ghg-emissions/publisert/").text
    published()
    with django_assert_num_queries(8):
        client.get("/data/ghg-emissions/publisert/")
    published(region="alliance")
    published(region="county:34", from_year=2009)
    with django_assert_num_queries(8):
        page = client.get("/data/ghg-emissions/publisert/")
    assert {"Osloregionen", "Hamar", "Innlandet"} <= {row["place"] for row in page.context["rows"]}


@pytest.mark.usefixtures("country")
def test_a_page_that_leads_nowhere_is_missing(client: Client, secretary: Client) -> None:
    assert client.get("/data/publisert/999/").status_code == 404
    assert client.get("/data/no-such/publisert/").status_code == 404


@pytest.mark.usefixtures("country")
def test_a_figure_that_we_cannot_compare_says_so_and_one_that_is_the_same_too(client: Client) -> None:
    assert "ingenting å sammenligne med" in client.get(f"/data/publisert/{published(year=2015).pk}/").text
    same = client.get(f"/data/publisert/{published(value=Decimal(90)).pk}/")
    assert "De to er like" in same.text
    change = client.get(f"/data/publisert/{published(from_year=2009, value=Decimal(-20)).pk}/")
    assert change.context["chart"].kind == "changes"
