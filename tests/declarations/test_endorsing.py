"""Asking, considering, endorsing, declining, drawing back, reserving."""

from datetime import date, datetime

import pytest

from dugnad.declarations import changes
from dugnad.declarations.kinds import EndorsementWay
from dugnad.declarations.models import Endorsement
from dugnad.declarations.states import EndorsementState
from dugnad.kit.clock import OSLO
from dugnad.kit.errors import Refused
from dugnad.kit.history import changes_of
from tests.factories.consent import AT, DAY, NOBODY, OFFERED, asked, changed, endorsed, offered, signed
from tests.factories.declarations import make_point, make_wording
from tests.factories.members import make_municipality, make_person

pytestmark = pytest.mark.django_db
COUNCIL = {"way": EndorsementWay.COUNCIL, "on": DAY, "body_name": "Kommunestyret", "case_number": "21/34"}
PDF = (b"%PDF-1.7 vedtak", "vedtak.pdf")


def refused(act, *args, **kwargs) -> tuple[str, str]:
    with pytest.raises(Refused) as refusal:
        act(*args, **kwargs)
    return refusal.value.code, refusal.value.field


def test_ask_members_asks_each_once_with_its_day():
    wording, hamar, gran = offered(), make_municipality(), make_municipality("Gran", "3446")
    changes.ask_members(wording, [hamar], on=OFFERED.date(), **NOBODY)
    changes.begin_consent(wording, gran, **NOBODY)
    again = changes.ask_members(wording, [hamar, gran], on=DAY, **NOBODY)
    days = dict(wording.endorsements.values_list("organisation__name", "asked_on"))
    assert ([one.organisation for one in again], days) == ([gran], {"Hamar": OFFERED.date(), "Gran": DAY})


def test_ask_members_refuses_a_text_whose_words_may_still_change():
    assert refused(changes.ask_members, make_wording(), [], on=DAY, **NOBODY) == ("state", "")


def test_begin_consent_begun_again_is_the_same():
    wording, hamar = offered(), make_municipality()
    first = changes.begin_consent(wording, hamar, **NOBODY)
    assert changes.begin_consent(wording, hamar, **NOBODY) == first


def test_entered_stores_the_row_and_what_is_said_or_neither():
    wording, hamar = offered(), make_municipality()
    new = Endorsement(wording=wording, organisation=hamar)

    def say(own, on):
        changes.endorse(own, way=EndorsementWay.MAYOR, on=on, **NOBODY)

    with pytest.raises(Refused):
        changes.entered(new, lambda own: say(own, date(2022, 1, 1)), **NOBODY)
    assert not wording.endorsements.exists()
    changes.entered(new, lambda own: say(own, DAY), **NOBODY)
    assert wording.endorsements.get().state == EndorsementState.ENDORSED


def test_note_consideration_keeps_since_when_and_tells_who_and_until_when():
    own = asked()
    changes.note_consideration(own, on=DAY, considered_by="Formannskapet", **NOBODY)
    changes.note_consideration(own, on=date(2021, 4, 20), expected_on=date(2021, 5, 12), **NOBODY)
    told = (own.state, own.considering_since, own.considered_by, own.expected_on)
    assert told == (EndorsementState.CONSIDERING, DAY, "", date(2021, 5, 12))


def test_note_consideration_refuses_an_answer_before_it_began_and_who_has_decided():
    early = {"on": DAY, "expected_on": OFFERED.date()}
    assert refused(changes.note_consideration, asked(), **early, **NOBODY) == ("expected_on", "expected_on")
    gran = endorsed(make_municipality("Gran", "3446"))
    assert refused(changes.note_consideration, gran, on=DAY, **NOBODY) == ("state", "")


def test_endorse_by_a_council_keeps_body_case_and_file_and_the_words():
    own = asked()
    changes.endorse(own, **COUNCIL, file=PDF, **NOBODY)
    told = (own.state, own.endorsed_on, own.body_name, own.case_number, own.decision_file_name, own.sha256)
    assert told == ("endorsed", DAY, "Kommunestyret", "21/34", "vedtak.pdf", own.wording.sha256)
    assert own.decision_file.kind == "pdf"


def test_endorse_by_the_mayor_has_no_decision_left_over():
    own = endorsed(**COUNCIL, file=PDF)
    changes.endorse(own, way=EndorsementWay.MAYOR, on=DAY, **NOBODY)
    assert (own.body_name, own.case_number, own.decision_file, own.decision_file_name) == ("", "", None, "")


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ({"body_name": " "}, ("body_name", "body_name")),
        ({"case_number": ""}, ("case_number", "case_number")),
        ({"on": date(2021, 5, 4)}, ("day", "on")),
        ({"on": date(2021, 2, 28)}, ("day", "on")),
        ({"file": (b"<html>", "vedtak.html")}, ("kind", "file")),
    ],
)
def test_endorse_refuses_what_is_not_right(told, refusal):
    own = asked()
    assert refused(changes.endorse, own, **COUNCIL | told, **NOBODY) == refusal
    assert Endorsement.objects.get().state == EndorsementState.ASKED


def test_endorse_refuses_a_text_that_is_being_changed():
    own = asked()
    changed(own.wording)
    assert refused(changes.endorse, own, **COUNCIL, **NOBODY) == ("state", "")


def test_endorse_entered_again_of_the_same_words_corrects_and_keeps_no_second_day():
    own = endorsed()
    changes.endorse(own, **COUNCIL | {"on": date(2021, 4, 6)}, **NOBODY)
    assert (own.endorsed_on, own.earlier) == (date(2021, 4, 6), [])


