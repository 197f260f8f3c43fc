"""Sessions of the school: planned with their sign-up, announced, changed, called off, what is left."""

from datetime import timedelta

import pytest

from dugnad.events import changes
from dugnad.events.models import Participation
from dugnad.events.queries import coverage, school
from dugnad.events.queries.links import event_with_questions, questions_key
from dugnad.events.queries.taking_part import name_of
from dugnad.events.sources.attendance import Present
from dugnad.events.states import Answer, Attendance, EventState
from dugnad.kit.models import Change, OutgoingMail
from dugnad.members.kinds import Mandate
from dugnad.members.rules import Viewer
from tests.factories.documents import make_picture
from tests.factories.events import AFTER, AT, NOBODY, STARTS, make_meeting, make_session
from tests.factories.members import make_municipality, make_office, make_person
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
ENDS = STARTS + timedelta(hours=2)


def sign_up(event, name="Kari Nordmann", email="kari@hamar.example", **fields):
    return changes.sign_up(event, name=name, email=email, language="nb", at=fields.pop("at", AT), **fields)


def planned(**fields):
    values = {"title_nb": "Klimaskolen", "starts": STARTS, "ends": ENDS, "closes": STARTS}
    return changes.create_session(**(values | fields), **NOBODY)


def letters(address):
    return [mail.text for mail in OutgoingMail.objects.filter(to=address).order_by("pk")]


def test_a_session_is_planned_with_its_sign_up_and_opens_when_it_is_announced():
    series = changes.create_series(kind="school_session", title_nb="Klimaskolen", **NOBODY)
    event = planned(capacity=2, speakers=[{"name": "Kari", "place": "Hamar"}])
    assert (event.series, event.sign_up.capacity) == (series, 2)
    with refused("closed"):
        sign_up(event)
    assert changes.announce_session(event, **NOBODY) == 0
    assert sign_up(event).answer == Answer.YES
    changes.cancel_event(event, because="Sykdom", **NOBODY)
    with refused("state"):
        changes.announce_session(event, **NOBODY)


def test_the_trail_does_not_know_the_speakers():
    planned(speakers=[{"name": "Kari Nordmann", "place": "Hamar"}])
    assert not any("Nordmann" in str(change.after) for change in Change.objects.all())


def test_who_has_a_place_is_told_once_of_a_new_hour_and_who_drew_back_is_not():
    event = make_session()
    sign_up(event)
    changes.draw_back(sign_up(event, "Ola", "ola@lier.example"), **NOBODY)
    assert changes.announce_session(event, **NOBODY) == 0
    changes.edit_session(
        event, revision=event.revision, starts=STARTS + timedelta(hours=1), closes=STARTS, **NOBODY
    )
    OutgoingMail.objects.all().delete()
    assert changes.announce_session(event, message="Ny time", **NOBODY) == 1
    assert changes.announce_session(event, **NOBODY) == 0
    assert "Ny time" in letters("kari@hamar.example")[0]
    assert letters("ola@lier.example") == []


def test_more_room_moves_those_up_who_wait():
    event = make_session(capacity=1)
    sign_up(event)
    waiting = sign_up(event, "Ola", "ola@lier.example")
    changes.edit_session(event, revision=event.revision, closes=STARTS, capacity=2, **NOBODY)
    waiting.refresh_from_db()
    assert waiting.answer == Answer.YES


def test_everybody_who_signed_up_is_told_that_it_is_called_off():
    event = make_session(capacity=1)
    for number, name in enumerate(("Kari", "Ola")):
        sign_up(event, name, f"{number}@hamar.example")
    OutgoingMail.objects.all().delete()
    assert changes.call_off_session(event, because="Syk innleder", **NOBODY) == 2
    told = dict(OutgoingMail.objects.values_list("to", "method"))
    assert told == {"0@hamar.example": "CANCEL", "1@hamar.example": ""}
    assert all("Syk innleder" in text for text in letters("1@hamar.example"))


def test_drawing_back_takes_it_out_of_the_calendar_and_says_how_to_come_back():
    event = make_session()
    changes.draw_back(sign_up(event), **NOBODY)
    mail = OutgoingMail.objects.order_by("-pk").first()
    assert mail.method == "CANCEL"
    assert f"/klimaskolen/{event.slug}/pamelding/" in mail.text


