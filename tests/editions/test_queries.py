"""Questions about editions: who sees them, what stands in them, what has been corrected, where it is from."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from dugnad.calls import changes as calls
from dugnad.calls.kinds import QuestionKind
from dugnad.documents.states import State as DocumentState
from dugnad.editions import queries
from dugnad.editions.kinds import BlockKind
from dugnad.editions.models import Block, Edition, Figure
from dugnad.editions.queries import Report, Revision, findings
from dugnad.editions.queries.composition import Composition, Member, blocks_of
from dugnad.editions.queries.composition.figures import derived
from dugnad.editions.queries.composition.gathering import Sums
from dugnad.editions.queries.method import method_lines
from dugnad.editions.queries.report import answers_of, change_of, member_reports
from dugnad.editions.queries.revisions import in_groups, listed, places_revised
from dugnad.editions.queries.sources import source_line
from dugnad.editions.states import State
from dugnad.engine.series import Part
from dugnad.indicators.models import Indicator, Observation, Vintage
from dugnad.indicators.queries import PlaceFigures
from dugnad.kit.access import Role
from dugnad.members.models import CodeSuccession, MunicipalityCode, Organisation
from dugnad.members.rules import Viewer
from tests.factories.calls import make_call, make_reply, submit
from tests.factories.documents import make_attachment, make_story, take_to
from tests.factories.editions import (
    AT,
    EIDSKOG,
    EMISSIONS,
    HAMAR,
    HEATING,
    INHABITANTS,
    OSLO_CITY,
    ROAD,
    make_begun_edition,
    make_edition,
    make_figures,
    make_region,
)
from tests.factories.editions import take_to as publish
from tests.factories.indicators import make_vintage, population
from tests.factories.members import make_code
from tests.factories.programme import make_activity

pytestmark = pytest.mark.django_db
ALLIANCE = "Osloregionen"
GUEST = Viewer()
SECRETARY = Viewer(roles=frozenset({Role.SECRETARIAT}))
CHOICES = [
    {"key": "yes", "nb": "Ja", "nn": "Ja", "en": "Yes"},
    {"key": "no", "nb": "Nei", "nn": "Nei", "en": "No"},
]
JUNE = date(2021, 6, 1)


@pytest.fixture
def region() -> dict[str, Organisation]:
    return make_region()


@pytest.fixture
def figures(region: dict[str, Organisation]) -> None:
    make_figures()


def content(key: str) -> dict[str, Any]:
    return Block.objects.get(key=key).content


def report_on_region(edition: Edition) -> Report:
    report = queries.region_report(edition, ALLIANCE, "/klimastatus/2020/data/")
    assert report is not None
    return report


def report_on(edition: Edition, code: str = HAMAR) -> Report:
    report = queries.member_report(edition, code, "/klimastatus/2020/data/")
    assert report is not None
    return report


def words(report: Report) -> dict[str, tuple[str, str]]:
    """The key figures by their name in the address."""
    return {figure.key: (figure.value, figure.sentence) for figure in report.key_figures}


# Which editions there are -----------------------------------------------------------------------------


def test_a_guest_sees_what_is_published_and_the_secretariat_everything(figures: None) -> None:
    draft, published = make_begun_edition(year=2021), make_edition(State.PUBLISHED, year=2020)
    make_edition(State.WITHDRAWN, year=2019)
    seen = [list(queries.visible_editions(who).values_list("year", flat=True)) for who in (GUEST, SECRETARY)]
    assert seen == [[2020, 2019], [2021, 2020, 2019]]
    found = [queries.edition_of_year(2021, who) for who in (GUEST, SECRETARY)]
    assert (found, queries.newest_published()) == ([None, draft], published)


def test_an_activity_knows_the_editions_that_it_has_led_to(figures: None) -> None:
    activity = make_activity()
    edition = make_begun_edition(activity=activity)
    assert list(queries.editions_serving(activity, SECRETARY)) == [edition]
    assert list(queries.editions_serving(activity, GUEST)) == []


def test_an_edition_without_figures_has_no_report(figures: None) -> None:
    edition = make_begun_edition()
    assert queries.region_report(edition, ALLIANCE) is None
    assert queries.member_report(edition, HAMAR) is None
    assert queries.figure_named(edition, "alliance-2018") is None
    assert queries.revised_since(edition) == []


def test_a_member_that_is_none_has_no_report(figures: None) -> None:
    edition = make_edition()
    assert queries.member_report(edition, "9999") is None
    assert queries.member_report(edition, "region") is None


# What an edition is made of ---------------------------------------------------------------------------


def test_the_blocks_stand_in_order(figures: None) -> None:
    make_edition()
    kinds = list(Block.objects.order_by("position").values_list("kind", "key"))
    assert kinds == [
        ("region", "region"),
        ("answers", "answers"),
        ("alliance_year", "alliance_year"),
        ("stories", "stories"),
        ("method", "method"),
        ("member", EIDSKOG),
        ("member", HAMAR),
        ("member", OSLO_CITY),
    ]


def test_a_region_is_the_sum_of_its_members_and_of_its_sub_regions(figures: None) -> None:
    make_edition()
    region = content("region")
    members = [content(code) for code in (HAMAR, EIDSKOG, OSLO_CITY)]
    for year in ("2009", "2017", "2018"):
        parts = (members, region["subregions"])
        assert [sum(part["total"][year] for part in some) for some in parts] == [region["total"][year]] * 2
    assert region["inhabitants"] == {"2018": 1000.0}


GIVEN = st.dictionaries(
    st.tuples(
        st.sampled_from([HAMAR, EIDSKOG, OSLO_CITY]),
        st.sampled_from([2009, 2017, 2018]),
        st.sampled_from([ROAD, HEATING]),
    ),
    st.one_of(st.none(), st.integers(0, 10**8).map(lambda tenths: tenths / 10)),
)


def composition_of(given: Mapping[tuple[str, int, str], float | None]) -> Composition:
    """What an edition would be made of, were these its figures; Hamar and Eidskog are one sub-region."""
    east, west = Organisation(pk=8, slug="ost", name="Øst"), Organisation(pk=9, slug="vest", name="Vest")
    members = [
        Member(Organisation(pk=number, name=code, slug=code), MunicipalityCode(code=code), subregion)
        for number, (code, subregion) in enumerate({HAMAR: east, EIDSKOG: east, OSLO_CITY: west}.items(), 1)
    ]
    counted = frozenset({ROAD, HEATING})
    indicator, day = Indicator(key="ghg-emissions", unit="t CO2e"), date(2021, 5, 3)
    figures, inhabitants = PlaceFigures(indicator, day), PlaceFigures(indicator, day)
    for member in members:
        code = member.code.code
        rows = {(y, sector, ""): value for (place, y, sector), value in given.items() if place == code}
        figures.parts.append(Part(frozenset({code}), rows, counted))
    codes = frozenset(member.code.code for member in members)
    edition = Edition(year=2020, indicator=indicator, members_on=day, base_year=2009)
    return Composition(edition, members, Sums(figures, codes, (ROAD, HEATING)), inhabitants)


def assert_sums(whole: Mapping[str, float], parts: list[Mapping[str, float]]) -> None:
    """A whole is the sum of its parts in the years where each of them is known, and unknown in others."""
    years = set[str]().union(whole, *parts)
    for year in years:
        known = [part[year] for part in parts if year in part]
        expected = pytest.approx(sum(known)) if len(known) == len(parts) else None
        assert whole.get(year) == expected


@given(GIVEN)
def test_wholes_are_the_sums_of_their_parts_and_unknown_where_a_part_is(
    given: dict[tuple[str, int, str], float | None],
) -> None:
    content = {key: block for _kind, key, block in blocks_of(composition_of(given))}
    region, members = content["region"], [content[code] for code in (HAMAR, EIDSKOG, OSLO_CITY)]
    west, east = region["subregions"]
    assert_sums(region["total"], [member["total"] for member in members])
    assert_sums(region["total"], [east["total"], west["total"]])
    assert_sums(east["total"], [member["total"] for member in members[:2]])
    for place in (region, east, west, *members):
        for year, total in place["total"].items():
            assert total == pytest.approx(sum(series.get(year, 0) for series in place["sectors"].values()))


TONNES = st.floats(0, 1e6, allow_nan=False).map(lambda value: round(value, 1))
SERIES = st.dictionaries(st.sampled_from(["2009", "2017", "2018"]), TONNES)
PLACES = st.fixed_dictionaries(
    {
        "sectors": st.dictionaries(st.sampled_from([ROAD, HEATING, "waste"]), SERIES, max_size=3),
        "inhabitants": SERIES,
        "national": SERIES,
        "illustrative": st.booleans(),
    }
)


@given(PLACES)
def test_shares_of_the_sectors_are_a_whole_and_no_figure_is_worked_out_from_a_gap(
    place: dict[str, Any],
) -> None:
    total: dict[str, float] = {}
    for series in place["sectors"].values():
        for year, value in series.items():
            total[year] = total.get(year, 0.0) + value
    rows = list(derived("3403", "Hamar", place | {"total": total}, first=2009, last=2018))
    shares = [row.value for row in rows if row.measure == "share-of-total"]
    assert not shares or sum(shares) == pytest.approx(100, abs=0.001)
    told = {row.measure.value for row in rows}
    assert "change-since-base" not in told or {"2009", "2018"} <= total.keys()
    assert "per-inhabitant" not in told or place["inhabitants"]["2018"] > 0
    assert {row.is_illustrative for row in rows} <= {place["illustrative"]}


def test_a_year_that_one_member_lacks_is_a_gap_in_the_region_with_the_reason(
    region: dict[str, Organisation],
) -> None:
    make_figures({key: value for key, value in EMISSIONS.items() if key[:2] != (HAMAR, 2017)})
    edition = make_edition()
    assert sorted(content("region")["total"]) == ["2009", "2018"]
    assert content("method")["lacking"] == {"2017": ["Hamar"]}
    report = report_on_region(edition)
    note = "Utelatt: 2017, fordi det mangler tall for Hamar."
    assert note in method_lines(edition, report)
    assert (note,) == report.charts["utslipp"].notes
    assert report.charts["utslipp"].rows == [
        ("2009", [950.0]),
        *[(str(year), [None]) for year in range(2010, 2018)],
        ("2018", [815.0]),
    ]
    assert words(report)["alliance-2018-change-last-year"][0] == "–14\u00a0%"


def notes_of(report: Report) -> dict[str, tuple[str, ...]]:
    """Under which charts what is said to be missing."""
    return {key: chart.notes for key, chart in report.charts.items() if chart.notes}


def test_a_gap_is_explained_where_it_is_seen_and_nowhere_else(region: dict[str, Organisation]) -> None:
    make_figures({key: value for key, value in EMISSIONS.items() if key[:2] != (HAMAR, 2017)})
    edition = make_edition()
    left_out = ("Utelatt: 2017, fordi det mangler tall for Hamar.",)
    missing = ("Det mangler tall for Hamar: 2017.",)
    assert [
        notes_of(r) for r in (report_on_region(edition), report_on(edition), report_on(edition, EIDSKOG))
    ] == [
        {"utslipp": left_out, "sektorer": left_out, "endringer": left_out, "delregioner": missing},
        {"total": missing, "sectors": missing, "changes": missing, "alike": missing},
        {"alike": missing},
    ]


def test_years_that_lack_the_same_places_are_told_together() -> None:
    lacking = {"2009": ["Hamar"], "2017": ["Eidskog", "Hamar"], "2018": ["Hamar"]}
    assert (findings.left_out(lacking), findings.missing(lacking)) == (
        [
            "Utelatt: 2009, 2018, fordi det mangler tall for Hamar.",
            "Utelatt: 2017, fordi det mangler tall for Eidskog, Hamar.",
        ],
        ["Det mangler tall for Hamar: 2009, 2018.", "Det mangler tall for Eidskog, Hamar: 2017."],
    )


def test_a_member_without_figures_is_told_of_without_a_number_or_a_trail(
    region: dict[str, Organisation],
) -> None:
    make_figures({key: value for key, value in EMISSIONS.items() if key[0] != HAMAR})
    edition = make_edition()
    report = report_on(edition)
    assert report.lead == "Hamar har ingen tall ennå."
    assert words(report) == {
        "3403-2018": ("–", "Det er ingen tall ennå."),
        "3403-2018-change-since-base": ("–", "Det er ingen tall ennå."),
    }
    assert {figure.has_trail for figure in report.key_figures} == {False}
    assert {chart.address for chart in report.charts.values()} == {""}
    assert report_on(edition, EIDSKOG).charts["total"].address == "/klimastatus/2020/data/3416.csv"


def test_an_edition_without_any_figures_says_so_and_shows_no_zero(region: dict[str, Organisation]) -> None:
    make_figures({})
    edition = make_edition()
    assert list(Figure.objects.values_list("key", flat=True)) == []
    report = report_on_region(edition)
    assert report.lead == "Osloregionen har ingen tall ennå."
    assert [(figure.value, figure.sentence) for figure in report.key_figures] == [
        ("–", "Det er ingen tall ennå."),
        ("–", "Det er ingen tall ennå."),
    ]
    assert report_on(edition).place["vintage"] is None


def test_sectors_that_only_some_sources_count_are_left_out_and_named(region: dict[str, Organisation]) -> None:
    make_figures({key: value for key, value in EMISSIONS.items() if key[0] != HAMAR})
    make_vintage({key: value for key, value in EMISSIONS.items() if key[0] == HAMAR and key[2] == ROAD})
    edition = make_edition()
    assert (content("method")["sectors"], content("method")["sectors_left_out"]) == ([ROAD], [HEATING])
    assert content("region")["total"]["2018"] == 552.0
    lines = method_lines(edition, report_on_region(edition))
    assert "Utelatt, fordi bare noen av kildene regner dem med: oppvarming." in lines


def test_gases_are_named_where_the_file_told_them(region: dict[str, Organisation]) -> None:
    make_figures(gases="CO2 CH4")
    edition = make_edition()
    assert "Gasser: CH4, CO2." in method_lines(edition, report_on_region(edition))


def test_a_year_that_only_an_earlier_vintage_tells_of_is_told(region: dict[str, Organisation]) -> None:
    make_figures(seen_on=date(2021, 1, 1))
    make_vintage({key: value for key, value in EMISSIONS.items() if key[0] == HAMAR and key[1] == 2018})
    edition = make_edition()
    assert list(content(HAMAR)["vintages_of_years"]) == ["2009", "2017"]
    assert any(
        "2009, 2017" in line and "tidligere" in line
        for line in method_lines(edition, report_on_region(edition))
    )


def test_gases_of_sectors_that_are_left_out_are_not_named(region: dict[str, Organisation]) -> None:
    make_figures({key: value for key, value in EMISSIONS.items() if key[0] != HAMAR})
    make_vintage({key: value for key, value in EMISSIONS.items() if key[0] == HAMAR and key[2] == ROAD})
    Observation.objects.filter(sector=ROAD).update(gas="CO2")
    Observation.objects.filter(sector=HEATING).update(gas="HFK")
    edition = make_edition()
    assert content("method")["gases"] == ["CO2"]
    pages = [f"/klimastatus/2020/tall/{HAMAR}-2018/", f"/klimastatus/2020/{HAMAR}/"]
    publish(edition, State.PUBLISHED)
    texts = [Client().get(page).text for page in pages]
    assert ["Utelatt" in text and "oppvarming" in text for text in texts] == [True, True]


def test_the_share_of_the_country_is_shown_where_its_total_is_known(figures: None) -> None:
    edition = make_edition(year=2020)
    lines = method_lines(edition, report_on_region(edition))
    assert any("Landets samlede utslipp" in line for line in lines)
    country = Indicator.objects.get(key="national-emissions")
    parts = {("NO", 2018, "Veitrafikk"): 8000.0, ("NO", 2018, "Annet"): 150.0, ("NO", 2009, "Annet"): None}
    make_vintage(parts, indicator=country, codes_of=None)
    edition = make_edition(year=2021)
    figure = queries.figure_named(edition, "alliance-2018-share-of-national")
    assert figure is not None
    assert figure.value == 10.0
    region = Block.objects.get(edition=edition, key="region").content
    assert region["national"] == {"2018": 8150.0}
    assert words(report_on_region(edition))["alliance-2018-share-of-national"][0] == "10\u00a0%"
    trail = queries.trail_of(edition, figure)
    assert [(part.name, part.value) for part in trail.ingredients] == [
        ("Osloregionen, 2018", 815.0),
        ("Landets utslipp i 2018", 8150.0),
    ]
    assert len(trail.vintages) == 2


# Illustrative figures ---------------------------------------------------------------------------------


def test_made_up_figures_say_so_everywhere(region: dict[str, Organisation]) -> None:
    make_figures(official=False)
    edition = make_edition()
    emissions = Figure.objects.filter(indicator="")  # inhabitants are official all the same
    assert set(emissions.values_list("is_illustrative", flat=True)) == {True}
    for report in (report_on_region(edition), report_on(edition)):
        assert report.illustrative is True
        assert {chart.illustrative for chart in report.charts.values()} == {True}
    assert "3 av 3 kommuner har illustrasjonstall: oppdiktet, ikke offisielle." in method_lines(
        edition, report_on_region(edition)
    )


def test_official_figures_take_the_place_of_made_up_ones_place_by_place(
    region: dict[str, Organisation],
) -> None:
    make_figures(official=False, seen_on=date(2021, 5, 2))
    official = {key: value for key, value in EMISSIONS.items() if key[0] == HAMAR}
    make_vintage({**official, (HAMAR, 2018, ROAD): 51.0}, seen_on=date(2020, 1, 1))
    edition = make_edition()
    assert (content(HAMAR)["total"]["2018"], content(HAMAR)["illustrative"]) == (71.0, False)
    assert (content(EIDSKOG)["illustrative"], content("region")["illustrative"]) == (True, True)
    report = report_on_region(edition)
    assert (report.illustrative, report.is_mixed) == (True, True)
    assert report_on(edition, EIDSKOG).illustrative is True


# What members answered, what the alliance did ----------------------------------------------------------


def ask_about_budgets(region: dict[str, Organisation], **facts: Any) -> None:
    """A call of the edition's year with an accepted answer, one that waits, and one that nobody gave."""
    budget = {"kind": QuestionKind.CHOICE, "choices": CHOICES, "label_nn": "Har de budsjett?"}
    asked: Mapping[str, Mapping[str, Any]] = {
        "climate-budget": budget | facts,
        "target-year": {"kind": QuestionKind.NUMBER, "required": False},
        "secret": {"required": False},
    }
    call = make_call(asked, year=2020, slug="klimastatus-2020")
    accepted = make_reply(call, region[HAMAR], **{"climate-budget": "yes", "secret": "Ikke si det"})
    submit(accepted)
    calls.accept_reply(accepted, by=None, at=AT)
    submit(make_reply(call, region[EIDSKOG], **{"climate-budget": "no"}), key="other")
    make_reply(call, region[OSLO_CITY])


