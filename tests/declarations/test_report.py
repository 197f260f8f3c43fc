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
from dugnad.declarations.models import Point, Wording, YearReport
from dugnad.declarations.queries import reports as queries
from dugnad.declarations.queries.matrix import lines_of, matrix_of
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
from tests.factories.dossiers import make_ask, make_dossier
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
    for row in told.progress.all():
        row.year = 2022
        row.save()
    heir.progress.update(year=2022)
    told.follow_ups.update(year=2022)
    (found,) = queries.told_in(told.wording.declaration, 2022, on=date(2023, 1, 11))
    assert [(row.organisation.name, row.done) for row in found.rows][1] == ("Hamar", "Nå også ferger.")
    assert (len(found.rows), len(found.tasks)) == (3, 3)
    body = queries.body_of_report(told.wording.declaration, 2022, [found], "nb")
    assert f"2022: delvis fortalt om «{told}» i utgave 2019." in body


LATER = date(2023, 1, 11)


def merged(point: Point) -> tuple[Point, Point]:
    """A second point of the same text, and the one of the next into which both were merged."""
    second = make_point(point.wording, "sjekkliste", title_nb="Bruke sjekklisten", number="e")
    newer = make_wording("2022", WordingState.ADOPTED, adopted_on=date(2022, 6, 2))
    heir = make_point(newer, "samlet", number="4", title_nb="Plan og utslipp")
    for old in (point, second):
        make_succession(old, heir, SuccessionKind.MERGED)
    make_succession(None, make_point(newer, "nytt", number="8"), SuccessionKind.NEW)
    return second, heir


def told_of(point: Point, year: int) -> dict[str, queries.Told]:
    found = queries.told_in(point.wording.declaration, year, on=LATER)
    return {told.point.key: told for told in found}


def test_the_report_of_a_year_is_built_on_the_points_that_members_were_asked_about_then(told):
    second, heir = merged(told)
    hamar = told.progress.get(organisation__slug="hamar").organisation
    make_progress(second, hamar, done="Bruker sjekklisten.")
    found = told_of(told, 2021)
    assert list(found) == ["kutt-utslipp", "sjekkliste"]
    assert [row.done for row in found["sjekkliste"].rows] == ["Bruker sjekklisten."]
    assert found["sjekkliste"].onward == found["kutt-utslipp"].onward == (heir,)
    body = queries.body_of_report(told.wording.declaration, 2021, list(found.values()), "nb")
    assert body.count("Punktet har siden gått videre som «4. Plan og utslipp» i utgave 2022.") == 2
    assert "Ingen medlemmer har svart ennå." not in body
    page = client_of(make_secretary()).get(REPORT).content.decode()
    assert ("Bruke sjekklisten" in page, "Plan og utslipp" in page) == (True, False)


def test_a_merged_point_gathers_the_answers_to_all_that_it_came_from_and_counts_as_the_matrix(told):
    second, heir = merged(told)
    hamar = told.progress.get(organisation__slug="hamar").organisation
    told.progress.update(year=2022)
    make_progress(second, hamar, 2022, done="Skal bruke sjekklisten.", state=ProgressState.PLANNED)
    make_progress(second, make_municipality("Asker", "3025"), 2022, help_wanted="Kurs")
    found = told_of(told, 2022)
    assert [(row.organisation.name, row.point) for row in found["samlet"].rows] == [
        ("Asker", second), ("Eidskog", told), ("Hamar", told), ("Hamar", second), ("Oslo", told),
    ]  # fmt: skip
    lines = lines_of("ordforererklaering")
    matrix = matrix_of(lines, year=2022, on=LATER)
    assert matrix is not None
    counts = matrix.summaries[0].counts
    assert found["samlet"].counts == Year(2022, Counter({k: n for k, n in counts.items() if k}))
    assert found["samlet"].counts.counts[ProgressState.PLANNED] == 1
    assert found["nytt"].counts is None
    body = queries.body_of_report(told.wording.declaration, 2022, list(found.values()), "nb")
    assert "**Hamar** (planlagt, «e. Bruke sjekklisten» i utgave 2019): Skal bruke sjekklisten." in body
    assert "**Asker** («e. Bruke sjekklisten» i utgave 2019): Kurs" in body
    assert (
        "2022: fortalt om «1. Kutte utslipp» i utgave 2019 og «e. Bruke sjekklisten» i utgave 2019." in body
    )
    assert heir.wording.name not in body.split("## 4")[0].split("for 2022")[0]


def test_what_was_told_or_planned_of_a_point_that_came_of_none_of_the_year_stands_under_its_own(told):
    _second, _heir = merged(told)
    new = Point.objects.get(key="nytt")
    make_progress(new, make_municipality("Asker", "3025"), done="Begynt før tiden.")
    make_follow_up(new, "Et kurs")
    found = told_of(told, 2021)
    assert list(found) == ["kutt-utslipp", "sjekkliste", "nytt"]
    assert (found["nytt"].is_beside, found["nytt"].onward, len(found["nytt"].tasks)) == (True, (), 1)
    body = queries.body_of_report(told.wording.declaration, 2021, list(found.values()), "nb")
    assert "Fra utgave 2022." in body
    assert "Begynt før tiden." in body


def test_before_anything_is_adopted_the_report_is_of_the_newest_text(point):
    Wording.objects.update(state=WordingState.WITHDRAWN, adopted_on=None, sha256="", frozen_at=None)
    make_follow_up(point)
    (found,) = queries.told_in(point.wording.declaration, 2021, on=date(2021, 5, 3))
    assert (found.point, len(found.tasks), found.onward) == (point, 1, ())


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
    make_ask(make_dossier(), points=[told])
    address = client.post(f"{REPORT}ny/", {"language": "nb"})["Location"]
    report = YearReport.objects.get()
    assert address == f"/dokumenter/{report.document.slug}/"
    page = client.get(REPORT).content.decode()
    assert ("Lag utkastet på nytt" in page, f'href="{address}"' in page) == (True, True)
    answer = client.post(f"{REPORT}pa-nytt/", {"revision": report.document.revision}, follow=True)
    assert "Utkastet er laget på nytt" in answer.content.decode()
    assert "Behold Klimasats til 2030." in client.get(REPORT).content.decode()
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
        make_ask(make_dossier(), f"Ting {number}", points=[point])
        with django_assert_num_queries(13):
            page = client.get(REPORT).content.decode()
    assert "Det vi ber andre om: 2 ikke svart ennå" in page


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
