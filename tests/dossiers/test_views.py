"""The pages: lists that teach when they are empty, one of each, forms, files; each asks few questions."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dugnad.declarations.states import WordingState
from dugnad.documents import changes as documents
from dugnad.dossiers import changes
from dugnad.dossiers.models import Ask, Consultation, Dossier, Response, Touchpoint
from dugnad.members.kinds import BodyKind
from tests.factories.declarations import make_point, make_wording
from tests.factories.documents import make_story
from tests.factories.dossiers import (
    AT,
    NOBODY,
    PDF,
    make_ask,
    make_consultation,
    make_dossier,
    make_go,
    make_response,
    make_sent,
    make_touchpoint,
)
from tests.factories.events import make_event, make_item, make_outcome
from tests.factories.indicators import make_indicator
from tests.factories.members import make_alliance, make_body, make_editor, make_secretary

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]


@pytest.fixture
def secretary() -> Client:
    return client_of(make_secretary())


@pytest.fixture
def adviser() -> Client:
    return client_of(make_editor())


@pytest.fixture
def stranger() -> Client:
    return Client()


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def sent(client: Client, address: str, **values: Any) -> Any:
    return client.post(address, values, follow=True)


# Lists ----------------------------------------------------------------------------------------------------


def test_empty_lists_teach_the_first_step_to_those_who_can_take_it(secretary, stranger):
    for address, first in (("/horinger/", "/horinger/ny/"), ("/paavirkning/", "/paavirkning/ny/")):
        assert page(secretary, address).count(f'href="{first}"') == 2
        assert first not in page(stranger, address)
    assert "Ingenting har kommet" in page(stranger, "/horinger/?kanal=eu")
    assert "Ingenting står slik" in page(stranger, "/paavirkning/?tilstand=working")


def test_consultations_stand_with_days_left_and_with_what_came_of_them(stranger):
    dossier = make_dossier()
    make_consultation(dossier)
    answered = make_sent(make_consultation(dossier, title="Klimakur 2030"))
    make_response(make_ask(consultation=answered), "met", on=date(2021, 5, 3))
    text = page(stranger, "/horinger/")
    assert "59 dager igjen" in text
    assert "1 imøtekommet" in text
    assert text.index("Strategi for sirkulær økonomi") < text.index("Klimakur 2030")


def test_the_list_of_consultations_is_a_spreadsheet_too(stranger):
    make_sent()
    rows = page(stranger, "/horinger/eksport.csv").splitlines()
    assert (len(rows), "Svar sendt" in rows[1]) == (2, True)
    response = stranger.get("/horinger/eksport.xlsx?kanal=eu")
    assert response["Content-Disposition"] == 'attachment; filename="horinger.xlsx"'


def test_issues_stand_with_what_was_asked_for_and_answered(stranger):
    dossier = make_dossier(addressees="Klima- og miljødepartementet")
    make_response(make_ask(dossier))
    make_consultation(dossier)
    make_touchpoint(dossier, kind="media")
    make_dossier("Hemmelig", is_public=False)
    text = page(stranger, "/paavirkning/")
    assert "Én ting vi ber om, 1 besvart · 1 høring · tatt opp én gang" in " ".join(text.split())
    assert "Hemmelig" not in text


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_ask_as_often_for_three_rows_as_for_one(rows, secretary, django_assert_max_num_queries):
    dossier = make_dossier()
    point = make_point(make_wording(state=WordingState.ADOPTED))
    for number in range(rows):
        consultation = make_sent(make_consultation(dossier, title=f"Høring {number}"))
        ask = make_ask(consultation=consultation, points=[point])
        make_response(ask, on=date(2021, 5, 3))
        make_consultation(dossier, title=f"Åpen {number}")
        make_touchpoint(dossier, asks=[ask])
        make_dossier(f"Sak {number}")
    addresses = {
        "/horinger/": 12,
        f"/horinger/{consultation.slug}/": 21,
        "/paavirkning/": 14,
        f"/paavirkning/{dossier.key}/": 20,
        f"/paavirkning/{dossier.key}/krav/{ask.pk}/": 18,
    }
    for address in addresses:
        secretary.get(address)  # what is kept between requests is kept from now on
    for address, most in addresses.items():
        with django_assert_max_num_queries(most):
            page(secretary, address)


# One consultation -----------------------------------------------------------------------------------------


def test_an_open_consultation_shows_the_days_on_the_way_and_warns_of_the_board(secretary, stranger):
    consultation = make_consultation()
    text = page(secretary, f"/horinger/{consultation.slug}/")
    assert "Verken styret eller interessepolitisk utvalg møtes i tide." in text
    assert text.count('class="timeline-what"') == 6
    assert "Svarer vi?" in text
    assert "timeline-what" not in page(stranger, f"/horinger/{consultation.slug}/")
    page(stranger, "/horinger/finnes-ikke/", status=404)


def test_a_stranger_reads_the_answer_and_not_the_receipt(adviser, stranger):
    consultation = make_sent(make_consultation(joint_with="KS"))
    decision = make_outcome(make_item(make_event(body=make_body(BodyKind.BOARD), starts=NOBODY["at"])))
    changes.note_approval(consultation, decision, **NOBODY)
    told = page(stranger, f"/horinger/{consultation.slug}/")
    assert ("KS" in told, "Saken tas" in told or "statistikk" in told) == (True, True)
    assert ("2021/99" in told, "svar.pdf" in told) == (False, False)
    inside = page(adviser, f"/horinger/{consultation.slug}/")
    assert ("2021/99" in inside, "svar.pdf" in inside) == (True, True)
    response = adviser.get(f"/horinger/{consultation.slug}/sendt/fil/")
    assert b"".join(response.streaming_content) == PDF
    page(adviser, f"/horinger/{make_go(make_consultation(consultation.dossier)).slug}/sendt/fil/", status=404)


def test_the_secretary_takes_a_consultation_from_its_deadline_to_what_came_of_it(secretary, stranger):
    make_alliance()
    make_point(make_wording(state=WordingState.ADOPTED), title_nb="Mer ombruk", number="6")
    made = sent(secretary, "/paavirkning/ny/", title_nb="Sirkulær økonomi", addressee_kind="ministry",
                is_public="on", points=[make_point().pk])  # fmt: skip
    dossier = Dossier.objects.get()
    assert made.redirect_chain == [(f"/paavirkning/{dossier.key}/", 302)]
    entered = sent(
        secretary, "/horinger/ny/", dossier=dossier.pk, channel="ministry", title="Strategi",
        sender="KLD", announced_on="2021-05-03", deadline="2021-05-28T12:00",
    )  # fmt: skip
    consultation = Consultation.objects.get()
    assert "Avsenderen gir mindre enn seks uker" in entered.content.decode()
    base = f"/horinger/{consultation.slug}/"
    sent(secretary, f"{base}avgjor/", verdict="go", because="Felles.", on="2021-05-03")
    sent(secretary, f"/paavirkning/{dossier.key}/krav/ny/", text="Sett mål.", consultation=consultation.pk,
         points=[make_point().pk])  # fmt: skip
    begun = sent(secretary, f"{base}uttalelse/", language="nb")
    assert begun.redirect_chain[0][0].startswith("/dokumenter/alliance-2021-uttalelse-strategi")
    refused = secretary.post(f"{base}sendt/", {"on": "2021-05-03"})
    assert (refused.status_code, "må godkjennes" in refused.content.decode()) == (422, True)
    consultation.refresh_from_db()
    assert consultation.statement is not None
    slug = consultation.statement.slug
    for step in ("til-vurdering", "godkjenn", "publiser"):
        consultation.statement.refresh_from_db()
        sent(secretary, f"/dokumenter/{slug}/{step}/", revision=consultation.statement.revision)
    file = SimpleUploadedFile("svar.pdf", PDF, "application/pdf")
    sent(secretary, f"{base}sendt/", on="2021-05-03", receipt="77", file=file)
    ask = Ask.objects.get()
    assert (ask.raised_on, Consultation.objects.get().receipt) == (date(2021, 5, 3), "77")
    there = f"/paavirkning/{dossier.key}/krav/{ask.pk}/"
    sent(secretary, f"{there}svar/ny/", state="met", on="2021-05-03", source="Strategien",
         file=SimpleUploadedFile("strategi.pdf", PDF, "application/pdf"))  # fmt: skip
    text = page(stranger, there)
    assert ("Imøtekommet" in text, "strategi.pdf" in text) == (True, True)
    response = stranger.get(f"{there}svar/{Response.objects.get().pk}/fil/")
    assert b"".join(response.streaming_content) == PDF
    page(stranger, f"{there}svar/99/fil/", status=404)
    point = page(stranger, "/erklaering/ordforererklaering/punkt/kutt-utslipp/")
    assert "Vi ber andre om én ting" in point
    assert "1 imøtekommet" in point


def test_what_was_entered_can_be_corrected(secretary):
    consultation = make_consultation()
    base = f"/horinger/{consultation.slug}/"
    assert "Strategi for sirkulær" in page(secretary, f"{base}rediger/")
    values = {"channel": "eu", "title": "TEN-T", "sender": "Kommisjonen", "announced_on": "26.4.2021"}
    wrong = secretary.post(f"{base}rediger/", values | {"deadline": "i morgen"})
    assert (wrong.status_code, "for eksempel 17.3.2021 09:00" in wrong.content.decode()) == (422, True)
    sent(secretary, f"{base}rediger/", **values, deadline="1.7.2021 12:00")
    consultation.refresh_from_db()
    assert (consultation.title, consultation.channel) == ("TEN-T", "eu")


def test_the_decision_that_approved_it_is_chosen_from_the_register(secretary):
    consultation = make_go()
    decision = make_outcome(make_item(make_event(body=make_body(BodyKind.BOARD), starts=NOBODY["at"])))
    address = f"/horinger/{consultation.slug}/vedtak/"
    assert "03.05.2021 · " in page(secretary, address)
    sent(secretary, address, decision=decision.pk)
    consultation.refresh_from_db()
    assert consultation.approved_in == decision
    assert "selected" in page(secretary, address)


def test_a_consultation_is_entered_from_the_page_of_its_issue(secretary):
    dossier = make_dossier()
    assert f'value="{dossier.pk}" selected' in page(secretary, f"/horinger/ny/?sak={dossier.key}")
    page(secretary, "/horinger/ny/?sak=%00")


# One issue ------------------------------------------------------------------------------------------------


def test_an_issue_is_edited_and_moved(secretary):
    dossier = make_dossier()
    base = f"/paavirkning/{dossier.key}/"
    assert "Sirkulær økonomi" in page(secretary, f"{base}rediger/")
    sent(secretary, f"{base}rediger/", title_nb="Ombruk", addressee_kind="eu")
    assert "Følges med på" in page(secretary, f"{base}flytt/")
    refused = secretary.post(f"{base}flytt/", {"to": "dropped"})
    assert (refused.status_code, "Skriv hvordan det endte" in refused.content.decode()) == (422, True)
    sent(secretary, f"{base}flytt/", to="dropped", note="Andre gjør det.")
    dossier.refresh_from_db()
    assert (dossier.title_nb, dossier.is_public, dossier.state) == ("Ombruk", False, "dropped")
    assert "Andre gjør det." in page(secretary, base)


def test_touchpoints_are_noted_edited_and_taken_away(secretary, adviser, stranger):
    dossier = make_dossier()
    ask = make_ask(dossier)
    base = f"/paavirkning/{dossier.key}/kontakt/"
    values = {"kind": "meeting", "on": "2021-04-20", "title": "Møte", "counterpart": "Statssekretæren"}
    page(secretary, f"{base}ny/")
    sent(secretary, f"{base}ny/", **values, said="Ja.", promised="Et brev.", asks=[ask.pk])
    touchpoint = Touchpoint.objects.get()
    assert "Et brev." in page(adviser, f"/paavirkning/{dossier.key}/")
    assert "Statssekretæren" not in page(stranger, f"/paavirkning/{dossier.key}/")
    assert "Statssekretæren" in page(secretary, f"{base}{touchpoint.pk}/rediger/")
    sent(secretary, f"{base}{touchpoint.pk}/rediger/", **values | {"kind": "hearing"}, said="Ja.")
    text = page(stranger, f"/paavirkning/{dossier.key}/")
    assert ("Statssekretæren" in text, "Ja." in text) == (True, False)
    page(secretary, f"{base}99/rediger/", status=404)
    assert "Møte" in page(secretary, f"{base}{touchpoint.pk}/ta-bort/")
    sent(secretary, f"{base}{touchpoint.pk}/ta-bort/")
    assert not Touchpoint.objects.exists()


# One ask --------------------------------------------------------------------------------------------------


def test_an_ask_is_edited_and_a_draft_of_it_taken_away(secretary):
    consultation = make_consultation()
    draft = make_ask(consultation=consultation)
    base = f"/paavirkning/{consultation.dossier.key}/krav/"
    assert "selected" in page(secretary, f"{base}ny/?horing={consultation.slug}")
    assert "Klimasats" in page(secretary, f"{base}{draft.pk}/rediger/")
    sent(secretary, f"{base}{draft.pk}/rediger/", text="Sett mål.", consultation=consultation.pk)
    assert "Sett mål." in page(secretary, f"{base}{draft.pk}/ta-bort/")
    gone = sent(secretary, f"{base}{draft.pk}/ta-bort/")
    assert gone.redirect_chain == [(f"/paavirkning/{consultation.dossier.key}/", 302)]
    page(secretary, f"{base}{draft.pk}/", status=404)


def test_an_answer_that_can_be_read_nowhere_is_sent_back_with_what_was_typed(secretary):
    ask = make_ask()
    address = f"/paavirkning/{ask.dossier.key}/krav/{ask.pk}/svar/ny/"
    assert "Behold Klimasats" in page(secretary, address)
    refused = secretary.post(address, {"state": "met", "on": "2021-05-03", "source": "Budsjettet"})
    text = refused.content.decode()
    assert (refused.status_code, "Vis hvor det kan leses" in text, "Budsjettet" in text) == (422, True, True)


def test_an_ask_shows_its_line_its_points_and_what_it_rests_on(adviser):
    point = make_point(make_wording(state=WordingState.ADOPTED), title_nb="Kutte utslipp", number="1")
    first = make_ask(points=[point], raised_on=date(2021, 4, 1))
    again = make_ask(first.dossier, text="Utvid Klimasats.", repeats=first)
    changes.add_basis(again, "edition", "2020", "Klimastatus 2020", **NOBODY)
    text = page(adviser, f"/paavirkning/{first.dossier.key}/krav/{again.pk}/")
    for words in (
        "Bedt om flere ganger",
        "Behold Klimasats",
        "1. Kutte utslipp",
        'href="/klimastatus/2020/"',
    ):
        assert words in text


def test_figures_and_stories_are_linked_to_an_ask_and_taken_away(secretary):
    ask = make_ask()
    make_indicator()
    make_story(title="Ombruk av tegl")
    address = f"/paavirkning/{ask.dossier.key}/krav/{ask.pk}/grunnlag/"
    assert "Skriv et ord" in page(secretary, address)
    assert "Bicycles" in page(secretary, f"{address}?q=bicycles")
    refused = secretary.post(f"{address}?q=bicycles", {"noun": "document", "key": "hemmelig"})
    assert refused.status_code == 422
    sent(secretary, f"{address}?q=bicycles", noun="indicator", key="bicycles")
    basis = ask.bases.get()
    assert "Bicycles" in page(secretary, address)
    sent(secretary, f"{address}{basis.pk}/fjern/")
    assert ask.bases.count() == 0


# Beside the room ------------------------------------------------------------------------------------------


def test_monday_names_the_next_step_for_the_secretary_and_the_deadline_for_others(secretary, adviser):
    make_consultation()
    text = page(secretary, "/")
    assert "Neste: Vi avgjør om vi svarer, 3. mai" in text
    assert "planen har merknader" in text
    assert "Klima- og miljødepartementet" in page(adviser, "/")


def test_search_and_year_wheel_know_consultations(stranger):
    from tests.factories.programme import make_programme

    make_programme()
    consultation = make_consultation()
    assert f"/horinger/{consultation.slug}/" in page(stranger, "/sok/?q=sirkulær")
    assert "Høringsfrist" in page(stranger, "/aarshjul/2021/")


# Two who edit at once -------------------------------------------------------------------------------------


def sent_as_opened(client: Client, address: str, **changed: Any) -> Any:
    """The form as it stood when it was opened, sent with some of it changed."""
    form = client.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields}
    sent = values | changed
    return {name: "" if value is None else value for name, value in sent.items() if value is not False}


@pytest.mark.parametrize(
    ("make", "address", "field", "other"),
    [
        (make_consultation, "/horinger/{0.slug}/rediger/", "scope", "case_number"),
        (make_dossier, "/paavirkning/{0.key}/rediger/", "position", "about"),
        (make_ask, "/paavirkning/{0.dossier.key}/krav/{0.pk}/rediger/", "reason", "text"),
        (make_touchpoint, "/paavirkning/{0.dossier.key}/kontakt/{0.pk}/rediger/", "said", "promised"),
    ],
)
def test_of_two_who_edit_at_once_the_second_sees_both_texts_and_loses_none(
    make, address, field, other, secretary
):
    noun = make()
    where = address.format(noun)
    first = sent_as_opened(secretary, where, **{field: "Skrevet av den første."})
    second = sent_as_opened(secretary, where, **{other: "Skrevet av den andre."})
    assert secretary.post(where, first).status_code == 302
    answer = secretary.post(where, second)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Noen andre har endret dette siden du åpnet det." in text
    assert "Skrevet av den første." in text
    assert "Skrevet av den andre." in text
    again = second | {"seen": answer.context["form"].data["seen"], field: "Skrevet av den første."}
    assert secretary.post(where, again).status_code == 302
    noun.refresh_from_db()
    assert (getattr(noun, field), getattr(noun, other)) == ("Skrevet av den første.", "Skrevet av den andre.")


def test_two_who_wrote_the_same_are_not_set_against_each_other(secretary):
    dossier = make_dossier()
    where = f"/paavirkning/{dossier.key}/rediger/"
    both = sent_as_opened(secretary, where, about="Det samme.")
    assert [secretary.post(where, both).status_code for _ in range(2)] == [302, 302]


def test_what_the_other_saved_is_told_in_words(secretary):
    dossier = make_dossier(is_public=False)
    consultation = make_consultation(dossier)
    where = f"/paavirkning/{dossier.key}/rediger/"
    opened = sent_as_opened(secretary, where, about="Om noe annet.")
    changes.edit_dossier(dossier, is_public=True, addressee_kind="eu", **NOBODY)
    text = secretary.post(where, opened).content.decode()
    assert "<dd>Ja</dd>" in text
    assert "<dd>eu</dd>" not in text
    where = f"/horinger/{consultation.slug}/rediger/"
    opened = sent_as_opened(secretary, where, sender="KLD")
    changes.edit_consultation(consultation, announced_on=date(2021, 4, 27), **NOBODY)
    moved = consultation.deadline.replace(day=2)
    changes.edit_consultation(consultation, deadline=moved, **NOBODY)
    text = secretary.post(where, opened).content.decode()
    assert "<dd>27. april 2021</dd>" in text
    assert "<dd>2. juli 2021" in text


def test_the_form_of_an_ask_that_was_sent_offers_only_what_can_be_added(secretary):
    point = make_point(make_wording(state=WordingState.ADOPTED))
    ask = make_ask(consultation=make_sent(), points=[point])
    other = make_point(point.wording, "ombruk")
    where = f"/paavirkning/{ask.dossier.key}/krav/{ask.pk}/rediger/"
    text = page(secretary, where)
    assert 'name="text"' not in text
    assert 'name="raised_on"' not in text
    assert ask.text in text
    values = sent_as_opened(secretary, where, points=[other.pk])
    assert secretary.post(where, values).status_code == 302
    assert set(ask.points.all()) == {point, other}


def test_words_that_were_typed_before_the_answer_went_are_refused_and_not_lost(secretary):
    ask = make_ask(consultation=make_sent())
    where = f"/paavirkning/{ask.dossier.key}/krav/{ask.pk}/rediger/"
    answer = secretary.post(
        where, {"text": "Noe annet.", "consultation": ask.consultation_id, "raised_on": ""}
    )
    assert answer.status_code == 422
    assert "Det er sendt eller besvart, så ordene står." in answer.content.decode()
    assert "Noe annet." in answer.content.decode()


def test_after_a_withdrawal_a_new_statement_is_begun_and_the_earlier_one_stays_linked(secretary):
    make_alliance()
    consultation = make_go()
    changes.begin_statement(consultation, language="nb", **NOBODY)
    first = consultation.statement
    here = f"/horinger/{consultation.slug}/"
    assert "Begynn på uttalelsen" not in page(secretary, here)
    documents.withdraw(first, reason="Skrevet på feil grunnlag.", by=None, at=AT)
    assert "Begynn på uttalelsen" in page(secretary, here)
    sent(secretary, f"{here}uttalelse/", language="nb")
    text = page(secretary, here)
    assert "Trukket tilbake før den:" in text
    assert f"/{first.slug}/" in text


def test_the_list_names_no_body_of_a_decision_that_the_reader_may_not_know_of(secretary, stranger):
    body = make_body(BodyKind.BOARD)
    item = make_item(make_event(body=body, starts=AT - timedelta(days=13)), is_confidential=True)
    decision = make_outcome(item)
    consultation = make_go()
    changes.note_approval(consultation, decision, **NOBODY)
    make_sent(consultation)
    assert "godkjent av" in page(secretary, "/horinger/")
    assert "godkjent av" not in page(stranger, "/horinger/")


def test_an_answer_that_was_entered_wrong_stands_crossed_out_for_everybody_and_counts_for_nothing(
    secretary, adviser, stranger
):
    answer = make_response(make_ask(make_dossier()), "met", note="Vi leste feil.", file=(PDF, "brev.pdf"))
    here = f"/paavirkning/sirkulaer-okonomi/krav/{answer.ask_id}/"
    assert f"{here}svar/{answer.pk}/stryk/" in page(secretary, here)
    assert "stryk/" not in page(adviser, here)
    told = sent(secretary, f"{here}svar/{answer.pk}/stryk/", because="")
    assert (told.status_code, "Hvorfor det er feil" in told.content.decode()) == (422, True)
    told = sent(secretary, f"{here}svar/{answer.pk}/stryk/", because="Gjaldt en annen sak.")
    assert "teller ikke lenger" in told.content.decode()
    for reader in (secretary, adviser, stranger):
        seen = page(reader, here)
        assert "<s>Imøtekommet: Meld. St. 13 (2020–2021)</s>" in seen
        assert ("Gjaldt en annen sak." in seen, "Ingen har svart ennå." in seen) == (True, True)
    assert page(stranger, "/paavirkning/sirkulaer-okonomi/").count("Ikke svart ennå") == 1
    assert "0 besvart" in page(stranger, "/paavirkning/")
    response = stranger.get(f"{here}svar/{answer.pk}/fil/")
    assert b"".join(response.streaming_content) == PDF
    again = page(secretary, f"{here}svar/ny/?rett={answer.pk}")
    assert ("Vi leste feil." in again, "Meld. St. 13" in again) == (True, True)
    assert "Vi leste feil." not in page(secretary, f"{here}svar/ny/?rett=x")
    page(secretary, f"{here}svar/999/stryk/", 404)
    again = sent(secretary, f"{here}svar/{answer.pk}/stryk/", because="Enda en gang.")
    assert (again.status_code, "strøket allerede" in again.content.decode()) == (422, True)


def test_the_secretary_puts_the_day_of_sending_right_and_the_trail_says_why(secretary, adviser):
    consultation = make_sent()
    here = f"/horinger/{consultation.slug}/"
    assert f"{here}sendt/rett/" in page(secretary, here)
    assert "sendt/rett/" not in page(adviser, here)
    told = sent(secretary, f"{here}sendt/rett/", on="2021-05-03", because="Feil dag.")
    assert (told.status_code, "Det er den dagen som står." in told.content.decode()) == (422, True)
    told = sent(secretary, f"{here}sendt/rett/", on="2021-04-30", because="Feil dag.").content.decode()
    assert "3. mai 2021 → 30. april 2021: Feil dag." in told
    assert "Vi svarte 30. april 2021." in page(adviser, here)
    page(secretary, f"/horinger/{make_consultation(title='En annen').slug}/sendt/rett/", 404)
