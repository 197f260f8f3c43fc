"""Pages of objections, and of figures that were revised: who sees what, and what a member is told."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from openpyxl import load_workbook

from dugnad.calls import changes, queries
from dugnad.calls.kinds import QuestionKind
from dugnad.calls.models import Call, Objection, Reply
from dugnad.indicators.models import Source
from dugnad.kit.clock import today
from tests.factories.calls import AT, make_call, make_figures, make_hamar, make_reply, save, submit
from tests.factories.members import make_editor, make_municipality, make_secretary

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
LIST = "/innhenting/innvendinger/"
HAMAR = "/innhenting/klimastatus-2021/hamar/"
LETTER, SENT = f"{LIST}miljodirektoratet/brev/", f"{LIST}miljodirektoratet/sendt/"
ROAD = {
    "kind": QuestionKind.FIGURE,
    "unit": "tonn CO2e",
    "indicator": "ghg-emissions",
    "indicator_sector": "road_traffic",
    "indicator_year": 2019,
}
WRONG = {"right": False, "value": 80, "reason": "=Fabrikken er lagt ned."}
REASON = "Fabrikken er lagt ned."
WAITS, TODAY = "1 innvending venter", "2021-05-03"
LISTED, READ = 11, 20


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def secretary() -> Client:
    return signed_in(make_secretary())


def objecting(call: Call | None = None, code: str = "3403", name: str = "Hamar") -> Reply:
    member = make_hamar() if name == "Hamar" else make_municipality(name, code)
    make_figures((2019, "road_traffic", 100.0), code=code)
    call = call or make_call({"road": ROAD})
    reply = make_reply(call, member, road=WRONG)
    submit(reply, key=name)
    return reply


def revise(value: float) -> None:
    make_figures((2019, "road_traffic", value), seen_on="2021-05-02")


# The list ------------------------------------------------------------------------------------------------


def test_objections_stand_by_publisher_with_both_figures_and_the_reason() -> None:
    objecting()
    page = secretary().get(LIST)
    assert page.status_code == 200
    for words in ("Miljødirektoratet", "Hamar", "3403", REASON, "Veitrafikk, 2019", WAITS, "Skal sendes"):
        assert words in page.text


def test_objections_says_which_vintage_agrees() -> None:
    objecting()
    revise(80.3)
    page = secretary().get(LIST)
    assert "Utgiveren er enig" in page.text
    assert "i tallgrunnlaget fra 2. mai 2021" in page.text
    assert WAITS not in page.text


def test_the_secretariat_reads_in_a_reply_how_many_figures_it_objects_to_and_where_they_stand(
    django_assert_num_queries: Callable[..., Any],
) -> None:
    objecting()
    client = secretary()
    client.get(HAMAR)
    with django_assert_num_queries(READ):
        page = client.get(HAMAR).text
    assert "1 publisert tall" in page
    assert f'href="{LIST}?call=klimastatus-2021"' in page
    assert "Tall det er kommet innvendinger mot" not in page


def test_who_reads_an_objection_reads_the_published_figure_beside_it() -> None:
    reply = objecting()
    client, beside = secretary(), "Publisert: 100 tonn CO<sub>2</sub>e (Miljødirektoratet, 2019)"
    assert [client.get(page).text.count(beside) for page in (HAMAR, f"{HAMAR}vurder/")] == [1, 1]
    # Written on and not sent in: the secretariat reads on what was.
    on, later = {"road": {"right": True}}, AT + timedelta(minutes=1)
    changes.save_draft(reply, on, expected_revision=reply.revision, by=None, at=later)
    assert client.get(HAMAR).text.count(beside) == 1


def test_a_published_figure_that_is_made_up_says_so_beside_an_objection() -> None:
    objecting()
    Source.objects.update(is_official=False)
    assert "2019). Illustrasjonstall" in secretary().get(f"{HAMAR}vurder/").text


def test_objections_that_nobody_has_made_leave_a_friendly_page() -> None:
    client = secretary()
    assert "Ingen innvendinger" in client.get(LIST).text
    objecting()
    assert "Ingenting passer til disse filtrene" in client.get(f"{LIST}?state=sent").text
    assert (
        client.get(f"{LIST}?call=klimastatus-2021&indicator=ghg-emissions&state=raised").text.count("<h3>")
        == 1
    )


@pytest.mark.parametrize("number", [1, 3])
def test_objections_asks_as_many_questions_for_one_as_for_three(
    number: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    members = [("3403", "Hamar"), ("3411", "Ringsaker"), ("3407", "Gjøvik")][:number]
    make_hamar()
    call = make_call({"road": ROAD})
    for code, name in members:
        objecting(call, code, name)
    client = secretary()
    with django_assert_num_queries(LISTED):
        assert client.get(LIST).text.count("<h3>") == number


def test_objections_export_gives_the_rows_of_one_publisher() -> None:
    objecting()
    client = secretary()
    text = client.get(f"{LIST}eksport.csv?source=miljodirektoratet&state=raised").text
    assert text.splitlines()[1].startswith(
        "3403,Hamar,Klimagassutslipp,2019,Veitrafikk,,100.0,80.0,t CO2e,'="
    )
    book = client.get(f"{LIST}eksport.xlsx?source=miljodirektoratet")
    assert book["Content-Disposition"] == 'attachment; filename="innvendinger-miljodirektoratet.xlsx"'
    rows = list(load_workbook(BytesIO(book.content)).worksheets[0].values)
    assert (rows[0][0], rows[1][1], rows[1][7]) == ("Kommunenummer", "Hamar", 80)
    assert client.get(f"{LIST}eksport.csv?source=kostra").text.count("\n") == 1


# Letter, sent, dropped -----------------------------------------------------------------------------------


def test_objections_letter_has_what_waits_as_a_page_and_as_plain_text() -> None:
    objecting()
    client = secretary()
    page = client.get(LETTER)
    assert page.text.count(REASON) == 2
    assert "Kommunens tall: 80 tonn CO2e" in page.text
    assert f"mailto:{settings.ALLIANCE['email']}" in page.text  # the foot of the page, as on every other
    changes.send_objections([Objection.objects.get().pk], on=today(), by=None, at=AT + timedelta(days=20))
    assert "Ingenting venter på å bli sendt" in client.get(LETTER).text
    assert client.get(f"{LIST}kostra/brev/").status_code == 404


def test_objections_letter_says_that_made_up_figures_are_made_up() -> None:
    objecting()
    Source.objects.filter(key="miljodirektoratet").update(is_official=False)
    assert secretary().get(LETTER).text.count("Disse tallene er oppdiktet") == 2


def test_send_objections_marks_what_stood_on_the_page() -> None:
    objecting()
    client, pk = secretary(), Objection.objects.get().pk
    page = client.post(SENT, {"on": TODAY, "objection": [pk]}, follow=True)
    assert "1 innvending er merket som sendt." in page.text
    assert "Sendt 3. mai 2021." in page.text
    assert Objection.objects.get().sent_at is not None


@pytest.mark.parametrize("day", ["", "2021-05-04", "2021-04-01"])
def test_send_objections_keeps_a_day_that_cannot_be_on_the_page(day: str) -> None:
    objecting()
    page = secretary().post(SENT, {"on": day, "objection": [Objection.objects.get().pk]})
    assert (page.status_code, Objection.objects.get().sent_at) == (422, None)
    assert f'value="{day}"' in page.text or not day


def test_drop_objection_tells_the_member_why() -> None:
    reply = objecting()
    client, address = secretary(), f"{LIST}{Objection.objects.get().pk}/frafall/"
    assert client.post(address, {"note": ""}).status_code == 422
    why = "Det er gjennomgangstrafikken."
    assert why in client.post(address, {"note": why}, follow=True).text
    assert "allerede droppet" in client.post(address, {"note": why}, follow=True).text
    member = signed_in(make_editor(reply.organisation))
    assert why in member.get(HAMAR).text


# What the member sees ------------------------------------------------------------------------------------


def test_a_member_sees_what_became_of_its_objection_and_others_do_not() -> None:
    reply = objecting()
    revise(80)
    member = signed_in(make_editor(reply.organisation))
    other = signed_in(make_editor(make_municipality("Ringsaker", "3411"), "r@demo.example"))
    for address in (HAMAR, "/medlemmer/hamar/"):
        assert "Utgiveren er enig" in member.get(address).text
    assert "Utgiveren er enig" in secretary().get("/medlemmer/hamar/").text
    for client in (other, Client()):
        assert "Utgiveren er enig" not in client.get("/medlemmer/hamar/").text


def test_a_member_can_put_evidence_beside_a_figure() -> None:
    make_hamar()
    make_figures((2019, "road_traffic", 100.0))
    reply = make_reply(make_call({"road": ROAD}))
    page = signed_in(make_editor(reply.organisation)).get(HAMAR)
    assert f"{HAMAR}filer/road/" in page.text


def test_evidence_alone_is_no_answer() -> None:
    make_hamar()
    make_figures((2019, "road_traffic", 100.0))
    reply = make_reply(make_call({"road": ROAD}))
    question = queries.questions_of(reply.call)[0]
    changes.attach_file(
        reply, question, b"a,b\n1,2\n", "tall.csv", by=None, at=AT, licence="alliance", consent="not_needed"
    )
    (item,) = queries.sheet_of(reply, on=AT.date()).items
    assert [part for part, _message in item.complaints] == ["right"]


# Revised since -------------------------------------------------------------------------------------------


def confirmed() -> Reply:
    make_hamar()
    make_figures((2019, "road_traffic", 100.0))
    reply = make_reply(make_call({"road": ROAD, "measures": {}}), road={"right": True}, measures="Elbåt")
    submit(reply)
    changes.accept_reply(reply, by=None, at=AT)
    return reply


def test_a_confirmed_figure_that_was_revised_is_told_also_when_the_reply_is_accepted() -> None:
    reply = confirmed()
    member, client = signed_in(make_editor(reply.organisation)), secretary()
    before = [member.get("/").text, member.get(HAMAR).text, client.get("/innhenting/klimastatus-2021/").text]
    revise(95)
    after = [member.get("/").text, member.get(HAMAR).text, client.get("/innhenting/klimastatus-2021/").text]
    words = [
        "Utgiveren har revidert 1 tall som du bekreftet.",
        "Utgiveren har revidert tallet siden: Det er 95 tonn CO2e i tallgrunnlaget fra 2. mai 2021.",
        "1 bekreftet tall er revidert siden.",
    ]
    assert [word in page for word, page in zip(words, before, strict=True)] == [False] * 3
    assert [word in page for word, page in zip(words, after, strict=True)] == [True] * 3


def test_revised_in_counts_what_was_sent_in_and_confirmed() -> None:
    reply = confirmed()
    revise(95)
    rows = queries.revised_in(reply.call, on=today())
    assert [(row.reply, row.figures) for row in rows] == [(reply, 1)]
    reply.organisation.codes.update(organisation=None)
    assert queries.revised_in(reply.call, on=today()) == []


def test_revised_in_leaves_out_drafts_and_what_was_not_confirmed() -> None:
    reply = objecting()
    revise(95)
    assert queries.revised_in(reply.call, on=today()) == []
    other = make_municipality("Ringsaker", "3411")
    draft = make_reply(reply.call, other)
    save(draft, road={"right": True})
    assert queries.revised_in(reply.call, on=today()) == []


def test_the_call_page_leads_to_what_is_objected_to() -> None:
    objecting()
    page = secretary().get("/innhenting/klimastatus-2021/")
    assert f"{LIST}?call=klimastatus-2021" in page.text
    assert "Det er innvending mot 1 publisert tall." in page.text
