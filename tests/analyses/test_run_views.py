"""Pages of figures and runs."""

from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dugnad.analyses import changes
from dugnad.analyses.forms.figures import QuantityForm
from dugnad.analyses.models import Flow, Quantity, Run
from dugnad.kit.clock import OSLO
from tests.analyses.test_views import in_english, words
from tests.factories.analyses import make_flow, make_quantity, make_run, make_sorting, make_study
from tests.factories.members import make_municipality, make_secretary

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
AT = datetime(2021, 5, 3, 9, 0, tzinfo=OSLO)
BASE = "/materialstrommer/byggavfall/"
FIGURE = {
    "year": "2020", "value": "1 234,5", "sd": "10", "source": "SSB", "vintage": "2021-05",
    "method": "measured", "grade": "2",
}  # fmt: skip


@pytest.fixture
def stranger() -> Client:
    return in_english(Client())


@pytest.fixture
def secretary() -> Client:
    client = in_english(Client())
    client.force_login(make_secretary())
    return client


def test_quantities_show_what_counts_and_what_it_replaced(stranger: Client, secretary: Client) -> None:
    study = make_sorting()
    flow = study.flows.get(name="Burnt")
    changes.set_share(flow, value=0.6, sd=0.05, by=None, at=AT)
    make_quantity(flow, 61, 2, vintage="2021-04", note="Weighed", place=make_municipality())
    make_quantity(flow, 62, 2, vintage="2021-04")
    page = words(stranger.get(f"{BASE}tall/"))
    for text in ("Replaced by SSB, seen 2021-04", "60.0% ± 5.0%", "Weighed", "Hamar"):
        assert text in page
    assert "Take out Burnt" in words(secretary.get(f"{BASE}tall/"))


@pytest.mark.parametrize(("typed", "sd"), [("10 %", 123.45), ("2,5%", 30.8625), ("0 %", 0), ("10", 10)])
def test_an_uncertainty_is_read_in_per_cent_of_its_figure(typed: str, sd: float) -> None:
    study = make_sorting()
    told = FIGURE | {"flow": study.flows.get(name="Burnt").pk, "sd": typed, "shared_sd": ""}
    form = QuantityForm(told, study=study)
    assert form.is_valid()
    assert form.cleaned_data["sd"] == pytest.approx(sd)
    form = QuantityForm(told | {"sd": "10 %", "shared_sd": "4 %"}, study=study)
    assert form.is_valid()
    assert form.cleaned_data["shared_sd"] == pytest.approx(49.38)


@pytest.mark.parametrize(
    ("typed", "words_of_it"),
    [
        ({"sd": "%"}, "Skriv et tall"),
        ({"sd": "-5 %"}, "Skriv et tall som er minst 0"),
        ({"value": "0", "sd": "7 %"}, "Prosent av 0 er ingenting"),
        ({"value": "mye", "sd": "7 %"}, ""),
    ],
)
def test_a_per_cent_that_says_nothing_is_refused(typed: dict[str, str], words_of_it: str) -> None:
    study = make_sorting()
    told = FIGURE | {"flow": study.flows.get(name="Burnt").pk, "shared_sd": ""}
    form = QuantityForm(told | typed, study=study)
    assert not form.is_valid()
    assert words_of_it in " ".join(form.errors.get("sd", []))
    assert ("sd" in form.errors) is bool(words_of_it)


def test_quantities_without_any_say_what_each_needs(stranger: Client) -> None:
    make_study()
    page = words(stranger.get(f"{BASE}tall/"))
    assert "No flows yet" in page
    assert "No figures yet" in page


@pytest.mark.parametrize("count", [1, 3])
def test_quantities_ask_as_much_for_one_as_for_many(
    stranger: Client, count: int, django_assert_num_queries: Any
) -> None:
    study = make_study()
    for number in range(count):
        make_quantity(
            make_flow(study, f"F{number}", "", f"P{number}"),
            place=make_municipality(f"K{number}", f"340{number}"),
        )
    with django_assert_num_queries(3):
        stranger.get(f"{BASE}tall/")


def test_add_flow_and_remove_flow(secretary: Client) -> None:
    make_sorting()
    assert "Known: Sorting." in words(secretary.get(f"{BASE}strommer/ny/"))
    secretary.post(f"{BASE}strommer/ny/", {"name": "Lost", "source": "Sorting", "target": ""})
    flow = Flow.objects.get(name="Lost")
    answer = secretary.post(f"{BASE}strommer/{flow.pk}/fjern/", follow=True)
    assert "is taken out" in words(answer)
    burnt = Flow.objects.get(name="Burnt")
    assert "figures are never thrown away" in words(
        secretary.post(f"{BASE}strommer/{burnt.pk}/fjern/", follow=True)
    )