def test_only_accepted_answers_to_public_questions_are_published(
    figures: None, region: dict[str, Organisation]
) -> None:
    ask_about_budgets(region)
    edition = make_edition()
    assert report_on(edition).place["answers"] == [
        {"question": "Climate-Budget", "said": "Ja", "is_own": False}
    ]
    assert report_on(edition, EIDSKOG).place["answers"] == []
    assert "Ikke si det" not in str(queries.content_of(edition))
    answers = content("answers")
    assert (answers["asked"], answers["answered"], answers["questions"][0]["answers"]) == (3, 1, 1)


def test_answers_that_only_the_secretariat_reads_are_published_nowhere(
    figures: None, region: dict[str, Organisation]
) -> None:
    ask_about_budgets(region, is_confidential=True)
    edition = make_edition()
    assert report_on(edition).place["answers"] == []
    assert content("answers")["questions"] == []
    assert "Climate-Budget" not in str(queries.content_of(edition))


def test_answers_are_counted_in_a_chart_in_the_readers_language(
    figures: None, region: dict[str, Organisation]
) -> None:
    ask_about_budgets(region)
    edition = make_edition()
    with translation.override("nn"):
        ((chart,),) = report_on_region(edition).shown("charts")
    assert (chart.unit, chart.categories, chart.lines[0].values) == (
        "Har de budsjett?",
        ("Ja", "Nei"),
        (1.0, 0.0),
    )


