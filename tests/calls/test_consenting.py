"""A call asks whether members stand behind a declaration, and accepted answers stand in its register."""

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from dugnad.calls import changes, queries
from dugnad.calls.kinds import QUESTION_KINDS, CallKind, Given, QuestionKind
from dugnad.calls.kinds.merging import MERGING
from dugnad.calls.models import Call, Question, Reply
from dugnad.declarations import changes as declarations
from dugnad.declarations.models import Attendance, Endorsement, Wording
from dugnad.declarations.queries import offered_wording, wording_called
from dugnad.kit.clock import OSLO
from dugnad.kit.errors import Refused
from tests.factories.calls import make_hamar, make_reply, save, submit
from tests.factories.consent import asked, changed, endorsed, offered, signed
from tests.factories.declarations import make_wording
from tests.factories.members import make_editor

pytestmark = pytest.mark.django_db
AT = datetime(2021, 5, 3, 9, 0, tzinfo=OSLO)
WHO: dict[str, Any] = {"by": None, "at": AT}
YES = {"stance": "endorsed", "way": "mayor", "on": "2021-04-08"}
COUNCIL = YES | {"way": "council", "body_name": "Kommunestyret", "case_number": "21/34"}


@pytest.fixture
def call() -> Call:
    offered()
    found = changes.create_call_from_template(year=2021, kind=CallKind.CONSENT, **WHO)
    changes.open_call(found, tell=False, **WHO)
    return found


def answered(call: Call, value: dict[str, Any], *, file: bytes = b"") -> Reply:
    reply = save(make_reply(call), consent=value)
    if file:
        terms = {"licence": "alliance", "consent": "not_needed"}
        changes.attach_file(reply, call.questions.get(), file, "vedtak.pdf", **terms, **WHO)
        reply.refresh_from_db()
    submit(reply, key=f"key-{reply.revision}", at=AT)
    reply.refresh_from_db()
    return reply


def entered() -> Endorsement:
    return Endorsement.objects.get()


def test_the_call_asks_about_the_text_that_is_offered_and_its_points(call):
    question = call.questions.get()
    assert (question.kind, question.point) == (QuestionKind.CONSENT, "ordforererklaering/2021")
    assert [choice["key"] for choice in question.choices] == ["punkt-1", "punkt-2"]
    assert "Erklæringen 2021" in question.label_nb


def test_a_call_is_refused_while_no_text_is_offered():
    make_wording()
    with pytest.raises(Refused) as refusal:
        changes.create_call_from_template(year=2021, kind=CallKind.CONSENT, **WHO)
    assert (refusal.value.code, offered_wording()) == ("declaration", None)


def test_a_question_about_a_text_that_is_not_there_is_refused(call):
    with pytest.raises(Refused) as refusal:
        changes.add_question(
            call.sections.get(), kind=QuestionKind.CONSENT, label_nb="Ja?", point="klima/1999", **WHO
        )
    assert (refusal.value.field, wording_called("klima")) == ("point", None)


def test_an_accepted_answer_becomes_the_endorsement_with_its_file(call):
    reply = answered(call, COUNCIL, file=b"%PDF-1.7 vedtak")
    assert not Endorsement.objects.exists()
    changes.accept_reply(reply, **WHO)
    own = entered()
    told = (own.state, own.way, own.endorsed_on, own.body_name, own.case_number, own.decision_file_name)
    assert told == ("endorsed", "council", date(2021, 4, 8), "Kommunestyret", "21/34", "vedtak.pdf")


def test_reservations_and_who_signs_come_along_and_go_when_the_answer_is_corrected(call):
    value = YES | {
        "reserved": ["punkt-2"], "reservation": "Ikke nå.", "signatory": "Siv Njål", "office": "mayor",
        "is_deputy": False, "pronunciation": "siv njol", "comes": True,
    }  # fmt: skip
    reply = answered(call, value)
    changes.accept_reply(reply, **WHO)
    coming = Attendance.objects.get()
    assert list(entered().reservations.values_list("point__key", "text")) == [("punkt-2", "Ikke nå.")]
    assert (coming.name, coming.pronunciation, coming.comes) == ("Siv Njål", "siv njol", True)
    changes.return_reply(reply, note="Se på forbeholdet.", **WHO)
    changes.accept_reply(answered(call, YES), **WHO)
    assert not entered().reservations.exists()