def test_add_quantity_takes_a_figure_as_people_write_it(secretary: Client) -> None:
    study = make_sorting()
    flow = study.flows.get(name="Burnt")
    assert "1: verified" in words(secretary.get(f"{BASE}tall/ny/"))
    wrong = secretary.post(f"{BASE}tall/ny/", FIGURE | {"flow": flow.pk, "vintage": "in May"})
    assert (wrong.status_code, "Write it as 2021-05-03" in words(wrong)) == (422, True)
    wrong = secretary.post(f"{BASE}tall/ny/", FIGURE | {"flow": flow.pk, "shared_sd": FIGURE["sd"]})
    assert (wrong.status_code, "a part of the standard deviation" in words(wrong)) == (422, True)
    wrong = secretary.post(f"{BASE}tall/ny/", FIGURE | {"flow": flow.pk, "value": "-4"})
    assert (wrong.status_code, "The quantity of “Burnt” is below zero." in words(wrong)) == (422, True)
    assert secretary.post(f"{BASE}tall/ny/", FIGURE | {"flow": flow.pk}).status_code == 302
    assert Quantity.objects.order_by("-pk")[0].value == 1234.5
    secretary.post(f"{BASE}tall/ny/", FIGURE | {"flow": flow.pk, "shared_sd": "1"})
    assert Quantity.objects.order_by("-pk")[0].shared_sd == 1


def test_import_quantities_shows_names_the_cell_and_stores(secretary: Client) -> None:
    make_sorting()
    head = "flow,value,sd,year,source,vintage,quality,method\n"
    wrong = SimpleUploadedFile("a.csv", f"{head}Burnt,61,2,2020,SSB,2021-04,9,measured\n".encode())
    answer = secretary.post(f"{BASE}tall/les-inn/", {"workbook": wrong})
    assert (answer.status_code, "Write the quality as 1" in words(answer)) == (422, True)
    right = SimpleUploadedFile("a.csv", f"{head}Burnt,61,2,2020,SSB,2021-04,1,measured\n".encode())
    page = secretary.post(f"{BASE}tall/les-inn/", {"workbook": right})
    form = page.context["seen"]
    assert "61 ± 2, SSB" in words(page)
    secretary.post(f"{BASE}tall/les-inn/", form.initial)
    assert Quantity.objects.filter(value=61).count() == 1


def test_study_workbook_is_for_everybody(stranger: Client) -> None:
    make_sorting()
    answer = stranger.get(f"{BASE}tall/last-ned/")
    assert answer.content.startswith(b"PK")


def test_order_run_leads_to_the_page_that_waits(secretary: Client) -> None:
    make_sorting()
    assert "Order a run" in words(secretary.get(BASE))
    answer = secretary.post(f"{BASE}kjoringer/ny/", {"note": "First"}, follow=True)
    assert "The run waits" in words(answer)
    assert "Nothing is new since run 1" in words(secretary.post(f"{BASE}kjoringer/ny/", {}))


def test_a_run_is_looked_through_accepted_and_then_everybodys(secretary: Client, stranger: Client) -> None:
    make_run(make_sorting(), "computed")
    address = f"{BASE}kjoringer/1/"
    assert stranger.get(address).status_code == 404
    assert "I have looked through it" in words(secretary.get(address))
    secretary.post(f"{address}kontroller/")
    assert "Accept the run" in words(secretary.get(address))
    assert "Everybody sees it now" in words(secretary.post(f"{address}godta/", follow=True))
    assert "looked through before" in words(secretary.post(f"{address}godta/", follow=True))
    page = words(stranger.get(address))
    for text in ("sankey", "disagree more than", "Only what is measured", "Moved by the balances"):
        assert text in page
    assert "sankey" in words(stranger.get(BASE))


def test_return_run_says_why(secretary: Client) -> None:
    make_run(make_sorting(), "computed")
    assert secretary.post(f"{BASE}kjoringer/1/returner/", {"reason": ""}).status_code == 422
    page = secretary.post(f"{BASE}kjoringer/1/returner/", {"reason": "Weigh again"}, follow=True)
    assert "Why it was returned" in words(page)
    assert "Weigh again" in words(page)


def test_a_run_that_failed_says_what_the_engine_said(secretary: Client) -> None:
    study = make_sorting()
    changes.set_relation(study, "odd", coefficients={"Gone": 1}, rhs=0, by=None, at=AT)
    make_run(study, "failed")
    assert "Why it could not be computed" in words(secretary.get(f"{BASE}kjoringer/1/"))


def test_a_run_of_places_and_years_is_looked_at_in_every_way(stranger: Client) -> None:
    study = make_study(is_illustrative=True)
    for name, code in (("Hamar", "3403"), ("Gjøvik", "3407")):
        place = make_municipality(name, code)
        study.places.add(place)
        flow = study.flows.first() or make_flow(study, "Collected", "", "Sorting")
        for year in (2019, 2020):
            make_quantity(flow, 100, 3, place=place, year=year, method="downscaled")
    make_flow(study, "Burnt", "Sorting", "")
    study.processes.update(group="Treatment")
    make_run(study)
    page = words(stranger.get(f"{BASE}?sted=hamar&ar=2019&grupper=1&fokus=Treatment"))
    for text in (
        "Hamar, 2019",
        "In groups",
        "Only what goes into and out of Treatment",
        'value="hamar" selected',
    ):
        assert text in page
    assert "so there is nothing to draw" in words(stranger.get(f"{BASE}?malt=1"))
    assert "an error that they share is counted as one" in words(stranger.get(BASE))
    page = words(stranger.get(f"{BASE}kjoringer/1/sammenlign/?ar=2019&mot_ar=2020&mot=1"))
    assert "may be chance" in page
    assert "Both are drawn in one scale" in page
    assert "so there is nothing to draw" in words(
        stranger.get(f"{BASE}kjoringer/1/sammenlign/?malt=1&grupper=1&fokus=Treatment")
    )