def test_the_alliances_year_tells_how_far_each_activity_came(figures: None) -> None:
    activity = make_activity(status_note="Godt i gang", title_nn="Skulen")
    edition = make_edition(year=activity.programme.year)
    with translation.override("nn"):
        ((told,),) = report_on_region(edition).shown("activities")
    assert (told["title"], told["note"], told["status_text"]) == ("Skulen", "Godt i gang", "Planlagd")


def test_stories_stand_under_their_theme_with_effect_and_picture(
    figures: None, region: dict[str, Organisation]
) -> None:
    story = make_story(region[HAMAR], year=2020, effect_value="12.5", effect_unit="t_co2e_a")
    make_attachment(story)
    take_to(story, DocumentState.PUBLISHED)
    edition = make_edition()
    for report in (report_on_region(edition), report_on(edition)):
        ((theme, (told,)),) = report.stories
        assert (theme, told["title"], told["effect_text"], told["picture"]["alt"]) == (
            "Bygg og energi",
            "Varmelager i tegl",
            "12,5 tonn CO₂e i året",
            "Ein stabel teglstein",
        )
    assert report_on(edition, EIDSKOG).stories == []


# What a reader meets ----------------------------------------------------------------------------------


def test_the_report_on_the_region_says_what_it_finds(figures: None) -> None:
    edition = make_edition()
    report = report_on_region(edition)
    assert report.lead == "Osloregionen slapp ut 14 prosent mindre i 2018 enn i 2009."
    assert words(report) == {
        "alliance-2018": ("815", "Ned 14 prosent siden 2009."),
        "alliance-2018-change-since-base": (
            "–14\u00a0%",
            "Oppvarming gikk mest ned: 97 tonn mindre i 2018 enn i 2009.",
        ),
        "alliance-2018-change-last-year": ("–6\u00a0%", "Ned 6 prosent siden 2017."),
        "alliance-2018-road_traffic-share-of-total": ("68\u00a0%", "av utslippene i 2018."),
        "alliance-2018-per-inhabitant": ("0,8", "1\u00a0000 mennesker bodde her 1. januar 2018."),
    }
    (rows,) = report.shown("rows")
    assert [
        (row["name"], row["members"], *(row[at].words for at in ("first", "last", "change"))) for row in rows
    ] == [
        ("Hamarregionen", 1, "100", "70", "–30\u00a0%"),
        ("Kongsvingerregionen", 1, "50", "45", "–10\u00a0%"),
        ("Oslo-delregionen", 1, "800", "700", "–13\u00a0%"),
    ]
    assert [(row["name"], round(row["change"])) for row in report.member_rows] == [
        ("Eidskog", -10),
        ("Hamar", -30),
        ("Oslo", -12),
    ]


