"""One cell of the matrix: what a member told year by year, what shows it, and whom to ask for help."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from dugnad.declarations.kinds import EvidenceKind, Scope, SuccessionKind
from dugnad.declarations.models import Evidence, Progress, Wording
from dugnad.declarations.queries import history_of, lines_of, matrix_of, told_of, wishes_in
from dugnad.declarations.states import ProgressState as S
from dugnad.declarations.states import WordingState
from dugnad.indicators.changes import load_reference_indicators
from dugnad.indicators.models import Indicator
from dugnad.kit.changes import store_file
from dugnad.kit.uploads import inspect
from dugnad.members.kinds import Mandate, OfficeKind
from dugnad.members.models import Organisation
from tests.declarations.test_matrix import PAGE, TODAY, as_reader, become, second_wording, text
from tests.factories.declarations import AT, make_point, make_progress, make_wording
from tests.factories.documents import make_story
from tests.factories.members import (
    make_editor,
    make_municipality,
    make_office,
    make_person,
    make_secretary,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
CELL = f"{PAGE}2021/hamar/kutt-utslipp/"


@pytest.fixture
def wording() -> Wording:
    return make_wording(state=WordingState.ADOPTED)


@pytest.fixture
def hamar() -> Organisation:
    return make_municipality(subregion="Hamarregionen")


def evidence(progress: Progress, kind: str, **fields: Any) -> Evidence:
    values = {"title": "Det som viser det", "added_at": AT, "organisation": progress.organisation} | fields
    return Evidence.objects.create(point=progress.point, progress=progress, kind=kind, **values)


# Reading -----------------------------------------------------------------------------------------------


def test_history_follows_the_line_the_newest_year_first(wording: Wording, hamar: Organisation) -> None:
    old, new = make_point(wording), make_point(second_wording())
    become(old, new, SuccessionKind.SHARPENED)
    rows = [make_progress(old, hamar, 2019), make_progress(old, hamar, 2020), make_progress(new, hamar, 2021)]
    make_progress(make_point(wording, "annet"), hamar, 2021)
    assert history_of([old, new], hamar) == rows[::-1]
    assert told_of([old, new], year=2020) == {hamar.pk: rows[1]}


def test_of_two_wordings_in_a_year_the_newest_is_told(wording: Wording, hamar: Organisation) -> None:
    old, new = make_point(wording), make_point(second_wording())
    make_progress(old, hamar, 2021)
    newest = make_progress(new, hamar, 2021)
    assert told_of([old, new], year=2021) == {hamar.pk: newest}


def test_the_page_tells_each_year_with_what_shows_it(wording: Wording, hamar: Organisation) -> None:
    point = make_point(wording)
    make_progress(point, hamar, 2020, state=S.PLANNED, next_step="Ladere.", is_illustrative=True)
    told = make_progress(
        point, hamar, 2021, done="Femti ladere.", help_wanted="Noen å ringe.", source="a/hamar"
    )
    load_reference_indicators(by=None, at=AT)
    evidence(told, EvidenceKind.INDICATOR, indicator=Indicator.objects.get(key="ghg-emissions"))
    evidence(told, EvidenceKind.DECISION, body_name="Kommunestyret", title="Kommunestyret, 12/21", on=TODAY)
    evidence(told, EvidenceKind.LINK, link="https://hamar.no/plan", title="hamar.no/plan")
    evidence(told, EvidenceKind.STORY, document=make_story(), title="Elbåten")
    page = text(as_reader(make_editor(hamar)).get(CELL))
    for words in (
        "Femti ladere.", "Noen å ringe.", "Ladere.", "Under way", "Planned", "/data/ghg-emissions/",
        "Kommunestyret, 12/21", "3 May 2021", 'href="https://hamar.no/plan"', "Elbåten",
        "Made-up answers, for demonstration", 'href="/innhenting/a/hamar/"', "Entered by the secretariat",
    ):  # fmt: skip
        assert words in page


def test_others_are_not_led_to_a_reply_that_they_cannot_read(wording: Wording, hamar: Organisation) -> None:
    make_progress(make_point(wording), hamar, 2021, source="a/hamar")
    other = make_editor(make_municipality("Gjøvik", "3407"))
    page = text(as_reader(other).get(CELL))
    assert "From an accepted reply" in page
    assert "/innhenting/a/hamar/" not in page


def test_a_draft_is_not_named_to_those_who_may_not_read_it(wording: Wording, hamar: Organisation) -> None:
    old, draft = make_point(wording), make_point(make_wording("2022"), title_nb="Hemmelig utkast")
    become(old, draft, SuccessionKind.SHARPENED)
    assert "Hemmelig utkast" not in text(as_reader(make_editor(hamar)).get(CELL))
    assert "Hemmelig utkast" in text(as_reader(make_secretary()).get(CELL))


def test_what_was_told_of_an_earlier_wording_says_so(wording: Wording, hamar: Organisation) -> None:
    old, new = make_point(wording), make_point(second_wording())
    become(old, new, SuccessionKind.SHARPENED)
    make_progress(old, hamar, 2020)
    page = text(as_reader(make_editor(hamar)).get(CELL))
    assert "Told of the point as it was in 2019: 1. Punkt 1" in page
    assert "Hamar has not told of 2021." in page


def test_a_cell_of_which_nothing_is_told_says_what_will_stand_there(
    wording: Wording, hamar: Organisation
) -> None:
    make_point(wording)
    assert "Nothing is told yet" in text(as_reader(make_editor(hamar)).get(CELL))


@pytest.mark.parametrize(
    "path",
    [f"{PAGE}2018/hamar/kutt-utslipp/", f"{PAGE}2021/finnes-ikke/kutt-utslipp/", f"{PAGE}2021/hamar/tull/",
     f"{PAGE}2021/hamar/fylkesveier/", "/erklaering/tull/oppfolging/2021/hamar/kutt-utslipp/"],
)  # fmt: skip
def test_a_cell_that_is_not_there_is_missing(wording: Wording, hamar: Organisation, path: str) -> None:
    make_point(wording)
    make_point(wording, "fylkesveier", scope=Scope.COUNTIES)
    assert as_reader(make_secretary()).get(path).status_code == 404


def test_a_file_that_shows_something_is_handed_out(wording: Wording, hamar: Organisation) -> None:
    content = b"%PDF-1.7 plan"
    file = store_file(content, inspect(content, "plan.pdf", allowed={"pdf"}), at=AT)
    told = make_progress(make_point(wording), hamar, 2021)
    row = evidence(told, EvidenceKind.FILE, file=file, file_name="plan.pdf")
    client = as_reader(make_editor(hamar))
    address = f"{PAGE}fil/{row.pk}/"
    assert address in text(client.get(CELL))
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == content  # type: ignore[attr-defined]
    assert answer["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert client.get(f"{PAGE}fil/{row.pk + 1}/").status_code == 404
    assert client.get(f"/erklaering/annen/oppfolging/fil/{row.pk}/").status_code == 404


# By hand -----------------------------------------------------------------------------------------------


@pytest.fixture
def secretary() -> Client:
    return as_reader(make_secretary())


def test_the_secretariat_enters_what_a_member_told_on_the_phone(
    wording: Wording, hamar: Organisation, secretary: Client
) -> None:
    point = make_point(wording)
    load_reference_indicators(by=None, at=AT)
    point.indicators.add(Indicator.objects.get(key="ghg-emissions"))
    story = make_story(owner=hamar)
    sent = {
        "state": "in_place", "done": "Femti ladere.", "next_step": "", "help_wanted": "",
        "indicators": ["ghg-emissions"], "body_name": "Kommunestyret", "case_number": "12/21",
        "decided_on": "2021-02-03", "link": "hamar.no/plan",
    }  # fmt: skip
    assert secretary.post(f"{CELL}rediger/", sent).status_code == 302
    progress = Progress.objects.get()
    assert (progress.state, progress.source, progress.is_illustrative) == ("in_place", "", False)
    assert sorted(progress.evidence.values_list("kind", flat=True)) == ["decision", "indicator", "link"]
    assert story.slug not in text(secretary.get(f"{CELL}rediger/"))  # a draft shows nothing


def test_what_stands_there_is_in_the_form_and_stays_when_it_is_saved(
    wording: Wording, hamar: Organisation, secretary: Client
) -> None:
    content = b"%PDF-1.7 plan"
    file = store_file(content, inspect(content, "plan.pdf", allowed={"pdf"}), at=AT)
    told = make_progress(
        make_point(wording), hamar, 2021, done="Ladere.", source="a/hamar", is_illustrative=True
    )
    story = make_story(owner=hamar)
    rows = [
        evidence(told, EvidenceKind.FILE, file=file, file_name="plan.pdf", title="plan.pdf"),
        evidence(told, EvidenceKind.STORY, document=story, title="Elbåten"),
        evidence(told, EvidenceKind.LINK, link="https://hamar.no/plan", title="hamar.no/plan"),
        evidence(told, EvidenceKind.DECISION, body_name="Kommunestyret", title="Kommunestyret"),
    ]
    page = text(secretary.get(f"{CELL}rediger/"))
    assert "comes from an accepted reply" in page
    assert "Elbåten" in page
    sent = {
        "state": "in_place", "done": "Flere ladere.", "next_step": "", "help_wanted": "", "story": story.slug,
        "body_name": "Kommunestyret", "case_number": "", "decided_on": "", "link": "https://hamar.no/plan",
    }  # fmt: skip
    secretary.post(f"{CELL}rediger/", sent)
    told.refresh_from_db()
    assert (told.done, told.source, told.is_illustrative) == ("Flere ladere.", "", True)
    assert set(told.evidence.all()) == set(rows)


def test_what_is_wrong_is_told_at_its_field_and_nothing_is_lost(
    wording: Wording, hamar: Organisation, secretary: Client
) -> None:
    make_point(wording)
    sent = {"state": "under_way", "next_step": "Biler.", "case_number": "12/21"}
    answer = secretary.post(f"{CELL}rediger/", sent)
    page = text(answer)
    assert answer.status_code == 422
    for words in ("Write what was done", "Write which body decided", "Biler.", "12/21"):
        assert words in page
    assert not Progress.objects.exists()


# Help --------------------------------------------------------------------------------------------------


def test_who_wants_help_is_told_who_has_it_in_place_those_nearby_first(
    wording: Wording, hamar: Organisation
) -> None:
    point = make_point(wording)
    far = [make_municipality(name, code) for name, code in (("Asker", "3025"), ("Moss", "3002"))]
    near = make_municipality("Stange", "3413", subregion="Hamarregionen")
    for member in (*far, near):
        make_progress(point, member, 2021, state=S.IN_PLACE)
    make_progress(point, hamar, 2021, state=S.PLANNED, help_wanted="Mal for klimabudsjett.")
    adviser = make_person("Kari Demo", phone="11 22 33 44")
    make_office(adviser, near)
    make_office(make_person("Leder"), near, Mandate.APPROVER, OfficeKind.CHIEF_EXECUTIVE)
    make_office(make_person("Ola Demo"), far[0], Mandate.EDITOR, OfficeKind.OTHER)
    make_office(make_person("Ordfører"), far[1], kind=OfficeKind.MAYOR)
    found = matrix_of(lines_of("ordforererklaering"), year=2021, on=TODAY)
    assert found is not None
    (wish,) = wishes_in(found, lines_of("ordforererklaering"), on=TODAY)
    assert (wish.point, wish.member.name, wish.text) == (point, "Hamar", "Mal for klimabudsjett.")
    names = {h.member.name: (h.is_near, [o.person.name for o in h.people]) for h in wish.helpers}
    assert names == {"Stange": (True, ["Kari Demo"]), "Asker": (False, ["Ola Demo"]), "Moss": (False, [])}
    assert wish.helpers[0].member.name == "Stange"
    page = text(as_reader(make_editor(hamar)).get(f"{PAGE}2021/hjelp/"))
    for words in ("Mal for klimabudsjett.", "nearby", "Kari Demo", 'href="tel:11223344"'):
        assert words in page


def test_nobody_is_their_own_helper_and_where_nobody_can_help_it_is_said(
    wording: Wording, hamar: Organisation
) -> None:
    make_progress(make_point(wording), hamar, 2021, state=S.IN_PLACE, help_wanted="En å snakke med.")
    page = text(as_reader(make_editor(hamar)).get(f"{PAGE}2021/hjelp/"))
    assert "Nobody has it in place yet. Perhaps it can be done together." in page


def test_wishes_stand_by_sub_region_and_are_chosen_by_it_and_by_point(
    wording: Wording, hamar: Organisation
) -> None:
    one, other = make_point(wording), make_point(wording, "natur")
    make_progress(one, hamar, 2021, help_wanted="Mal.")
    moss = make_municipality("Moss", "3103", subregion="Mosseregionen")
    make_progress(other, moss, 2021, help_wanted="Kart.")
    reader = as_reader(make_editor(hamar))
    page = text(reader.get(f"{PAGE}2021/hjelp/"))
    assert (page.count('<details class="group"'), page.count('<details class="group" open>')) == (2, 1)
    page = text(reader.get(f"{PAGE}2021/hjelp/?subregion=mosseregionen"))
    assert ("Kart." in page, "Mal." in page) == (True, False)
    page = text(reader.get(f"{PAGE}2021/hjelp/?punkt={one.key}"))
    assert ("Kart." in page, "Mal." in page) == (False, True)
    page = text(reader.get(f"{PAGE}2021/hjelp/?subregion=mosseregionen&punkt={one.key}"))
    assert "No wish fits these filters" in page


def test_a_wish_of_a_split_point_is_shown_once(wording: Wording, hamar: Organisation) -> None:
    old, new = make_point(wording), second_wording(date(2021, 1, 2))
    one, other = make_point(new), make_point(new, "tungtransport")
    become(old, one)
    become(old, other)
    make_progress(old, hamar, 2021, help_wanted="Mal.")
    lines = lines_of("ordforererklaering")
    found = matrix_of(lines, year=2021, on=TODAY)
    assert found is not None
    assert [wish.point for wish in wishes_in(found, lines, on=TODAY)] == [one]


def test_a_year_without_wishes_says_so(wording: Wording, hamar: Organisation) -> None:
    make_point(wording)
    assert "Nobody has asked for help in 2021" in text(
        as_reader(make_editor(hamar)).get(f"{PAGE}2021/hjelp/")
    )