def test_of_two_runs_the_older_stands_left_whichever_was_chosen_first(stranger: Client) -> None:
    study = make_sorting()
    make_run(study)
    make_quantity(study.flows.get(name="Burnt"), 70, 0.1, vintage="2021-04")
    make_run(study)
    for address in ("1/sammenlign/?mot=2", "2/sammenlign/?mot=1"):
        answer = stranger.get(f"{BASE}kjoringer/{address}")
        shown = answer.context["shown"]
        assert (shown.left.run.number, shown.right.run.number) == (1, 2)
        grown = {row.flow: row.difference > 0 for row in shown.rows if row.difference is not None}
        assert grown["Burnt"] is True
        # The form goes on from what was chosen, not from what stands on the right.
        assert f'<option value="{address[-1]}" selected>' in words(answer)
        assert (shown.chosen.run.number, shown.beside.run.number) == (int(address[0]), int(address[-1]))
    assert stranger.get(f"{BASE}kjoringer/1/sammenlign/?mot=99").status_code == 404


def test_what_would_stand_beside_itself_has_the_year_before_on_its_left(stranger: Client) -> None:
    study = make_sorting()
    make_quantity(study.flows.get(name="Burnt"), 60, 2, year=2019)
    make_run(study)
    shown = stranger.get(f"{BASE}kjoringer/1/sammenlign/").context["shown"]
    assert (shown.left.year, shown.right.year) == (2019, 2020)
    shown = stranger.get(f"{BASE}kjoringer/1/sammenlign/?ar=2019&mot_ar=2019").context["shown"]
    assert (shown.left.year, shown.right.year) == (2019, 2019)


def test_pictures_of_very_different_size_have_scales_of_their_own(stranger: Client) -> None:
    study = make_study()
    flow = make_flow(study, "Collected", "", "Sorting")
    make_flow(study, "Burnt", "Sorting", "")
    for name, code, value in (("Hamar", "3403", 10), ("Oslo", "0301", 1000)):
        place = make_municipality(name, code)
        study.places.add(place)
        make_quantity(flow, value, 3, place=place)
    make_run(study)
    page = words(stranger.get(f"{BASE}kjoringer/1/sammenlign/?sted=hamar&mot_sted=oslo"))
    assert "Each is drawn in a scale of its own" in page


def test_a_run_asks_as_much_for_few_places_as_for_many(
    stranger: Client, django_assert_num_queries: Any
) -> None:
    study = make_study()
    flow = make_flow(study, "Collected", "", "Sorting")
    make_flow(study, "Burnt", "Sorting", "")
    for number in range(3):
        place = make_municipality(f"K{number}", f"340{number}")
        study.places.add(place)
        make_quantity(flow, 100, 3, place=place)
    make_run(study)
    stranger.get(BASE)
    with django_assert_num_queries(10):
        stranger.get(BASE)


def test_compare_runs_without_results_says_so(secretary: Client) -> None:
    changes.order_run(make_sorting(), by=None, at=AT)
    assert "Nothing to compare yet" in words(secretary.get(f"{BASE}kjoringer/1/sammenlign/"))
    assert secretary.get(f"{BASE}kjoringer/1/pdf/").status_code == 404


def test_run_table_and_run_pdf_are_taken_home(stranger: Client) -> None:
    make_run(make_sorting(limits_en="Not the roads", is_illustrative=True))
    assert "Burnt" in words(stranger.get(f"{BASE}kjoringer/1/tabell/"))
    answers = [stranger.get(f"{BASE}kjoringer/1/pdf/").content for _ in range(2)]
    assert answers[0].startswith(b"%PDF")
    assert answers[0] == answers[1]
    assert Run.objects.count() == 1


def test_a_member_page_leads_to_its_own_flows_and_beside_the_whole(stranger: Client) -> None:
    study, hamar = make_study(name_en="Building waste"), make_municipality()
    study.places.add(hamar)
    collected = make_flow(study, "Collected", "", "Sorting")
    make_quantity(collected, place=hamar)
    make_quantity(collected)  # of the whole area
    make_flow(study, "Burnt", "Sorting", "")
    assert "Building waste" not in words(stranger.get("/medlemmer/hamar/"))
    make_run(study)
    page = words(stranger.get("/medlemmer/hamar/"))
    for address in (f"{BASE}?sted=hamar", f"{BASE}kjoringer/1/sammenlign/?sted=hamar"):
        assert f'href="{address}"' in page