def test_every_key_figure_leads_to_a_trail(figures: None) -> None:
    edition = make_edition()
    for report in (report_on_region(edition), report_on(edition)):
        found = [queries.figure_named(edition, figure.key) for figure in report.key_figures]
        assert None not in found
        assert {figure.has_trail for figure in report.key_figures} == {True}


def test_a_member_is_set_beside_its_own_past_and_those_like_it_without_a_rank(figures: None) -> None:
    report = report_on(make_edition())
    assert report.lead == "Hamar slapp ut 30 prosent mindre i 2018 enn i 2009."
    assert [other["name"] for other in report.place["alike"]] == ["Eidskog", "Oslo"]
    assert report.place["alike"][0]["why"] == (
        "50 innbyggere i 2018; Hamar har 100. "
        "Veitrafikk står for 71 prosent av utslippene; for Hamar er det 71."
    )
    assert report.charts["alike"].title == (
        "Hamar: –30\u00a0%. Lignende kommuner: fra –13\u00a0% til –10\u00a0%"
    )
    assert "rank" not in str(report.place)


def test_a_member_without_inhabitants_has_nobody_alike(region: dict[str, Organisation]) -> None:
    make_figures()
    edition = make_edition(seen_by=None)
    block = Block.objects.get(key=HAMAR)
    block.content["alike"] = []
    assert findings.alike_finding(block.content, 2009, 2018) == "Hamar ved siden av lignende kommuner"
    make_vintage({**INHABITANTS, (HAMAR, 2018, ""): 0.0}, indicator=population(), seen_on=date(2021, 5, 2))
    edition = make_edition(year=2021)
    assert report_on(edition).place["alike"] == []
    assert "3403-2018-per-inhabitant" not in words(report_on(edition))