def test_what_was_entered_by_hand_is_not_taken_away_by_a_reply(call):
    reply = answered(call, YES)
    wording = wording_called(call.questions.get().point)
    own = declarations.begin_consent(wording, reply.organisation, **WHO)
    decision = {
        "body_name": "Kommunestyret",
        "case_number": "21/34",
        "file": (b"%PDF-1.7 vedtak", "vedtak.pdf"),
    }
    declarations.endorse(own, way="council", on=date(2021, 4, 8), **decision, **WHO)
    declarations.reserve(own, {wording.points.get(key="punkt-2"): "Forutsetter støtte."}, **WHO)
    changes.accept_reply(reply, **WHO)
    own = entered()
    assert (own.way, own.case_number, own.decision_file_name) == ("council", "21/34", "vedtak.pdf")
    assert list(own.reservations.values_list("point__key", "text")) == [("punkt-2", "Forutsetter støtte.")]


def test_a_reply_that_is_corrected_takes_its_own_decision_back(call):
    reply = answered(call, COUNCIL)
    changes.accept_reply(reply, **WHO)
    changes.return_reply(reply, note="Er det vedtatt?", **WHO)
    changes.accept_reply(answered(call, YES), **WHO)
    assert (entered().way, entered().case_number) == ("mayor", "")


def test_who_is_treating_the_text_is_entered_with_the_day_of_the_answer(call):
    changes.accept_reply(
        answered(call, {"stance": "considering", "body_name": "Formannskapet", "expected_on": "2021-05-12"}),
        **WHO,
    )
    own = entered()
    assert (own.state, own.considered_by, own.expected_on) == (
        "considering",
        "Formannskapet",
        date(2021, 5, 12),
    )


def test_who_says_no_says_why_and_may_say_it_again(call):
    no = {"stance": "declined", "reason": "For dyrt."}
    reply = answered(call, no)
    changes.accept_reply(reply, **WHO)
    assert (entered().state, entered().reason) == ("declined", "For dyrt.")
    changes.return_reply(reply, note="Er det sikkert?", **WHO)
    changes.accept_reply(answered(call, no), **WHO)
    assert entered().state == "declined"


def test_who_stood_behind_the_text_does_not_draw_back_by_a_call(call):
    endorsed(make_hamar(), offered())
    reply = answered(call, {"stance": "declined", "reason": "Nei."})
    with pytest.raises(Refused, match="register"):
        changes.accept_reply(reply, **WHO)
    reply.refresh_from_db()
    assert (reply.state, entered().state) == ("submitted", "endorsed")


def test_what_the_register_refuses_is_not_accepted(call):
    reply = answered(call, YES | {"on": "2021-02-01"})
    with pytest.raises(Refused) as refusal:
        changes.accept_reply(reply, **WHO)
    assert refusal.value.code == "day"


def test_an_answer_about_a_text_that_has_another_name_now_is_not_accepted(call):
    reply = answered(call, YES)
    Wording.objects.update(name="2022")
    with pytest.raises(Refused) as refusal:
        changes.accept_reply(reply, **WHO)
    assert refusal.value.code == "wording"


def test_an_answer_to_earlier_words_of_the_question_is_not_entered(call):
    reply = answered(call, YES)
    Question.objects.update(version=2)
    changes.accept_reply(reply, **WHO)
    assert not Endorsement.objects.exists()


def test_a_text_that_is_being_changed_takes_no_endorsement(call):
    reply = answered(call, YES)
    changed(offered())
    with pytest.raises(Refused) as refusal:
        changes.accept_reply(reply, **WHO)
    assert refusal.value.code == "state"


FACTS = QUESTION_KINDS[QuestionKind.CONSENT]
ASKED = Question(kind="consent", required=True, choices=[{"key": "punkt-1", "nb": "1. Kutte"}])


@pytest.mark.parametrize(
    ("value", "lacking"),
    [
        ({"way": "mayor"}, ["stance"]),
        ({"stance": "endorsed"}, ["way", "on"]),
        ({"stance": "endorsed", "way": "council", "on": "2021-04-08"}, ["body_name", "case_number"]),
        (YES, []),
        (COUNCIL, []),
        ({"stance": "considering"}, []),
        ({"stance": "declined"}, ["reason"]),
        (YES | {"reserved": ["punkt-1"]}, ["reservation"]),
        (YES | {"reservation": "Ikke nå."}, ["reserved"]),
        (YES | {"signatory": "Siv"}, ["office"]),
    ],
)
def test_an_answer_says_what_it_lacks_part_by_part(value, lacking):
    assert [part for part, _words in FACTS.complaints(ASKED, value, Given())] == lacking
    assert [part for part, _words in FACTS.complaints(ASKED, None, Given(files=["vedtak"]))] == ["stance"]


