"""The yearly report: begun from the members' answers, written on as a document, read on page and paper."""

import io
from collections import Counter
from datetime import date
from typing import Any

import docx
import pytest
from django.test import Client
from django.utils import translation

from dugnad.declarations import changes
from dugnad.declarations.kinds import PointKind, SuccessionKind
from dugnad.declarations.models import Point, YearReport
from dugnad.declarations.queries import reports as queries
from dugnad.declarations.queries.points import Year
from dugnad.declarations.states import ProgressState, WordingState
from dugnad.documents import changes as documents
from dugnad.documents.queries import newest_version
from dugnad.documents.states import State
from dugnad.kit.errors import Conflict, Refused
from dugnad.kit.history import changes_of
from tests.factories.declarations import (
    AT,
    make_follow_up,
    make_point,
    make_progress,
    make_succession,
    make_wording,
)
from tests.factories.documents import make_story, take_to
from tests.factories.members import make_alliance, make_body, make_editor, make_municipality, make_secretary

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
NOBODY: dict[str, Any] = {"by": None, "at": AT}
REPORT = "/erklaering/ordforererklaering/rapport/2021/"


@pytest.fixture
def point() -> Point:
    make_alliance()
    wording = make_wording(state=WordingState.ADOPTED)
    return make_point(wording, title_nb="Kutte utslipp", text_nb="Kutte utslippene.", number="1")


@pytest.fixture
def told(point: Point) -> Point:
    """Three members have told of the point, and there is a task."""
    hamar, eidskog = make_municipality("Hamar", "3403"), make_municipality("Eidskog", "3416")
    make_progress(point, hamar, done="Elbusser i *hele* byen.\nOg sykler.", state=ProgressState.IN_PLACE)
    make_progress(point, eidskog, help_wanted="Mal for klimabudsjett")
    make_progress(point, make_municipality("Oslo", "0301"), state=ProgressState.NOT_APPLICABLE)
    make_follow_up(point, "Lage en mal", due=date(2021, 10, 29), body=make_body(name_nb="Faggruppen"))
    make_follow_up(point, "Skrive brev", done_on=date(2021, 4, 1), result="Sendt.")
    make_follow_up(point, "Uten dag")
    return point


def begin(point: Point, language: str = "nb") -> YearReport:
    return changes.begin_report(point.wording.declaration, year=2021, language=language, **NOBODY)


def body_of(report: YearReport) -> str:
    return newest_version(report.document).body


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_report_tells_of_each_point_what_was_done_wanted_and_planned(told):
    assert body_of(begin(told)).split("\n\n") == [
        "Rapporten bygger på det 3 medlemmer har fortalt om Erklæringen for 2021. "
        "Medlemmene rangeres ikke: de starter på ulike steder, og hver av dem ses mot sin egen historie.",
        "## 1. Kutte utslipp",
        "*Kutte utslippene.*",
        "3 medlemmer har svart: 1 på plass, 1 i gang, 1 gjelder ikke oss.",
        "### Hva medlemmene har gjort",
        r"- **Hamar** (på plass): Elbusser i \*hele\* byen. Og sykler.",
        "### Hva medlemmene ønsker hjelp til",
        "- **Eidskog**: Mal for klimabudsjett",
        "### I oppfølgingsplanen",
        "- **Lage en mal** (Faggruppen). Frist 29. oktober 2021.\n"
        "- **Skrive brev**. Ferdig 1. april 2021. Sendt.\n"
        "- **Uten dag**. Ikke påbegynt.",
    ]


def test_a_point_that_nobody_has_told_of_says_so_and_what_we_ask_of_others_does_not(point):
    make_point(point.wording, "handlingsrom", kind=PointKind.REQUEST, title_nb="Be staten", number="2")
    parts = body_of(begin(point)).split("\n\n")
    assert parts[1:4] == ["## 1. Kutte utslipp", "*Kutte utslippene.*", "Ingen medlemmer har svart ennå."]
    assert parts[4:] == ["## 2. Be staten", "*Gjøre det som står i punkt 2.*"]