def test_the_reports_on_all_members_are_read_at_once(
    figures: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    edition = make_edition()
    method = content("method")
    with django_assert_num_queries(2):
        reports = list(member_reports(edition, method))
    assert [report.place["name"] for report in reports] == ["Eidskog", "Hamar", "Oslo"]
    assert reports[1].lead == report_on(edition).lead


@pytest.mark.parametrize(
    ("first", "last", "change"), [(None, 1.0, None), (0.0, 1.0, None), (2.0, 1.0, -50.0)]
)
def test_a_change_needs_two_figures(first: float | None, last: float | None, change: float | None) -> None:
    assert change_of(first, last) == change


# Sentences --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("end", "sentences"),
    [
        (
            None,
            (
                "Det mangler tall for 2009 eller 2018",
                "Hamar mangler tall for 2009 eller 2018.",
                "Det mangler tall for 2009 eller 2018.",
            ),
        ),
        (
            100.2,
            (
                "Utslippene var like store i 2018 som i 2009",
                "Hamar slapp ut like mye i 2018 som i 2009.",
                "Som i 2009.",
            ),
        ),
        (
            88.0,
            (
                "Utslippene gikk ned 12 prosent fra 2009 til 2018",
                "Hamar slapp ut 12 prosent mindre i 2018 enn i 2009.",
                "Ned 12 prosent siden 2009.",
            ),
        ),
        (
            110.0,
            (
                "Utslippene gikk opp 10 prosent fra 2009 til 2018",
                "Hamar slapp ut 10 prosent mer i 2018 enn i 2009.",
                "Opp 10 prosent siden 2009.",
            ),
        ),
    ],
)
def test_a_trend_is_told_in_words(end: float | None, sentences: tuple[str, str, str]) -> None:
    values = {"2009": 100.0} | ({} if end is None else {"2018": end})
    percent = findings.relative_change(values, 2009, 2018)
    assert (
        findings.trend(values, 2009, 2018),
        findings.place_trend("Hamar", values, 2009, 2018),
        findings.short_trend(percent, 2009, 2018),
    ) == sentences