def test_an_answer_reads_as_its_parts_with_their_names():
    words = FACTS.as_text(ASKED, COUNCIL | {"reserved": ["punkt-1"], "comes": True})
    for text in ("Vi står bak erklæringen", "8. april 2021", "Kommunestyret", "1. Kutte", "Ja"):
        assert text in words


def test_a_text_without_points_asks_for_no_reservation():
    parts = [part.key for part in FACTS.parts(Question(kind="consent"))]
    assert ("reserved" in parts, "stance" in parts) == (False, True)


def test_the_answers_of_all_are_counted_by_where_they_stand():
    merge = MERGING[QuestionKind.CONSENT]
    assert (list(merge.chosen(YES)), list(merge.chosen({}))) == (["endorsed"], [])
    assert merge.words(ASKED, {"stance": "declined", "reason": "For dyrt."}) == "For dyrt."
    assert list(merge.choices(ASKED)) == ["endorsed", "considering", "declined"]


# What the register holds already ------------------------------------------------------------------------


def item_of(reply: Reply) -> Any:
    (item,) = queries.sheet_of(reply, on=AT.date(), with_last_year=True).items
    return item


@pytest.fixture
def mayor() -> Client:
    client = Client()
    client.force_login(make_editor(make_hamar()))
    return client


@pytest.mark.usefixtures("demo_day")
def test_what_the_register_holds_is_filled_in_and_counts_when_it_is_said_to_be_right(call, mayor):
    decision = {"way": "council", "body_name": "Kommunestyret", "case_number": "21/34"}
    own = endorsed(make_hamar(), file=(b"%PDF-1.7 vedtak", "vedtak.pdf"), **decision)
    declarations.reserve(own, {own.wording.points.get(key="punkt-2"): "Forutsetter støtte."}, **WHO)
    signed(own)
    reply, page = make_reply(call), f"/innhenting/{call.slug}/hamar/"
    shown = mayor.get(page)
    for words in ("Fylt ut fra registeret", "Sluttet seg til erklæringen", "Kommunestyret", "Kari Demo"):
        assert words in shown.text
    known = COUNCIL | {
        "reserved": ["punkt-2"], "reservation": "Forutsetter støtte.", "signatory": "Kari Demo",
        "office": "mayor", "is_deputy": False,
    }  # fmt: skip
    assert item_of(reply).start == known
    sent = {f"consent.{name}": value for name, value in known.items()} | {"consent.is_deputy": "false"}
    mayor.post(page, sent | {"consent.seen": "0"})
    assert not reply.answers.exists()
    mayor.post(page, sent | {"consent.seen": "0", "reuse": "consent"})
    assert reply.answers.get().value == known
    assert "Fylt ut fra registeret" not in mayor.get(page).text


def test_who_treats_it_or_said_no_has_that_filled_in(call):
    reply = make_reply(call)
    own = asked(make_hamar())
    assert (item_of(reply).is_filled_in, len(item_of(reply).registered.happenings)) == (False, 1)
    later = {"considered_by": "Formannskapet", "expected_on": date(2021, 5, 20)}
    declarations.note_consideration(own, on=date(2021, 4, 1), **later, **WHO)
    treats = {"stance": "considering", "body_name": "Formannskapet", "expected_on": "2021-05-20"}
    assert item_of(reply).start == treats
    declarations.decline(own, reason="Ikke nå.", on=date(2021, 4, 8), **WHO)
    assert item_of(reply).start == {"stance": "declined", "reason": "Ikke nå.", "on": "2021-04-08"}
    coming = {"name": "Siv Njål", "office": "mayor", "is_deputy": False, "pronunciation": "", "comes": True}
    declarations.enter_attendance(own, **coming, **WHO)
    assert item_of(reply).start["signatory"] == "Siv Njål"


def test_who_stood_behind_other_words_is_asked_anew(call):
    reply = make_reply(call)
    own = endorsed(make_hamar())
    changed(own.wording)
    item = item_of(reply)
    assert (item.is_filled_in, item.registered.happenings[-1].is_of_other_words) == (False, True)


def test_a_text_that_is_not_there_any_more_has_no_register(call):
    reply = make_reply(call)
    assert item_of(reply).registered is None
    call.questions.update(point="klima/1999")
    assert item_of(reply).registered is None