def test_endorse_refuses_a_day_after_the_signature_that_rests_on_it():
    own = endorsed()
    signed(own)
    late = COUNCIL | {"on": date(2021, 4, 29)}
    assert refused(changes.endorse, own, **late, **NOBODY) == ("signed", "on")


def test_endorse_after_the_words_changed_keeps_the_day_and_the_words_of_before():
    own = endorsed()
    before, wording = own.sha256, changed(own.wording)
    changes.offer_wording(wording, by=None, at=AT)
    changes.endorse(own, way=EndorsementWay.MAYOR, on=AT.date(), **NOBODY)
    assert [(one.state, one.on, one.sha256) for one in own.earlier] == [("endorsed", DAY, before)]
    assert own.sha256 == wording.sha256 != before


def test_decline_says_why_and_may_be_followed_by_an_endorsement():
    own = asked()
    changes.decline(own, reason=" For dyrt. ", on=DAY, **NOBODY)
    assert (own.state, own.declined_on, own.reason) == ("declined", DAY, "For dyrt.")
    assert refused(changes.endorse, own, **COUNCIL | {"on": date(2021, 4, 7)}, **NOBODY) == ("on", "on")
    changes.endorse(own, **COUNCIL, **NOBODY)
    (no,) = own.earlier
    assert (own.state, own.declined_on, own.reason) == ("endorsed", None, "")
    assert (no.state, no.on, no.reason) == ("declined", DAY, "For dyrt.")


def test_every_decision_there_ever_was_keeps_its_body_case_file_and_reason():
    own = endorsed(**COUNCIL, file=PDF)
    changes.withdraw_endorsement(own, reason="Nytt flertall.", on=date(2021, 4, 30), **NOBODY)
    changes.endorse(own, way=EndorsementWay.MAYOR, on=date(2021, 5, 1), **NOBODY)
    told = [
        (one.state, one.body_name, one.case_number, one.decision_file_name, one.reason) for one in own.earlier
    ]
    assert told == [
        ("endorsed", "Kommunestyret", "21/34", "vedtak.pdf", ""),
        ("withdrawn", "", "", "", "Nytt flertall."),
    ]
    assert own.earlier[0].decision_file.kind == "pdf"
    assert (own.way, own.body_name, own.decision_file) == ("mayor", "", None)
    assert [str(one) for one in own.earlier[:1]] == [f"{own.earlier[0].get_state_display()}, 2021-04-08"]


def test_decline_refuses_without_a_reason_and_from_one_that_stands_behind_the_text():
    assert refused(changes.decline, asked(), reason=" ", on=DAY, **NOBODY) == ("reason", "reason")
    gran = endorsed(make_municipality("Gran", "3446"))
    assert refused(changes.decline, gran, reason="Nei", on=DAY, **NOBODY) == ("state", "")


def test_withdraw_endorsement_lets_the_signature_fall():
    own = endorsed()
    signature = signed(own)
    changes.withdraw_endorsement(own, reason="Nytt flertall.", on=date(2021, 4, 30), **NOBODY)
    signature.refresh_from_db()
    assert (own.state, signature.revoked_on, signature.revoked_because) == (
        "withdrawn", date(2021, 4, 30), "Nytt flertall.",
    )  # fmt: skip


def test_withdraw_endorsement_refuses_a_day_before_the_endorsement():
    told = {"reason": "Nei", "on": date(2021, 4, 7)}
    assert refused(changes.withdraw_endorsement, endorsed(), **told, **NOBODY) == ("on", "on")


def test_withdraw_and_come_again_more_than_once_loses_no_day():
    own = endorsed()
    for on in (date(2021, 4, 10), date(2021, 4, 20)):
        changes.withdraw_endorsement(own, reason="Nei", on=on, **NOBODY)
        changes.endorse(own, way=EndorsementWay.MAYOR, on=on, **NOBODY)
    days = [(one.state, one.on.day) for one in own.earlier]
    assert days == [("endorsed", 8), ("withdrawn", 10), ("endorsed", 10), ("withdrawn", 20)]


def test_reserve_writes_changes_and_takes_back():
    own = endorsed()
    first, second = own.wording.points.all()
    changes.reserve(own, {first: " Ikke tog. ", second: ""}, **NOBODY)
    changes.reserve(own, {first: "Ingen jernbane.", second: "Ikke nå."}, **NOBODY)
    changes.reserve(own, {first: "Ingen jernbane.", second: ""}, **NOBODY)
    changes.reserve(own, {first: "Ingen jernbane."}, **NOBODY)
    assert list(own.reservations.values_list("point__number", "text")) == [("1", "Ingen jernbane.")]
    verbs = [change.verb for change in changes_of(own)]
    assert verbs.count("reserve_points") == 3


def test_reserve_refuses_a_point_of_another_text_and_who_has_not_endorsed():
    other = make_point(make_wording("1999"))
    assert refused(changes.reserve, endorsed(), {other: "Nei"}, **NOBODY) == ("point", "")
    gran = asked(make_municipality("Gran", "3446"))
    assert refused(changes.reserve, gran, {}, **NOBODY) == ("state", "")


def test_every_step_stands_in_the_trail_of_its_member():
    own = asked()
    secretary = make_person("Solveig")
    changes.note_consideration(own, on=DAY, by=secretary, at=AT)
    changes.endorse(own, **COUNCIL, by=secretary, at=datetime(2021, 5, 3, 10, tzinfo=OSLO))
    told = [(one.verb, one.actor_name, one.organisation_id) for one in changes_of(own)]
    member = own.organisation_id
    assert told == [
        ("endorse", "Solveig", member), ("note_consideration", "Solveig", member), ("ask_member", "", member),
    ]  # fmt: skip