def place(**sectors: tuple[float, float]) -> dict[str, Any]:
    """A place with each sector's tonnes in 2009 and 2018."""
    series = {key: {"2009": first, "2018": last} for key, (first, last) in sectors.items()}
    total = {year: sum(own[year] for own in series.values()) for year in ("2009", "2018")}
    return {"total": total, "sectors": series}


def test_the_sector_that_moved_most_is_named() -> None:
    rose = place(road_traffic=(10.0, 15.0), heating=(5.0, 6.0))
    fell = place(road_traffic=(10.0, 15.0), heating=(5.0, 1.0))
    assert findings.drivers_finding(rose, 2009, 2018) == (
        "Veitrafikk gikk mest opp: 5 tonn mer i 2018 enn i 2009"
    )
    assert findings.drivers_finding(fell, 2009, 2018) == (
        "Oppvarming gikk mest ned: 4 tonn mindre i 2018 enn i 2009"
    )
    assert findings.drivers_finding(place() | {"total": {"2018": 5.0}}, 2009, 2018) == (
        "Det mangler tall for 2009 eller 2018"
    )
    assert findings.drivers_finding({"total": {}, "sectors": {}}, 2009, 2018) == "Det er ingen tall ennå"


def test_sectors_that_rose_are_named_together() -> None:
    one = place(road_traffic=(10.0, 15.0), heating=(5.0, 1.0))
    three = place(road_traffic=(10.0, 15.0), heating=(5.0, 7.0), unknown_sector=(1.0, 2.0))
    none = place(road_traffic=(10.0, 9.0))
    assert [findings.risers_sentence(some, 2009, 2018) for some in (one, three, none)] == [
        "Én sektor gikk opp: veitrafikk.",
        "Disse sektorene gikk opp: veitrafikk, oppvarming og unknown_sector.",
        "",
    ]


def test_what_weighs_most_needs_figures() -> None:
    assert findings.largest_sector_finding({"total": {}, "sectors": {}}, 2018) == (
        "Det er ingen tall etter sektor for 2018"
    )


def test_municipalities_that_share_no_sector_are_alike_in_size_alone() -> None:
    alike = {"inhabitants": 50, "own_inhabitants": 100, "shared_sector": "", "share": 0, "own_share": 0}
    assert findings.likeness(alike, "Hamar", 2018) == "50 innbyggere i 2018; Hamar har 100."


def test_a_finding_gets_one_full_stop() -> None:
    assert [findings.sentence(text) for text in ("Ned", "Ned.", "")] == ["Ned.", "Ned.", ""]


# Corrections since publication -------------------------------------------------------------------------


def corrected(edition: Edition, **changed: float) -> list[Revision]:
    """What has been revised after a later vintage with another figure for Hamar's road traffic."""
    later = {**EMISSIONS, **{(HAMAR, int(year[1:]), ROAD): value for year, value in changed.items()}}
    make_vintage(later, seen_on=JUNE)
    return queries.revised_since(edition)


def test_a_published_edition_tells_what_later_vintages_say(figures: None) -> None:
    edition = make_edition(State.PUBLISHED)
    assert queries.revised_since(edition) == []
    revisions = corrected(edition, y2018=60.0)
    assert [(r.key, r.published, r.now, r.difference) for r in revisions if r.is_total] == [
        ("alliance-2018", 815.0, 825.0, 10.0),
        ("3403-2018", 70.0, 80.0, 10.0),
        ("subregion-hamarregionen-2018", 70.0, 80.0, 10.0),
    ]
    assert {r.key for r in queries.revised_at(revisions, HAMAR)} == {
        "3403-2018", "3403-2018-road_traffic", "3403-2018-change-since-base", "3403-2018-change-last-year",
        "3403-2018-road_traffic-share-of-total", "3403-2018-heating-share-of-total",
        "3403-2018-per-inhabitant",
    }  # fmt: skip
    assert places_revised(revisions) == 2
    groups = in_groups(listed(edition, revisions))
    assert [(group[0].measures, group[0].unit) for group in groups] == [
        ("Utslipp", "t CO2e"), ("Endring siden basisåret", "%"), ("Endring det siste året", "%"),
        ("Andel av stedets utslipp", "%"), ("Utslipp per innbygger", "t CO2e/persons"),
    ]  # fmt: skip
    assert sum(map(len, groups)) == len(revisions)
    effect = queries.effect_of(edition, revisions, HAMAR)
    assert effect is not None
    assert (effect.published, effect.now) == pytest.approx((-30.0, -20.0))
    assert queries.effect_of(edition, revisions, EIDSKOG) is None


def test_a_later_vintage_that_says_the_same_revises_nothing(figures: None) -> None:
    edition = make_edition(State.PUBLISHED)
    assert corrected(edition) == []


def test_a_draft_is_not_revised_but_worked_out_anew(figures: None) -> None:
    assert corrected(make_edition(), y2018=60.0) == []