def test_the_report_is_begun_in_the_language_that_was_chosen(told):
    report = begin(told, "nn")
    version = newest_version(report.document)
    assert (report.document.language, version.title) == ("nn", "Slik gjekk det i 2021: Erklæringa")
    assert "### Kva medlemmene har gjort" in version.body


def test_what_was_told_of_an_older_point_stands_at_the_one_that_it_became(told):
    newer = make_wording("2022", WordingState.ADOPTED, adopted_on=date(2022, 6, 2))
    heir = make_point(newer, "lokalt", number="1", title_nb="Halvere lokale utslipp")
    make_succession(told, heir, SuccessionKind.SPLIT)
    hamar = told.progress.get(organisation__slug="hamar").organisation
    make_progress(heir, hamar, done="Nå også ferger.", state=ProgressState.UNDER_WAY)
    (found,) = queries.told_in(told.wording.declaration, 2021)
    assert [(row.organisation.name, row.done) for row in found.rows][1] == ("Hamar", "Nå også ferger.")
    assert (len(found.rows), len(found.tasks)) == (3, 3)
    body = queries.body_of_report(told.wording.declaration, 2021, [found], "nb")
    assert f"2021: delvis fortalt om «{told}» i utgave 2019." in body


def test_the_report_of_a_year_is_begun_once(told):
    report = begin(told)
    assert str(report) == "Erklæringen 2021"
    assert [change.verb for change in changes_of(report)] == ["begin_report"]
    with pytest.raises(Refused):
        begin(told)
    assert queries.reports_of(told.wording.declaration) == [report]


@pytest.mark.parametrize("is_illustrative", [True, False])
def test_a_report_of_made_up_answers_says_so(is_illustrative, point):
    make_progress(point, is_illustrative=is_illustrative)
    assert begin(point).document.is_illustrative is is_illustrative


def test_a_draft_is_made_anew_from_the_answers_of_today(told):
    report = begin(told)
    make_progress(told, make_municipality("Asker", "3025"), done="Ny båt.")
    changes.renew_report(report, revision=report.document.revision, **NOBODY)
    assert "**Asker** (i gang): Ny båt." in body_of(report)
    with pytest.raises(Conflict):
        changes.renew_report(report, revision=1, **NOBODY)


def test_what_is_in_review_is_not_made_anew(told):
    report = begin(told)
    take_to(report.document, State.IN_REVIEW)
    with pytest.raises(Refused):
        changes.renew_report(report, revision=report.document.revision, **NOBODY)


# Pages ----------------------------------------------------------------------------------------------------


def test_strangers_read_the_report_when_it_is_published_and_not_before(told):
    assert Client().get(REPORT).status_code == 404
    report = begin(told)
    assert Client().get(REPORT).status_code == 404
    take_to(report.document, State.PUBLISHED)
    page = Client().get(REPORT).content.decode()
    assert ("Hva medlemmene har gjort" in page, "Arbeidet med den" in page) == (True, False)


def test_those_who_work_here_see_what_it_will_be_made_from(told):
    page = client_of(make_editor(make_municipality("Ringsaker", "3411"))).get(REPORT).content.decode()
    assert ("1 på plass, 1 i gang, 1 gjelder ikke oss" in page, "3 oppgaver" in page) == (True, True)
    assert ("Sekretariatet har ikke offentliggjort" in page, "Begynn på rapporten" in page) == (True, False)


def test_the_secretary_begins_it_writes_on_and_makes_it_anew(told):
    client = client_of(make_secretary())
    assert "Begynn på rapporten" in client.get(REPORT).content.decode()
    address = client.post(f"{REPORT}ny/", {"language": "nb"})["Location"]
    report = YearReport.objects.get()
    assert address == f"/dokumenter/{report.document.slug}/"
    page = client.get(REPORT).content.decode()
    assert ("Lag utkastet på nytt" in page, f'href="{address}"' in page) == (True, True)
    answer = client.post(f"{REPORT}pa-nytt/", {"revision": report.document.revision}, follow=True)
    assert "Utkastet er laget på nytt" in answer.content.decode()
    answer = client.post(f"{REPORT}pa-nytt/", {"revision": "x"}, follow=True)
    assert "Noen andre" in answer.content.decode() or "noen andre" in answer.content.decode().lower()
    assert client.post(f"{REPORT}ny/", {"language": "nb"}).status_code == 422
    assert client.post("/erklaering/ordforererklaering/rapport/2020/pa-nytt/").status_code == 404
    assert client.get("/erklaering/finnes-ikke/rapport/2021/").status_code == 404