def test_the_link_goes_as_many_days_ahead_as_was_said_and_at_once_to_who_comes_later():
    event = make_session()
    changes.edit_session(
        event, revision=event.revision, link="https://teams.example/x", closes=STARTS, link_days=5, **NOBODY
    )
    sign_up(event)
    assert changes.send_due_letters(at=STARTS - timedelta(days=6)) == 0
    assert changes.send_due_letters(at=STARTS - timedelta(days=5)) == 1
    assert changes.send_link(event.sign_up, at=STARTS - timedelta(days=4)) == 0
    event.refresh_from_db()
    sign_up(event, "Ola", "ola@lier.example", at=STARTS - timedelta(days=1))
    assert any("https://teams.example/x" in text for text in letters("ola@lier.example"))


def test_what_one_wonders_is_changed_until_the_beginning():
    one = sign_up(make_session(), note="Hva koster det?")
    assert changes.say_more(one, note="Hvem gjør det?", wish="Skog", **NOBODY)
    with refused("state"):
        changes.say_more(one, note="For sent", wish="", **AFTER)


def test_one_address_is_not_flooded():
    event = make_session()
    for second in range(6):
        sign_up(event, at=AT + timedelta(seconds=second))
    with refused("often"):
        sign_up(event, at=AT + timedelta(minutes=1))
    assert sign_up(event, at=AT + timedelta(hours=2)).name == "Kari Nordmann"


def test_a_sign_up_asks_for_all_that_it_must_know_at_once(django_assert_num_queries):
    event = make_session()
    for number in range(2):
        sign_up(event, f"Gjest {number}", f"gjest-{number}@lier.example")
    with django_assert_num_queries(2 + 7):  # savepoint; lock, crowd, place, tip, trail, tip, mail
        sign_up(event)


def test_mails_to_an_address_count_for_every_event_and_places_for_one():
    first, second = make_session(), make_session()
    sign_up(first)
    sign_up(first, "Ola", "ola@lier.example")
    there = school.crowd_of(second, "kari@hamar.example", at=AT)
    here = school.crowd_of(first, "ola@lier.example", at=AT)
    assert (here.taken, here.lately, here.mails) == (2, 2, 1)
    assert (there.taken, there.lately, there.known, there.mails) == (0, 0, None, 1)
    assert school.crowd_of(first, "ola@lier.example", at=AT + timedelta(hours=2)).lately == 0


def test_questions_reach_the_speakers_without_names_and_each_once():
    event = make_session()
    sign_up(event, note="Hva koster det?")
    sign_up(event, "Ola", "ola@lier.example", note="Hva koster det?")
    changes.draw_back(sign_up(event, "Per", "per@lier.example", note="Bare jeg"), **NOBODY)
    assert school.questions_to(event) == ["Hva koster det?"]
    assert event_with_questions(questions_key(event)) == event
    assert event_with_questions("1~galt") is None


def test_a_domain_that_is_a_members_own_tells_where_somebody_is_from():
    hamar = make_municipality("Hamar", "3403", website="https://www.hamar.kommune.no/")
    oslo = make_municipality("Oslo", "0301", website="")
    plain = {
        "kari@hamar.kommune.no": hamar,
        "kari@miljo.oslo.kommune.no": oslo,
        "kari@gmail.com": None,
        "kari@ikkehamar.kommune.no": None,
        "": None,
    }
    found = {email: school.member_of_address(email, on=AT) for email in plain}
    assert found == plain


def test_slides_are_a_link_or_a_file_and_go_away_again():
    event = make_session()
    link = changes.add_material(event, title="", link="https://lysbilder.example/hamar", **NOBODY)
    file = changes.add_material(event, content=make_picture(), name="kart.jpg", **NOBODY)
    assert [str(one) for one in school.materials_of(event)] == ["https://lysbilder.example/hamar", "kart.jpg"]
    with refused("one", field="file"):
        changes.add_material(event, title="Ingenting", **NOBODY)
    with refused("kind", field="file"):
        changes.add_material(event, content=b"<html></html>", name="side.pdf", **NOBODY)
    changes.remove_material(link, **NOBODY)
    with refused("state"):
        changes.remove_material(link, **NOBODY)
    assert school.materials_of(event) == [file]