def test_what_a_member_wrote_itself_is_marked_as_its_own_words() -> None:
    said = [dict.fromkeys(("nb", "nn", "en"), "Vi bygger"), {"nb": "Ja", "nn": "Ja", "en": "Yes"}]
    said.append(dict.fromkeys(("nb", "nn", "en"), "12"))
    member = {"answers": [{"question": dict.fromkeys(words, "Hva?"), "said": words} for words in said]}
    assert [answer["is_own"] for answer in answers_of(member)] == [True, False, False]


def test_a_difference_is_between_the_figures_as_they_are_shown() -> None:
    moved = Revision("3403-2018", HAMAR, "Hamar", 2018, "", 8756.6, 8834.4, "t CO2e")
    assert moved.difference == 8834 - 8757


def test_a_figure_that_is_gone_has_no_difference() -> None:
    assert Revision("3403-2018", HAMAR, "Hamar", 2018, "", 70.0, None, "t CO2e").difference is None


def test_official_figures_that_come_later_are_told_beside_the_made_up(
    region: dict[str, Organisation],
) -> None:
    make_figures(official=False)
    edition = make_edition(State.PUBLISHED)
    (one, *_rest) = [r for r in corrected(edition, y2018=60.0) if r.place == HAMAR]
    assert (one.was_illustrative, one.is_illustrative) == (True, False)
    assert report_on(edition).illustrative is True


# Trails -----------------------------------------------------------------------------------------------


def trail(key: str) -> queries.Trail:
    edition = Edition.objects.get()
    figure = queries.figure_named(edition, key)
    assert figure is not None
    return queries.trail_of(edition, figure)


@pytest.mark.parametrize(
    ("key", "name", "parts"),
    [
        (
            "alliance-2018",
            "Osloregionen: utslipp i 2018",
            [("Eidskog", 45.0), ("Hamar", 70.0), ("Oslo", 700.0)],
        ),
        (
            "alliance-2018-heating",
            "Osloregionen: utslipp fra oppvarming i 2018",
            [("Eidskog", 13.0), ("Hamar", 20.0), ("Oslo", 230.0)],
        ),
        ("subregion-hamarregionen-2018", "Hamarregionen: utslipp i 2018", [("Hamar", 70.0)]),
        ("3403-2018", "Hamar: utslipp i 2018", [("Oppvarming", 20.0), ("Veitrafikk", 50.0)]),
        (
            "3403-2018-change-since-base",
            "Hamar: endring i utslippene, 2009–2018",
            [("Hamar, 2009", 100.0), ("Hamar, 2018", 70.0)],
        ),
        (
            "3403-2018-change-last-year",
            "Hamar: endring i utslippene, 2017–2018",
            [("Hamar, 2017", 90.0), ("Hamar, 2018", 70.0)],
        ),
        (
            "3403-2018-heating-share-of-total",
            "Hamar: andelen fra oppvarming i 2018",
            [("Oppvarming, 2018", 20.0), ("Hamar, 2018", 70.0)],
        ),
        (
            "subregion-hamarregionen-2018-per-inhabitant",
            "Hamarregionen: utslipp per innbygger i 2018",
            [("Hamarregionen, 2018", 70.0), ("Innbyggere 1. januar 2018", 100.0)],
        ),
        (
            "alliance-2018-per-inhabitant",
            "Osloregionen: utslipp per innbygger i 2018",
            [("Osloregionen, 2018", 815.0), ("Innbyggere 1. januar 2018", 1000.0)],
        ),
    ],
)
def test_a_figure_is_followed_to_what_it_was_worked_out_from(
    figures: None, key: str, name: str, parts: list[tuple[str, float]]
) -> None:
    make_edition()
    found = trail(key)
    assert (found.name, [(part.name, part.value) for part in found.ingredients]) == (name, parts)
    assert found.observations == []


def test_a_sector_of_a_municipality_is_followed_to_the_published_rows(figures: None) -> None:
    make_edition()
    found = trail("3403-2018-heating")
    assert found.ingredients == []
    assert [(o.code, o.year, o.sector, o.value) for o in found.observations] == [(HAMAR, 2018, HEATING, 20.0)]
    assert [vintage["sha256"] for vintage in found.vintages] == [found.observations[0].vintage.file.sha256]


def test_published_rows_are_found_under_the_number_that_the_file_was_written_with(
    region: dict[str, Organisation],
) -> None:
    old = make_code("0403", "Hamar", region[HAMAR], date(1992, 1, 1), date(2019, 12, 31))
    new = MunicipalityCode.objects.get(code=HAMAR)
    MunicipalityCode.objects.filter(pk=new.pk).update(valid_from=date(2020, 1, 1))
    CodeSuccession.objects.create(predecessor=old, successor=new)
    renamed = {("0403" if key[0] == HAMAR else key[0], *key[1:]): value for key, value in EMISSIONS.items()}
    make_figures(renamed, codes_of=date(2019, 5, 1))
    make_edition()
    assert [o.code for o in trail("3403-2018-heating").observations] == ["0403"]


def rows_below(key: str) -> float:
    """The sum of the published rows that a figure's trail ends in, each from a vintage that is named."""
    found = trail(key)
    named = {vintage["sha256"] for vintage in found.vintages}
    assert {observation.vintage.file.sha256 for observation in found.observations} <= named
    own = sum(observation.value or 0 for observation in found.observations)
    return own + sum(rows_below(part.key) for part in found.ingredients)