def test_the_report_asks_the_same_number_of_questions(point, django_assert_num_queries):
    client = client_of(make_secretary())
    for number in (1, 2):
        make_progress(point, make_municipality(f"Kommune {number}", f"340{number}"), done="Noe.")
        make_follow_up(make_point(point.wording, f"p-{number}", number=f"p{number}"))
        with django_assert_num_queries(12):
            client.get(REPORT)


# Paper ----------------------------------------------------------------------------------------------------


def test_a_report_is_a_paper_for_a_word_processor(told):
    report = begin(told)
    take_to(report.document, State.PUBLISHED)
    answer = Client().get(f"/dokumenter/{report.document.slug}/dokument.docx")
    paper = docx.Document(io.BytesIO(answer.content))
    styles = {paragraph.text: paragraph.style.name for paragraph in paper.paragraphs}
    assert styles["Slik gikk det i 2021: Erklæringen"] == "Title"
    assert styles["1. Kutte utslipp"] == "Heading 1"
    assert styles["Hva medlemmene har gjort"] == "Heading 2"
    assert styles["Eidskog: Mal for klimabudsjett"] == "List Bullet"
    assert styles["3 medlemmer har svart: 1 på plass, 1 i gang, 1 gjelder ikke oss."] == "Normal"


def test_a_report_is_a_pdf_for_everybody_and_the_same_bytes_again(told):
    report = begin(told)
    take_to(report.document, State.PUBLISHED)
    address = f"/dokumenter/{report.document.slug}/dokument.pdf"
    first, second = Client().get(address), Client().get(address)
    assert first["Content-Type"] == "application/pdf"
    assert first.content[:5] == b"%PDF-"
    assert b"pdfuaid" in first.content
    assert first.content == second.content


def test_a_draft_on_paper_says_that_it_is_one(told):
    report = begin(told)
    client = client_of(make_secretary())
    paper = docx.Document(io.BytesIO(client.get(f"/dokumenter/{report.document.slug}/dokument.docx").content))
    assert "Utkast. Teksten kan fortsatt bli endret." in [paragraph.text for paragraph in paper.paragraphs]
    assert Client().get(f"/dokumenter/{report.document.slug}/dokument.docx").status_code == 404


def test_headings_that_somebody_wrote_out_of_step_are_put_in_step(told):
    report = begin(told)
    body = "#### Dypt\n\n###### Dypere\n\n## Opp igjen\n\nMed [lenke](https://x.example) og **fet** *skrift*."
    documents.edit_document(report.document, revision=report.document.revision, body=body, **NOBODY)
    client = client_of(make_secretary())
    paper = docx.Document(io.BytesIO(client.get(f"/dokumenter/{report.document.slug}/dokument.docx").content))
    headings = [(p.text, p.style.name) for p in paper.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [("Dypt", "Heading 1"), ("Dypere", "Heading 2"), ("Opp igjen", "Heading 1")]
    assert client.get(f"/dokumenter/{report.document.slug}/dokument.pdf").status_code == 200


def test_a_story_is_read_where_its_pictures_are_and_not_on_paper(point):
    story = make_story(state=State.PUBLISHED)
    assert Client().get(f"/dokumenter/{story.slug}/dokument.pdf").status_code == 404


def test_many_that_have_planned_are_told_in_the_plural():
    with translation.override("nn"):
        for number, words in ((1, "1 planlagd."), (18, "18 planlagde.")):
            counts = Year(2021, Counter({ProgressState.PLANNED: number}))
            assert queries.counts_in_words(counts).endswith(words)
