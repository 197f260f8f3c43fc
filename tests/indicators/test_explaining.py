"""What explains a change, how far it is to a target, and a rank that only the reader asks for."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils.translation import override

from dugnad.engine.decomposition import contributions
from dugnad.indicators import queries
from dugnad.indicators.forms import ExplanationForm, SeriesForm, TriedTargetForm
from dugnad.indicators.kinds import reason_in_words
from dugnad.indicators.models import Indicator, Observation, SectorTotal, Target
from dugnad.indicators.queries.change_pictures import (
    Frame,
    municipality_chart,
    people_chart,
    sector_chart,
    signed,
    target_chart,
)
from dugnad.indicators.queries.explaining import Explanation, explain, path_to_target, years_told
from dugnad.indicators.queries.pictures import why_missing
from dugnad.indicators.queries.series_rows import SeriesRow
from dugnad.members.models import MunicipalityCode, Organisation
from dugnad.members.queries import codes
from tests.factories.indicators import (
    D2019,
    D2024,
    emissions,
    make_country,
    make_indicators,
    make_vintage,
    population,
)
from tests.factories.members import make_alliance, make_membership, make_organisation, make_secretary

pytestmark = pytest.mark.django_db
TODAY = date(2021, 5, 3)
ROAD, WASTE, GASES = "road_traffic", "waste", "f_gases"
ADDRESS = "/data/ghg-emissions/"
PAGE = 18  # questions of the page of the alliance, when nothing is kept


@pytest.fixture(autouse=True)
def _country() -> None:
    make_country()
    make_indicators()


def forget() -> None:
    """A process that has answered nobody yet."""
    cache.clear()
    codes._divisions.cache_clear()


def member(name: str, code: str, first: date = D2019) -> Organisation:
    organisation = make_organisation(name, kind="municipality")
    MunicipalityCode.objects.filter(code=code).update(organisation=organisation)
    make_membership(organisation, make_alliance(), first, None)
    return organisation


def two_members() -> None:
    """Hamar and Eidskog in 2009 and 2019, with their inhabitants."""
    member("Hamar", "3403")
    member("Eidskog", "3416")
    make_vintage(
        {
            ("3403", 2009, ROAD): 60.0, ("3403", 2009, WASTE): 20.0, ("3416", 2009, ROAD): 20.0,
            ("3403", 2019, ROAD): 40.0, ("3403", 2019, WASTE): 22.0, ("3416", 2019, ROAD): 18.0,
        }
    )  # fmt: skip
    people = {("3403", 2009): 30.0, ("3416", 2009): 10.0, ("3403", 2019): 36.0, ("3416", 2019): 9.0}
    make_vintage({(*cell, ""): value for cell, value in people.items()}, indicator=population())


def explained(region: str = "alliance", first: int = 2009, last: int = 2019, **more: Any) -> Explanation:
    asked = queries.ask(region, today=TODAY, **more)
    totals, sectors, municipalities = (
        queries.answer(emissions(), asked, by=by) for by in ("total", "sector", "municipality")
    )
    people = queries.answer(population(), asked, by="total")
    return explain(totals, first, last, sectors=sectors, municipalities=municipalities, people=people)


def page(words: str = "", status: int = 200) -> str:
    got = answer(words)
    assert got.status_code == status
    return got.content.decode()


def answer(words: str) -> Any:
    return Client().get(f"{ADDRESS}{words}", headers={"accept-language": "nb"})


# What explains the change ----------------------------------------------------------------------------------


def test_a_change_is_explained_by_sectors_municipalities_and_inhabitants() -> None:
    two_members()
    found = explained()
    assert (found.change.absolute, found.unit) == (-20.0, "t CO2e")
    assert found.sectors is not None
    assert found.municipalities is not None
    assert found.people is not None
    assert found.sectors.by_label == {ROAD: -22.0, WASTE: 2.0}
    assert found.municipalities.by_label == {"3403": -18.0, "3416": -2.0}
    assert sum(found.people.values) == pytest.approx(-20.0)
    assert found.people.values[0] > 0 > found.people.values[1]


def test_a_year_without_a_figure_cannot_be_explained() -> None:
    two_members()
    with pytest.raises(ValueError, match="no change from 2009 to 2010"):
        explained(last=2010)


def test_a_place_of_one_part_has_nothing_to_tell_apart() -> None:
    make_vintage({("3403", 2009, ROAD): 2.0, ("3403", 2019, ROAD): 1.0})
    found = explained("3403")
    assert (found.sectors, found.municipalities, found.people, found.inhabitants) == (None, None, None, None)


def test_a_sector_that_some_did_not_count_is_not_told_apart() -> None:
    make_vintage({("3403", 2009, ROAD): 10.0, ("3416", 2009, ROAD): 5.0, ("3416", 2019, ROAD): 4.0})
    make_vintage({("3403", 2019, ROAD): 8.0, ("3403", 2019, GASES): 3.0}, seen_on=D2024)
    sectors = explained("3403,3416").sectors
    assert sectors is not None
    assert (sectors.lacking, sectors.by_label, sectors.remainder) == ((GASES,), {ROAD: -3.0}, 3.0)


def test_a_member_that_came_in_between_explains_the_change_of_actual_membership() -> None:
    member("Hamar", "3403", date(2009, 1, 1))
    member("Eidskog", "3416", date(2015, 1, 1))
    make_vintage({(code, year, ROAD): 5.0 for code in ("3403", "3416") for year in (2009, 2019)})
    municipalities = explained(actual_members=True).municipalities
    assert municipalities is not None
    assert municipalities.by_label == {"3403": 0.0, "3416": 5.0}


@pytest.mark.parametrize(("first", "last"), [(0.0, 5.0), (5.0, 0.0)])
def test_emissions_per_nobody_are_not_told(first: float, last: float) -> None:
    make_vintage({("3403", 2009, ROAD): 2.0, ("3403", 2019, ROAD): 1.0})
    make_vintage({("3403", 2009, ""): first, ("3403", 2019, ""): last}, indicator=population())
    assert explained("3403").people is None


def test_what_is_taken_up_has_no_share_per_inhabitant() -> None:
    make_vintage({("3403", 2009, ROAD): -2.0, ("3403", 2019, ROAD): 1.0})
    make_vintage({("3403", 2009, ""): 5.0, ("3403", 2019, ""): 5.0}, indicator=population())
    assert explained("3403").people is None


# Pictures ------------------------------------------------------------


def framed(found: Explanation, region: str = "alliance") -> Frame:
    asked = queries.ask(region, today=TODAY)
    return Frame("Alliansen", found, queries.answer(emissions(), asked, by="total"))


def test_a_part_of_less_than_half_is_called_the_largest_part_and_not_most() -> None:
    member("Hamar", "3403")
    sectors = {ROAD: 4.0, WASTE: 3.0, GASES: 3.0}
    make_vintage(
        {("3403", 2009, sector): 10.0 for sector in sectors}
        | {("3403", 2019, sector): 10.0 - cut for sector, cut in sectors.items()}
    )
    found = explained()
    assert found.sectors is not None
    title = sector_chart(framed(found), found.sectors).title
    assert (
        title == "Alliansen, 2009 til 2019: –\u206010 tonn CO2e, den største delen fra veitrafikk (–\u20604)"
    )


def test_a_picture_of_sectors_says_what_moved_the_total_most() -> None:
    two_members()
    found = explained()
    assert found.sectors is not None
    chart = sector_chart(framed(found), found.sectors)
    assert chart.title == "Alliansen, 2009 til 2019: –\u206020 tonn CO2e, mest fra veitrafikk (–\u206022)"
    assert chart.categories == ("Veitrafikk", "Avfall og avløp")
    assert chart.lines[0].values == (-22.0, 2.0)
    assert chart.lines[0].beside == ("(–22,0\u00a0%)", "(+2,0\u00a0%)")


def test_a_picture_of_no_change_has_no_lead() -> None:
    make_vintage({("3403", y, s): 2.0 for y in (2009, 2019) for s in (ROAD, WASTE)})
    found = explained("3403")
    assert found.sectors is not None
    assert sector_chart(framed(found, "3403"), found.sectors).title == "Alliansen, 2009 til 2019: 0 tonn CO2e"


def test_a_picture_has_a_bar_for_what_cannot_be_told_apart() -> None:
    make_vintage({("3403", 2009, ROAD): 10.0, ("3416", 2009, ROAD): 5.0, ("3416", 2019, ROAD): 4.0})
    make_vintage(
        {("3403", 2019, ROAD): 8.0, ("3403", 2019, WASTE): 1.0, ("3403", 2019, GASES): 3.0}, seen_on=D2024
    )
    found = explained("3403,3416")
    assert found.sectors is not None
    chart = sector_chart(framed(found, "3403,3416"), found.sectors)
    assert chart.categories == ("Veitrafikk", "Kan ikke skilles")
    assert sum(value or 0 for value in chart.lines[0].values) == found.change.absolute
    assert chart.notes[1] == (
        "«Kan ikke skilles» er det som hører til deler uten tall i ett av årene: "
        "Avfall og avløp, Bruk av produkter med fluorgasser."
    )


def test_a_picture_of_municipalities_shows_ten_by_name_and_the_others_together() -> None:
    codes = [f"{number:04}" for number in range(1, 14)]
    two_members()
    found = halved(codes)
    chart = municipality_chart(framed(explained()), found, {code: f"Sted {code}" for code in codes})
    assert chart.categories == (*(f"Sted {code}" for code in codes[3:]), "3 andre til sammen")
    assert chart.lines[0].values[-1] == -6.0


def halved(codes: list[str]) -> Any:
    return contributions({code: 2.0 * int(code) for code in codes}, {code: float(code) for code in codes})


def test_a_picture_of_inhabitants_tells_both_sides() -> None:
    two_members()
    chart = people_chart(framed(explained()), (5.0, -25.0))
    assert chart.categories == ("Innbyggere", "Utslipp per innbygger")
    assert chart.title.endswith("+5 tonn CO2e fra innbyggertallet, –\u206025 fra utslipp per innbygger")


def test_a_picture_from_nothing_has_no_per_cent() -> None:
    make_vintage({("3403", 2009, ROAD): 0.0, ("3403", 2009, WASTE): 0.0, ("3403", 2019, ROAD): 1.0})
    found = explained("3403")
    assert found.sectors is not None
    assert sector_chart(framed(found, "3403"), found.sectors).lines[0].beside == ("",)


@pytest.mark.parametrize(("value", "text"), [(5.0, "+5"), (0.0, "0"), (-5.0, "–\u20605")])
def test_an_amount_has_its_sign(value: float, text: str) -> None:
    assert signed(value) == text


# Targets ------------------------------------------------------------


def test_a_target_of_our_own_noun_is_a_target() -> None:
    two_members()
    target = Target(indicator=emissions(), year=2029, change=-0.5, base_year=2009)
    path = path_to_target(queries.series(emissions(), "alliance", by="total", today=TODAY), target)
    assert path is not None
    assert (path.value, path.yearly) == (50.0, -3.0)


@pytest.mark.parametrize(
    ("change", "year", "lines"),
    [
        (-0.5, 2029, ["Tall", "Like mye hvert år", "Samme prosent hvert år"]),
        (-1.0, 2029, ["Tall", "Like mye hvert år"]),
        (-0.1, 2029, ["Tall"]),
        (-0.5, 2018, ["Tall"]),
    ],
)
def test_a_picture_of_a_target_has_the_ways_that_lead_there(
    change: float, year: int, lines: list[str]
) -> None:
    two_members()
    totals = queries.series(emissions(), "alliance", by="total", today=TODAY)
    path = path_to_target(totals, Target(year=year, change=change, base_year=2009))
    assert path is not None
    chart = target_chart(path, totals, key="target", title="")
    assert [line.name for line in chart.lines] == lines
    assert chart.categories[-1] == str(max(year, 2019))
    assert bool(chart.summary) == (len(lines) > 1)


# Forms ------------------------------------------------------------


def years_of(**words: str) -> ExplanationForm:
    return ExplanationForm(words, years=[2009, 2015, 2019], first=2009, last=2019)


def test_years_are_the_pages_own_until_the_reader_chooses() -> None:
    assert years_of().chosen == (2009, 2019)
    assert years_of(from_year="2015").chosen == (2015, 2019)
    assert years_of(from_year="2019", to_year="2015").chosen == (2015, 2019)


@pytest.mark.parametrize(
    ("words", "field", "message"),
    [
        (
            {"from_year": "2010"},
            "from_year",
            "Det finnes ikke noe tall for 2010. Velg ett av årene 2009, 2015, 2019.",
        ),
        ({"to_year": "2009"}, "to_year", "Velg et annet år; disse to er det samme."),
    ],
)
def test_years_that_cannot_be_explained_are_told(words: dict[str, str], field: str, message: str) -> None:
    form = years_of(**words)
    assert (form.errors, form.chosen) == ({field: [message]}, (2009, 2019))


def test_a_target_is_tried_in_per_cent() -> None:
    goal = TriedTargetForm({"target": "55,5", "target_year": "2030"}, base_year=2009).goal
    assert goal is not None
    assert (goal.base_year, goal.year, goal.change) == (2009, 2030, -0.555)


def test_no_target_is_none() -> None:
    form = TriedTargetForm({}, base_year=2009)
    assert (form.goal, form.errors) == (None, {})


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"target": "55"}, "target_year"),
        ({"target": "55", "target_year": "2009"}, "target_year"),
        ({"target": "55", "target_year": "2101"}, "target_year"),
        ({"target": "55", "target_year": "snart"}, "target_year"),
        ({"target_year": "2030"}, "target"),
        ({"target": "0", "target_year": "2030"}, "target"),
        ({"target": "101", "target_year": "2030"}, "target"),
        ({"target": "halvparten", "target_year": "2030"}, "target"),
    ],
)
def test_a_target_that_is_none_is_told_with_an_example(words: dict[str, str], field: str) -> None:
    form = TriedTargetForm(words, base_year=2009)
    assert (form.goal, list(form.errors)) == (None, [field])
    assert "for eksempel" in form.errors[field][0]


def test_the_filter_of_the_page_keeps_what_else_was_asked() -> None:
    regions = queries.regions(on=TODAY, codes_day=D2024) if make_alliance() else None
    assert regions is not None
    form = SeriesForm({"from_year": "2015", "page": "2"}, indicator=emissions(), regions=regions, days=[])
    assert [field.name for field in form.hidden_fields()] == ["from_year"]


# Pages ------------------------------------------------------------


def test_the_page_explains_the_change_and_says_how_sure_the_figures_are() -> None:
    two_members()
    shown = page()
    assert "Hva som forklarer endringen" in shown
    assert "12 til 16 måneder" in shown
    assert "annen mobil forbrenning" in shown
    assert "Det var 40 innbyggere 1. januar 2009 og 45 1. januar 2019." in shown
    assert shown.count("<figure") == 4


def test_nobody_is_ranked_until_the_reader_asks() -> None:
    two_members()
    assert ("Ranger kommunene" in page(), "Gjennomgangstrafikk regnes" in page()) == (True, False)
    ranked = page("?rangering=1")
    table = ranked[ranked.index("Gjennomgangstrafikk regnes") :]
    assert table.index("Hamar") < table.index("Eidskog")
    assert "Ikke ranger" in table


def test_a_place_without_inhabitants_says_what_cannot_be_told() -> None:
    member("Hamar", "3403")
    make_vintage({("3403", 2009, ROAD): 2.0, ("3403", 2019, ROAD): 1.0})
    shown = page("?region=3403")
    assert "Innbyggertallet er ikke kjent for både 2009 og 2019" in shown
    assert "Her er det bare én del" in shown


def test_a_municipality_without_the_first_year_is_not_ranked() -> None:
    two_members()
    make_vintage({("3416", 2009, ROAD): 0.0, ("3416", 2019, ROAD): 18.0}, seen_on=D2024)
    ranked = page("?rangering=1")
    assert "region=3416" not in ranked[ranked.index("Gjennomgangstrafikk regnes") :]


def test_one_year_is_no_change_to_explain() -> None:
    make_alliance()
    make_vintage({("3403", 2009, ROAD): 2.0})
    assert "forklarer endringen" not in page("?region=3403")


def test_per_cent_and_inhabitants_have_no_target_to_cut() -> None:
    make_alliance()
    cars = Indicator.objects.get(key="new-electric-cars-share")
    make_vintage({("3403", 2009, ""): 2.0, ("3403", 2019, ""): 9.0}, indicator=cars)
    shown = Client().get("/data/new-electric-cars-share/?region=3403").content.decode()
    assert ('id="maal"' in shown, 'id="forklaring"' in shown) == (False, False)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("target=50&target_year=2029", "I 2019 gjensto 30 tonn CO<sub>2</sub>e til målet på 50."),
        ("target=50&target_year=2029", "Det er 5 tonn CO<sub>2</sub>e bak en rett linje fra basisåret."),
        ("target=10&target_year=2029", "Nådd i 2019: Målet er 90 tonn CO<sub>2</sub>e."),
        ("target=10&target_year=2029", "foran en rett linje"),
        ("target=50&target_year=2018", "Ikke nådd: I 2019 gjensto 30 tonn CO<sub>2</sub>e."),
        ("target=101&target_year=2018", "Skriv et kutt på mer enn 0 og høyst 100 prosent"),
        ("target=101&target_year=2018", 'value="101"'),
        ("from_year=2010", "Det finnes ikke noe tall for 2010."),
    ],
)
def test_the_page_tells_the_distance_to_a_target_that_the_reader_tries(words: str, said: str) -> None:
    two_members()
    assert said in page(f"?{words}")


def test_a_target_that_was_adopted_stands_with_who_adopted_it() -> None:
    two_members()
    hamar = Organisation.objects.get(name="Hamar")
    Target.objects.create(
        indicator=emissions(),
        organisation=hamar,
        year=2029,
        change=-0.5,
        base_year=2009,
        adopted_by_nb="styret",
    )
    assert "Hamar: –50\u00a0% fra 2009 til 2029" in page("?region=3403")


def adopt(organisation: Organisation, indicator: Indicator | None = None, **told: float) -> None:
    Target.objects.create(
        indicator=indicator or emissions(),
        organisation=organisation,
        base_year=2009,
        adopted_by_nb="styret",
        **{"year": 2029, **told},
    )


def test_the_alliances_own_target_stands_on_the_page_of_the_alliance_with_its_distance() -> None:
    two_members()
    adopt(make_alliance(), change=-0.55)
    shown, elsewhere = page(""), page("?region=3403")
    assert "–55\u00a0% fra 2009 til 2029" in shown
    assert ("Trengs hvert år, like mye" in shown, "–55\u00a0%" in elsewhere) == (True, False)


def test_the_target_of_a_sub_region_stands_on_its_page() -> None:
    two_members()
    group = make_organisation("Hamarregionen", kind="subregion")
    make_membership(Organisation.objects.get(name="Hamar"), group, D2019, None)
    adopt(group, change=-0.4)
    assert "Hamarregionen: –40\u00a0% fra 2009 til 2029" in page(f"?region=subregion:{group.slug}")


def test_a_target_that_is_a_value_has_its_distance_its_yearly_cut_and_its_way() -> None:
    two_members()
    adopt(Organisation.objects.get(name="Hamar"), value=5)
    shown = page("?region=3403")
    assert "Hamar: 5 tonn CO<sub>2</sub>e i 2029" in shown
    assert ("til målet på 5." in shown, "Trengs hvert år, like mye" in shown) == (True, True)


def test_a_target_of_more_is_told_where_more_is_better_and_no_cut_is_tried_there() -> None:
    make_alliance()
    cars = Indicator.objects.get(key="new-electric-cars-share")
    make_vintage({("3403", 2009, ""): 2.0, ("3403", 2019, ""): 9.0}, indicator=cars)
    adopt(member("Hamar", "3403"), cars, value=90)
    shown = Client().get("/data/new-electric-cars-share/?region=3403").content.decode()
    assert ('id="maal"' in shown, 'name="target"' in shown) == (True, False)
    assert "81" in shown.split('id="maal"')[1]


def test_a_target_without_its_base_year_says_so() -> None:
    member("Hamar", "3403")
    make_vintage({("3403", 2015, ROAD): 2.0, ("3403", 2019, ROAD): 1.0})
    assert "Basisåret eller alle senere år mangler tall" in page("?region=3403&target=5&target_year=2030")


def test_one_form_does_not_forget_what_another_asked() -> None:
    two_members()
    shown = page("?target=50&target_year=2029&from_year=2009&to_year=2019")
    assert shown.count('<input type="hidden" name="target" value="50"') == 2
    assert shown.count('<input type="hidden" name="to_year" value="2019"') == 2


@pytest.mark.parametrize(
    "words", ["?rangering=1&target=50&target_year=2029", "?region=3403&target=50&target_year=2029"]
)
def test_the_page_asks_few_questions_when_nothing_is_kept(
    words: str, django_assert_max_num_queries: Any
) -> None:
    two_members()
    client = Client()
    client.force_login(make_secretary())
    forget()
    with django_assert_max_num_queries(25):
        client.get(f"{ADDRESS}{words}")


@pytest.mark.parametrize("members", [2, 3])
def test_the_number_of_questions_is_the_same_for_many_members(
    members: int, django_assert_num_queries: Any
) -> None:
    for name, code in (("Hamar", "3403"), ("Eidskog", "3416"), ("Asker", "3203"))[:members]:
        member(name, code)
    make_vintage(
        {(code, y, ROAD): 5.0 for code in ("3403", "3416", "3203") for y in (2009, 2019)}, codes_of=D2024
    )
    page()  # divisions are learnt once a process
    cache.clear()
    with django_assert_num_queries(PAGE):
        page("?rangering=1")


def test_years_told_are_those_with_a_figure() -> None:
    make_vintage({("3403", 2009, ROAD): 2.0, ("3403", 2015, ROAD): None})
    assert years_told(queries.series(emissions(), "3403", by="total", today=TODAY)) == [2009]


# Years without a sum ---------------------------------------------------------------------------------------


def test_years_before_the_first_membership_say_so_and_draw_no_empty_picture() -> None:
    member("Hamar", "3403", date(2020, 10, 28))
    make_vintage({("3403", year, ROAD): 5.0 for year in (2018, 2019)})
    told = answer("?members=actual")
    assert ([row.year for row in told.context["memberless"]], told.context["lacking"]) == ([2018, 2019], [])
    assert "For 2 år kjenner vi ingen medlemmer" in told.text
    assert "28. oktober 2020" in told.text
    assert ('class="chart' in told.text, told.context["chart"]) == (False, None)


def test_a_county_that_was_no_county_in_a_year_has_no_day_of_membership() -> None:
    told = {(code, year, ROAD): 1.0 for code in ("3114", "3201", "3203") for year in (2019, 2021, 2024)}
    make_vintage(told, codes_of=D2024)
    assert queries.members_known_from("county:31") is None
    make_alliance()
    assert "Ett år hadde stedet ingen kommuner" in page("?members=actual&region=county:%C3%98stfold")


# Why a figure is missing ------------------------------------------------------------------------------


HIDDEN = "unntatt av hensyn til personvernet"


def hide(code: str, year: int, sector: str, reason: str) -> None:
    cell = {"code": code, "year": year, "sector": sector}
    SectorTotal.objects.filter(**cell).update(value=None, missing=reason)
    Observation.objects.filter(**cell).update(value=None, missing=reason)


def test_why_a_figure_is_missing_stands_beside_the_dash_and_beside_the_year() -> None:
    two_members()
    hide("3416", 2019, ROAD, "confidential")
    whole, one = page(""), page("?region=3416")
    assert f"<li>2019: Eidskog: {HIDDEN}</li>" in whole
    assert f'– <span class="quiet">Eidskog: {HIDDEN}</span>' in whole
    assert f'– <span class="quiet">{HIDDEN}</span>' in one


def test_a_sector_that_is_missing_in_every_year_keeps_its_column() -> None:
    two_members()
    for year in (2009, 2019):
        hide("3403", year, WASTE, "confidential")
    shown = page("?region=3403&by=sector")
    table = shown.split("chart-table")[1].split("</table>")[0]
    assert "Avfall" in table
    assert table.count(f'– <span class="quiet">{HIDDEN}</span>') == 2


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("confidential", "confidential"),
        ("0720 was divided; no key", "the municipality was divided, and no key says how"),
        ("figures in % cannot be summed", "the municipality was merged, and such figures cannot be added up"),
        ("lacks 0403", "a municipality that it was merged from has no figure"),
        ("divided by zero", "nothing can be divided by zero"),
        ("have no sum", "such figures of several municipalities cannot be added up"),
        ("", "no figure has been read in"),
    ],
)
def test_what_programs_are_told_of_a_gap_is_told_to_people_in_words(told: str, words: str) -> None:
    with override("en"):
        assert reason_in_words(told) == words


def test_of_many_places_without_a_figure_some_are_named() -> None:
    row = SeriesRow("alliance", "", 2019, "", "", None, "t CO2e", "", "")
    same = tuple((f"34{n:02}", "confidential") for n in range(7))
    other = (*same[:6], ("3499", "not published"))
    with override("en"):
        assert why_missing(replace(row, lacking=same), {}) == "confidential"
        assert why_missing(replace(row, lacking=other), {"3400": "Hamar"}).startswith(
            "Hamar: confidential; 3401"
        )
        assert why_missing(replace(row, lacking=other), {}).endswith(" …")
        assert why_missing(row, {}) == ""
        mixed = replace(row, note="figures in % cannot be summed")
        assert why_missing(mixed, {}) == "such figures of several municipalities cannot be added up"
        derived = replace(row, note="derived from missing: population (not published)")
        assert why_missing(derived, {}) == "derived from a figure that is missing"
        parts = replace(derived, lacking=(("3403", "confidential"),))
        assert why_missing(parts, {"3403": "Hamar"}) == "Hamar: derived from a figure that is missing"