def test_recording_and_slides_are_told_the_day_after_and_nothing_where_there_is_nothing():
    event = make_session()
    sign_up(event)
    changes.send_due_letters(at=STARTS - timedelta(minutes=30))
    OutgoingMail.objects.all().delete()
    day_after = event.ends + timedelta(days=1)
    assert changes.send_due_letters(at=day_after) == 0
    changes.add_material(event, link="https://lysbilder.example/x", **AFTER)
    assert changes.send_due_letters(at=day_after) == 1
    assert f"/klimaskolen/{event.slug}/" in letters("kari@hamar.example")[0]
    assert changes.put_up_recording(event, recording="https://film.example/x", **AFTER)


def test_somebody_whom_the_list_does_not_know_is_matched_by_hand_or_put_on_the_list():
    hamar = make_municipality("Hamar", "3403")
    event = make_session()
    kari, ola = sign_up(event), sign_up(event, "Ola Hansen", "ola@lier.example")
    rows = [
        Present("K N", "", 60, 2),
        Present("Mobil", "", 60, 3),
        Present("Ny Person", "ny@hamar.kommune.no", 60, 4),
        Present("Utelatt", "", 60, 5),
    ]
    preview = changes.read_attendance(event, rows, dry_run=True, added={4}, **AFTER)
    assert (preview.count, len(preview.unknown), event.participations.count()) == (0, 4, 2)
    by_hand = {2: kari.pk, 3: kari.pk, 5: 999_999}
    report = changes.read_attendance(event, rows, by_hand=by_hand, added={4}, **AFTER)
    assert sorted(name_of(one) for one in report.present) == ["Kari Nordmann", "Ny Person"]
    assert [one.name for one in report.unknown] == ["Utelatt"]
    kari.refresh_from_db()
    ola.refresh_from_db()
    assert (kari.minutes_there, ola.attendance) == (120, Attendance.ABSENT)
    new = Participation.objects.get(name="Ny Person")
    assert (new.organisation, new.answer) == (hamar, Answer.YES)


def test_who_came_without_signing_up_is_the_same_person_by_the_address():
    event = make_session()
    with refused("state"):
        changes.add_who_came(event, "Kari", **NOBODY)
    kari = sign_up(event)
    assert changes.add_who_came(event, "Kari N.", "Kari@hamar.example", **AFTER) == kari
    assert changes.add_who_came(event, "Uten adresse", **AFTER) != changes.add_who_came(
        event, "En til", **AFTER
    )


def test_members_without_anybody_there_are_asked_along_once():
    hamar, lier = make_municipality("Hamar", "3403"), make_municipality("Lier", "3049")
    make_office(make_person("Rådgiver", "radgiver@lier.example"), lier, Mandate.EDITOR)
    make_office(make_person("Kontakt", "kontakt@lier.example"), lier)
    topic = changes.add_topic(title_nb="Skogbruk", **NOBODY)
    assert changes.add_topic(title_nb="Skogbruk", **NOBODY).key == "skogbruk-2"
    event = make_session(topic=topic)
    sign_up(event, organisation=hamar)
    missing = coverage.missing_at(event, on=AT.date())
    assert missing == [lier]
    assert changes.ask_members_along(event, missing, **NOBODY) == 1
    assert changes.ask_members_along(event, missing, **NOBODY) == 0
    assert "Lier" in letters("radgiver@lier.example")[0]
    assert coverage.missing_at(make_session(), on=AT.date()) == [hamar, lier]
    with refused("closed"):
        changes.ask_members_along(event, missing, **AFTER)


def test_the_catalogue_is_filtered_by_topic_and_year_and_leaves_out_what_was_called_off():
    topic = changes.add_topic(title_nb="Skogbruk", **NOBODY)
    held, other = make_session(topic=topic), make_session()
    for event in (held, other):
        changes.hold_event(event, **AFTER)
    off = make_session()
    changes.cancel_event(off, because="Sykdom", **NOBODY)
    after = STARTS + timedelta(days=30)
    found = school.catalogue(Viewer(), at=after)
    assert (set(found.past), found.topics, found.years) == ({held, other}, [topic], [2021])
    assert school.catalogue(Viewer(), at=after, topic="skogbruk", year="2021").past == [held]
    assert school.catalogue(Viewer(), at=after, year="2020").past == []
    assert school.coming(Viewer(), at=AT) == [held, other, off]


def test_a_meeting_that_was_held_is_no_session():
    changes.create_event(kind="meeting", title_nb="Møte", starts=STARTS, ends=ENDS, **NOBODY)
    assert make_meeting(make_person()).state == EventState.PLANNED
    assert school.coming(Viewer(), at=AT) == []
