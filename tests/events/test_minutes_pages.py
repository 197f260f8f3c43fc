"""Pages of minutes, of deciding in writing, of the register and of tasks: with and without script."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.test import Client

from dugnad.events import changes
from dugnad.events.models import Comment, Note, Outcome, Position
from dugnad.events.queries.links import answer_key
from tests.factories.events import (
    AFTER,
    LONG_AFTER,
    NOBODY,
    STARTS,
    make_announced,
    make_event,
    make_item,
    make_meeting,
    make_outcome,
)
from tests.factories.members import make_alliance, make_guest, make_person, make_secretary, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]


@pytest.fixture
def staff() -> Client:
    return signed_in(make_secretary())


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def shown(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status, response.content.decode()[:300]
    return response.content.decode()


def at(event, more=""):
    return f"/moter/{event.slug}/{more}"


@pytest.fixture
def sent(staff, settings):
    """A meeting that was held, whose minutes are out for comment; and somebody who was there."""
    make_alliance()
    user = make_user("kari@demo.example")
    event = make_announced(make_person("Leder", "leder@demo.example"), user.person, quorum=1)
    changes.write_note(make_item(event, "Klimastatus"), text="Drøftet.", revision=0, **NOBODY)
    settings.DEMO_TODAY = "2021-05-21"
    changes.hold_event(event, **AFTER)
    changes.send_minutes(event, **AFTER)
    return event, signed_in(user)


def test_all_points_are_saved_by_one_button_and_each_button_leads_on(staff):
    event = make_announced(make_person())
    one, two = make_item(event, "En"), make_item(event, "To")
    typed = {f"{one.pk}.text": "Om en.", f"{one.pk}.seen": "0", f"{two.pk}.text": "Om to.\r\nMer.",
             f"{two.pk}.seen": "0"}  # fmt: skip
    address = at(event, "referat/")
    assert staff.post(address, typed)["Location"] == address
    assert Note.objects.get(item=two).text == "Om to.\nMer."
    again = typed | {f"{one.pk}.seen": "1", f"{two.pk}.seen": "1"}
    assert staff.post(address, again | {"point": str(two.pk)})["Location"] == f"{address}#q-{two.pk}"
    outcome = staff.post(address, again | {"outcome": str(two.pk)})["Location"]
    assert outcome == at(event, f"referat/{two.pk}/utfall/")
    assert staff.post(address, again | {"send": "1"})["Location"] == at(event, "referat/send/")
    assert "Om to." in shown(staff, address)
    assert staff.post(address, {f"{one.pk}.text": "x", f"{one.pk}.seen": "-1"}).status_code == 422


def test_of_two_at_one_point_the_second_sees_both_texts_and_saves_on_top_with_open_eyes(staff):
    item = make_item(make_announced(make_person()))
    changes.write_note(item, text="Deres ord.", revision=0, **NOBODY)
    address, typed = at(item.event, "referat/"), {f"{item.pk}.text": "Mine ord.", f"{item.pk}.seen": "0"}
    response = staff.post(address, typed)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Deres ord." in page
    assert "Mine ord." in page
    assert f'name="{item.pk}.seen" value="1"' in page
    assert staff.post(address, typed | {f"{item.pk}.seen": "1"}).status_code == 302
    assert Note.objects.get().text == "Mine ord."


def hidden(page, name):
    """What a hidden field of a page holds."""
    return page.partition(f'name="{name}" value="')[2].partition('"')[0]


def test_a_point_that_only_the_other_one_wrote_is_theirs_though_a_whole_page_is_sent(staff):
    event = make_announced(make_person())
    theirs, both, mine = (make_item(event, title) for title in ("Deres", "Begges", "Min"))
    address = at(event, "referat/")
    opened = shown(staff, address)
    items = (theirs, both, mine)
    typed = {
        f"{item.pk}.{part}": hidden(opened, f"{item.pk}.{part}") for item in items for part in ("seen", "was")
    }
    changes.write_note(theirs, text="Kari skrev.", revision=0, **NOBODY)
    changes.write_note(both, text="Kari skrev her.", revision=0, **NOBODY)
    texts = {f"{theirs.pk}.text": "", f"{both.pk}.text": "Jeg også.", f"{mine.pk}.text": "Mitt."}
    clash = staff.post(address, typed | texts)
    page = clash.content.decode()
    assert (clash.status_code, page.count("Din tekst")) == (409, 1)
    assert "Kari skrev.</textarea>" in page
    again = {
        f"{item.pk}.{part}": hidden(page, f"{item.pk}.{part}") for item in items for part in ("seen", "was")
    }
    texts |= {f"{theirs.pk}.text": "Kari skrev.", f"{both.pk}.text": "Vi begge."}
    assert staff.post(address, again | texts).status_code == 302
    assert dict(Note.objects.values_list("item__title_nb", "text")) == {
        "Deres": "Kari skrev.",
        "Begges": "Vi begge.",
        "Min": "Mitt.",
    }


def test_the_script_saves_what_was_touched_and_is_told_of_a_clash_and_of_news(staff):
    event = make_announced(make_person())
    one, two = make_item(event, "En"), make_item(event, "To")
    address = at(event, "referat/lagre/")
    report = staff.post(address, {f"{one.pk}.text": "Mitt.", f"{one.pk}.seen": "0"}).json()
    assert (report["seen"], report["conflicts"]) == ({str(one.pk): 1}, {})
    assert (report["answered"], report["asked"]) == (1, 2)
    changes.write_note(one, text="Deres.", revision=1, **NOBODY)
    typed = {f"{one.pk}.text": "Mitt igjen.", f"{one.pk}.seen": "1"}
    clash = staff.post(address, typed | {f"{two.pk}.text": "Nytt.", f"{two.pk}.seen": "0"})
    told = clash.json()
    assert (clash.status_code, told["conflicts"][str(one.pk)]["theirs"]) == (409, "Deres.")
    assert told["seen"] == {str(two.pk): 1}
    news = staff.get(at(event, "referat/nytt/?since=2")).json()
    assert (news["revision"], news["news"][str(one.pk)]["revision"]) == (3, 2)
    assert staff.get(at(event, "referat/nytt/?since=3")).json()["news"] == {}
    changes.cancel_event(event, because="Avlyst", **NOBODY)
    refused = staff.post(address, {f"{one.pk}.text": "For sent.", f"{one.pk}.seen": "2"})
    assert (refused.status_code, "avlyst" in refused.json()["message"]) == (422, True)


def test_what_was_typed_while_the_minutes_were_approved_stays_on_the_page(staff, sent):
    event, _kari = sent
    item = event.items.get()
    following = make_event(body=event.body, starts=STARTS + timedelta(days=60))
    changes.approve_minutes(make_item(following, approves=event), **LONG_AFTER)
    response = staff.post(at(event, "referat/"), {f"{item.pk}.text": "For sent.", f"{item.pk}.seen": "1"})
    assert response.status_code == 409
    assert "For sent." in response.content.decode()
    assert "Rett referatet" in shown(staff, at(event, "referat/"))


def test_who_was_there_reads_and_comments_and_others_do_not(staff, sent):
    event, kari = sent
    assert "Drøftet." in shown(kari, at(event, "referat/les/"))
    assert shown(Client(), at(event, "referat/les/"), 404)
    assert shown(signed_in(make_guest()), at(event, "referat/kommenter/"), 404)
    assert kari.post(at(event, "referat/kommenter/"), {"text": ""}).status_code == 422
    answer = kari.post(at(event, "referat/kommenter/"), {"text": "Det var i mars."})
    assert answer["Location"].endswith(f"#kommentar-{Comment.objects.get().pk}")
    assert "Det var i mars." in shown(kari, at(event, "referat/les/"))
    changes.comment(event, "Datoen mangler.", item=event.items.get(), **AFTER)
    page = shown(staff, at(event, "referat/"))
    assert "Det var i mars." in page
    assert "Datoen mangler." in page
    assert shown(kari, at(event, "referat/"), 404)


def test_minutes_are_taken_along_as_pdf(sent):
    event, kari = sent
    response = kari.get(at(event, "referat/referat.pdf"))
    assert response.content.startswith(b"%PDF")
    assert response["Cache-Control"] == "private, no-store"
    assert shown(Client(), at(event, "referat/referat.pdf"), 404)


def test_approved_minutes_are_corrected_on_a_page_that_keeps_both_texts(staff, sent, settings):
    event, kari = sent
    assert shown(staff, at(event, "referat/rett/"), 404)
    following = make_event(body=event.body, starts=STARTS + timedelta(days=60))
    point = make_item(following, "Godkjenning", approves=event)
    assert "Les referatet" in shown(staff, at(following, f"sak/{point.pk}/godkjenn/"))
    assert staff.post(at(following, f"sak/{point.pk}/godkjenn/")).status_code == 422
    settings.DEMO_TODAY = "2021-07-20"
    assert staff.post(at(following, f"sak/{point.pk}/godkjenn/")).status_code == 302
    event.refresh_from_db()
    typed = {"text": "Rettet tekst.", "reason": "Feil navn.", "seen": str(event.minutes.revision)}
    assert staff.post(at(event, "referat/rett/"), typed | {"reason": ""}).status_code == 422
    assert staff.post(at(event, "referat/rett/"), typed).status_code == 302
    page = shown(staff, at(event, "referat/les/"))
    assert "Feil navn." in page
    assert "Rettet tekst." in page
    assert "<del>" in page
    second = staff.post(at(event, "referat/rett/"), typed | {"text": "En annen."})
    assert second.status_code == 409
    assert "Rettet tekst." in second.content.decode()
    assert "Godkjent" in shown(kari, at(event))


@pytest.fixture
def procedure():
    people = [make_person(f"Ordfører {number}", f"{number}@demo.example") for number in range(3)]
    event = make_meeting(*people, kind="written_procedure", starts=NOBODY["at"], ends=STARTS)
    make_item(event, "Uttalelse", kind="decision", proposal="Uttalelsen <b>sendes</b>.")
    changes.announce_event(event, **NOBODY)
    return event


def test_who_has_no_account_answers_in_writing_by_the_link_until_the_deadline(procedure, settings):
    item, one = procedure.items.get(), procedure.participations.order_by("pk").first()
    address = f"/moter/skriftlig/{answer_key(one)}/"
    assert "Uttalelsen &lt;b&gt;sendes&lt;/b&gt;." in shown(Client(), address)
    assert Client().post(address, {}).status_code == 422
    alone = Client().post(address, {f"text_{item.pk}": "Bare en merknad"})
    assert (alone.status_code, "Bare en merknad" in alone.content.decode()) == (422, True)
    assert Client().post(address, {f"stance_{item.pk}": "for", f"text_{item.pk}": "Enig"}).status_code == 302
    assert Position.objects.get().text == "Enig"
    settings.DEMO_TODAY = "2021-05-21"
    changes.close_procedure(procedure, by=None, at=STARTS + timedelta(days=1))
    page = shown(Client(), address)
    assert "Vedtatt skriftlig" in page
    assert "<form method" not in page
    assert shown(Client(), "/moter/skriftlig/1~galt/", 404)
    other = make_announced(make_person()).participations.first()
    assert shown(Client(), f"/moter/skriftlig/{answer_key(other)}/", 404)


def test_the_record_is_for_those_inside_while_it_runs_and_without_names_for_others_after(staff, procedure):
    assert "Ordfører 1" in shown(staff, at(procedure, "protokoll/"))
    assert shown(Client(), at(procedure, "protokoll/"), 404)
    assert staff.post(at(procedure, "protokoll/minn/")).status_code == 302
    assert "Protokoll" in shown(staff, at(procedure))
    changes.close_procedure(procedure, by=None, at=STARTS + timedelta(days=1))
    assert "Ordfører 1" not in shown(Client(), at(procedure, "protokoll/"))
    assert shown(staff, at(make_meeting(make_person(), title="Vanlig"), "protokoll/"), 404)


def test_a_reminder_is_not_there_when_nobody_can_answer(staff, procedure, settings):
    settings.DEMO_TODAY = "2021-05-21"
    assert shown(staff, at(procedure, "protokoll/minn/"), 404)


def test_the_register_goes_home_as_csv_and_as_a_workbook_with_its_filters(staff):
    event = make_event()
    make_outcome(make_item(event, "Klimastatus"), text="=Utkastet sendes ut.", on=NOBODY["at"].date())
    make_outcome(make_item(event, "Vei"), text="Ladestasjoner.", on=NOBODY["at"].date())
    csv = Client().get("/moter/vedtak/eksport.csv?q=utkastet").content.decode("utf-8-sig").splitlines()
    assert len(csv) == 2
    assert "'=Utkastet sendes ut." in csv[1]
    book = openpyxl.load_workbook(io.BytesIO(Client().get("/moter/vedtak/eksport.xlsx").content))
    assert [row[3] for row in book.active.iter_rows(min_row=2, values_only=True)] == ["Vei", "Klimastatus"]
    assert "Ingen vedtak her" in shown(Client(), "/moter/vedtak/?organ=ukjent")
    assert "2 vedtak" in shown(Client(), "/moter/vedtak/")


def test_a_task_is_closed_in_one_press_with_a_word_on_how_it_ended(settings):
    user = make_user("kari@demo.example")
    event = make_announced(user.person)
    task = make_outcome(make_item(event), "task", "Lage en mal", owner=user.person)
    client = signed_in(user)
    page = shown(client, "/moter/oppgaver/")
    assert 'name="on" value="2021-05-03"' in page
    typed = {"state": "done", "on": "2021-05-03", "note": "Ligger på siden."}
    assert client.post(f"/moter/oppgaver/{task.pk}/lukk/", typed)["Location"] == "/moter/oppgaver/"
    assert "Ligger på siden." in shown(client, "/moter/oppgaver/")


def test_a_task_that_returned_is_closed_from_the_minutes_of_the_meeting_that_closed_it(staff):
    event = make_announced(make_person())
    task = make_outcome(make_item(event), "task", "Lage en mal", owner=make_person())
    later = make_event(body=event.body, starts=STARTS + timedelta(days=60))
    (item,) = changes.build_agenda(later, **NOBODY)
    assert f"/moter/oppgaver/{task.pk}/lukk/?sak={item.pk}" in shown(staff, at(later, "referat/"))
    typed = {"state": "done", "on": "2021-05-03"}
    answer = staff.post(f"/moter/oppgaver/{task.pk}/lukk/?sak={item.pk}", typed)
    assert answer["Location"] == f"{at(later, 'referat/')}#q-{item.pk}"
    assert Outcome.objects.get(pk=task.pk).settled_in == item
    assert shown(staff, f"/moter/oppgaver/{task.pk}/lukk/?sak=tull")


def test_a_decision_tells_what_it_replaced_and_what_replaced_it(staff):
    event = make_event()
    old = make_outcome(make_item(event, "En"), text="Gammel.", on=NOBODY["at"].date())
    new = make_outcome(make_item(event, "To"), text="Ny.", replaces=old, on=NOBODY["at"].date())
    assert f"/moter/vedtak/{new.pk}/" in shown(Client(), f"/moter/vedtak/{old.pk}/")
    assert f"/moter/vedtak/{old.pk}/" in shown(Client(), f"/moter/vedtak/{new.pk}/")
    closed = staff.post(f"/moter/oppgaver/{new.pk}/lukk/", {"state": "done", "on": "2021-05-03"})
    assert closed["Location"] == f"/moter/vedtak/{new.pk}/"
    draft = make_outcome(make_item(event, "Tre"), text="Kladd.")
    assert "Skrevet på forhånd" in shown(staff, f"/moter/vedtak/{draft.pk}/")
    assert Client().get(f"/moter/vedtak/{new.pk}/utskrift.pdf").content.startswith(b"%PDF")
    assert Client().get(f"/moter/vedtak/{draft.pk}/utskrift.pdf").status_code == 404


@pytest.mark.parametrize(("path", "queries"), [("/moter/vedtak/", 8), ("/moter/oppgaver/", 5)])
def test_lists_take_the_same_queries_for_one_and_for_three(staff, django_assert_num_queries, path, queries):
    event = make_announced(make_person())
    for count in (1, 2):
        for number in range(count):
            item = make_item(event, f"Sak {number}")
            make_outcome(item, on=NOBODY["at"].date())
            make_outcome(item, "task", "Lage en mal", owner=make_person())
        with django_assert_num_queries(queries):
            staff.get(path)


def test_minutes_and_a_record_take_the_same_queries_for_one_point_and_for_three(
    staff, django_assert_num_queries
):
    procedure = make_meeting(make_person(), kind="written_procedure", starts=NOBODY["at"], ends=STARTS)
    for count in (1, 2):
        for number in range(count):
            changes.write_note(make_item(procedure, f"Sak {number}"), text="Sagt.", revision=0, **NOBODY)
        with django_assert_num_queries(12):
            staff.get(at(procedure, "referat/"))
        with django_assert_num_queries(14):
            staff.get(at(procedure, "protokoll/"))