def make_two_files(region: dict[str, Organisation]) -> tuple[Vintage, Vintage]:
    """Figures in an older file under Hamar's old number, and revised in a newer one under its new number."""
    old = make_code("0403", "Hamar", region[HAMAR], date(1992, 1, 1), date(2019, 12, 31))
    new = MunicipalityCode.objects.get(code=HAMAR)
    MunicipalityCode.objects.filter(pk=new.pk).update(valid_from=date(2020, 1, 1))
    CodeSuccession.objects.create(predecessor=old, successor=new)
    renamed = {("0403" if key[0] == HAMAR else key[0], *key[1:]): value for key, value in EMISSIONS.items()}
    older = make_figures(renamed, codes_of=date(2019, 5, 1), seen_on=date(2019, 5, 1))
    own = {key: value + 1 for key, value in EMISSIONS.items() if key[0] == HAMAR and key[1] >= 2017}
    newer = make_vintage(own, codes_of=date(2021, 1, 1), seen_on=date(2021, 1, 20))
    make_vintage({(HAMAR, 2018, ""): 120.0}, indicator=population(), seen_on=date(2021, 2, 1))
    return older, newer


def test_a_figure_that_two_files_tell_of_shows_the_rows_of_the_one_that_it_was_read_from(
    region: dict[str, Organisation],
) -> None:
    older, newer = make_two_files(region)
    make_edition()
    for key, vintage, code in (("3403-2018-heating", newer, HAMAR), ("3403-2009-heating", older, "0403")):
        found = trail(key)
        assert [(o.vintage.pk, o.code) for o in found.observations] == [(vintage.pk, code)]
        assert [one["sha256"] for one in found.vintages] == [vintage.file.sha256]


def test_the_rows_of_every_figure_of_two_files_add_up_and_every_file_named_has_some(
    region: dict[str, Organisation],
) -> None:
    make_two_files(region)
    edition = make_edition()
    sums = Figure.objects.filter(edition=edition, measure__in=["emissions", "level"])
    assert sums.filter(measure="level", place=HAMAR).exists()
    assert {f.key: rows_below(f.key) for f in sums} == {f.key: pytest.approx(f.value) for f in sums}
    for figure in sums:
        found = trail(figure.key)
        if found.observations:
            files = {observation.vintage.file.sha256 for observation in found.observations}
            assert {one["sha256"] for one in found.vintages} == files


def test_a_change_names_the_files_that_speak_for_its_two_years(region: dict[str, Organisation]) -> None:
    older, newer = make_two_files(region)
    edition = make_edition()
    keys = Figure.objects.filter(edition=edition, place=HAMAR, measure__startswith="change")
    named = {figure.key: {one["sha256"] for one in trail(figure.key).vintages} for figure in keys}
    both = {older.file.sha256, newer.file.sha256}
    assert named["3403-2018-change-since-base"] == both
    assert all(hashes <= both for hashes in named.values())


def test_each_published_row_says_which_file_it_stands_in(region: dict[str, Organisation]) -> None:
    _older, newer = make_two_files(region)
    edition = make_edition(State.PUBLISHED)
    shown = Client().get(f"/klimastatus/{edition.year}/tall/3403-2018-heating/").text
    row = shown.split("<tbody>")[1].split("</tbody>")[0]
    assert f'href="/data/tallgrunnlag/{newer.pk}/">{newer.file_name}</a>' in row
    assert "20. januar 2021" in row


def test_every_sum_is_the_sum_of_the_rows_that_its_trail_ends_in(figures: None) -> None:
    edition = make_edition()
    sums = Figure.objects.filter(edition=edition, measure="emissions", year=2018)
    assert {f.key: rows_below(f.key) for f in sums} == {f.key: pytest.approx(f.value) for f in sums}


def test_every_figure_has_a_trail_in_few_questions(figures: None) -> None:
    edition = make_edition()
    for figure in Figure.objects.filter(edition=edition):
        with CaptureQueriesContext(connection) as asked:
            found = queries.trail_of(edition, figure)
        assert found.ingredients or found.observations
        assert len(asked) <= 6


def test_a_block_has_a_kind_and_a_name_for_people(figures: None) -> None:
    edition = make_edition()
    block, figure = Block.objects.get(key="region"), Figure.objects.get(key="alliance-2018")
    assert (str(edition), str(block), block.kind) == (
        "Klimastatus 2020",
        "Klimastatus 2020: region",
        BlockKind.REGION,
    )
    assert str(figure) == "Osloregionen 2018 : 815.0 t CO2e"


def test_our_own_sources_are_named_in_the_readers_language() -> None:
    vintage = {"publisher": "Dugnad", "title": "Oppdiktede tall for demonstrasjon", "seen_on": "2020-04-23"}
    with translation.override("en"):
        assert source_line([vintage]) == "Dugnad, made-up figures for demonstration, seen 23 April 2020"
    household = vintage | {"publisher": "SSB", "title": "KOSTRA, husholdningsavfall"}
    assert source_line([household]) == "SSB, KOSTRA, husholdningsavfall, sett 23. april 2020"
    assert source_line([vintage | {"title": "Sykkelteljing"}]) == "Dugnad, Sykkelteljing, sett 23. april 2020"


def test_a_tie_of_answers_names_both() -> None:
    choices = [
        {"count": count, "words": {"en": words}}
        for count, words in ((4, "Yes"), (3, "Planned"), (4, "Not yet"))
    ]
    with translation.override("en"):
        said = findings.answers_finding({"choices": choices, "answers": 11}, "en")
    assert said == "“Yes” and “Not yet” were as common: 4 of 11 municipalities each"
