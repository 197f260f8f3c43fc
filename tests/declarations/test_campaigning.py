"""Planning back from the ceremony, papers, letters, and the order in which members sign."""

from datetime import date, datetime, timedelta

import pytest

from dugnad.declarations import changes
from dugnad.declarations.kinds import StepKind
from dugnad.declarations.models import CampaignStep
from dugnad.declarations.queries import ceremony_list, chase_list, mayor_of, steps_of
from dugnad.kit.clock import OSLO
from dugnad.kit.errors import Refused
from dugnad.kit.models import OutgoingMail
from dugnad.members.kinds import Mandate, OfficeKind, OrganisationKind
from tests.factories.consent import AT, CEREMONY, DAY, NOBODY, OFFERED, asked, endorsed, offered, planned
from tests.factories.declarations import make_wording
from tests.factories.members import (
    make_alliance,
    make_membership,
    make_municipality,
    make_office,
    make_organisation,
    make_person,
    make_subregion,
)

pytestmark = pytest.mark.django_db
THEN = {"by": None, "at": OFFERED}
CSV = (b"steg,dag\nles,1", "plan.csv")


def refused(act, *args, **kwargs) -> tuple[str, str]:
    with pytest.raises(Refused) as refusal:
        act(*args, **kwargs)
    return refusal.value.code, refusal.value.field


def county(name: str = "Innlandet"):
    own = make_organisation(name, kind=OrganisationKind.COUNTY_AUTHORITY)
    make_membership(own, make_alliance())
    return own


def answerer(member, email: str, mandate: Mandate = Mandate.APPROVER, **fields):
    person = make_person(email.partition("@")[0].title(), email, phone="12 34 56 78")
    make_office(person, member, mandate, **fields)
    return person


def days(campaign) -> dict[str, date]:
    return dict(campaign.steps.values_list("kind", "due"))


def test_plan_campaign_plans_back_from_the_ceremony():
    own = planned()
    assert (own.reply_due, days(own)["reply_due"], days(own)["ceremony"]) == (
        date(2021, 3, 31), date(2021, 3, 31), date(2021, 4, 22),
    )  # fmt: skip
    assert len(days(own)) == 8


def test_plan_campaign_takes_another_day_for_the_reply():
    own = planned(reply_due=date(2021, 4, 12))
    assert days(own)["reply_due"] == own.reply_due == date(2021, 4, 12)


def test_plan_campaign_of_a_ceremony_that_is_over_has_nothing_to_plan():
    assert days(planned(ceremony_at=datetime(2019, 2, 7, 12, tzinfo=OSLO))) == {}


def test_plan_campaign_refuses_a_second_one_and_a_reply_after_the_ceremony():
    wording = offered()
    assert refused(planned, wording, reply_due=date(2021, 4, 23)) == ("reply_due", "reply_due")
    planned(wording)
    assert refused(planned, wording) == ("planned", "")


def test_edit_campaign_moves_the_steps_that_nobody_has_moved_or_done():
    own = planned()
    steps = {step.kind: step for step in own.steps.all()}
    changes.move_step(steps["media"], due=date(2021, 4, 1), **NOBODY)
    changes.tick_step(steps["package"], on=OFFERED.date(), **NOBODY)
    changes.add_step(own, title_nb="Egen", due=date(2021, 4, 2), **NOBODY)
    before = days(own)
    changes.edit_campaign(own, ceremony_at=CEREMONY + timedelta(days=7), reply_due=date(2021, 4, 9), **NOBODY)
    after = days(own)
    moved = {kind for kind in after if after[kind] != before[kind]}
    assert moved == {"expert_draft", "board_basis", "councils", "reply_due", "ceremony", "late"}
    assert (after["ceremony"], after["reply_due"], own.reply_due) == (
        date(2021, 4, 29), date(2021, 4, 9), date(2021, 4, 9),
    )  # fmt: skip


def test_move_step_of_the_reply_moves_the_day_that_the_members_are_told():
    own = planned()
    step = own.steps.get(kind=StepKind.REPLY_DUE)
    assert refused(changes.move_step, step, due=date(2021, 4, 23), **NOBODY) == ("reply_due", "reply_due")
    changes.move_step(step, due=date(2021, 4, 7), **NOBODY)
    own.refresh_from_db()
    assert own.reply_due == date(2021, 4, 7)


def test_tick_step_is_of_a_day_that_has_come_and_can_be_taken_away():
    step = planned().steps.get(kind=StepKind.PACKAGE)
    assert refused(changes.tick_step, step, on=date(2021, 5, 4), **NOBODY) == ("on", "on")
    changes.tick_step(step, on=DAY, **NOBODY)
    assert step.done_on == DAY
    changes.tick_step(step, on=None, **NOBODY)
    assert CampaignStep.objects.get(pk=step.pk).done_on is None


def test_steps_of_tells_which_are_late():
    late = {row.step.kind for row in steps_of(planned(), on=date(2021, 3, 10)) if row.is_late}
    assert late == {"expert_draft", "board_basis", "package"}


def test_add_paper_is_judged_by_its_content_and_named_by_its_owner():
    own = planned()
    first = changes.add_paper(own, *CSV, title=" Plan ", **NOBODY)
    second = changes.add_paper(own, *CSV, title="", **NOBODY)
    told = [(one.title, one.position, one.file.kind) for one in (first, second)]
    assert told == [("Plan", 1, "csv"), ("plan.csv", 2, "csv")]
    assert refused(changes.add_paper, own, b"<html>", "a.pdf", title="", **NOBODY) == ("kind", "file")
    changes.remove_paper(first, **NOBODY)
    assert [one.title for one in own.papers.all()] == ["plan.csv"]


def test_open_campaign_asks_each_member_and_writes_one_letter_to_each_person():
    hamar, gran = make_municipality(subregion="Hamarregionen"), make_municipality("Gran", "3446")
    innlandet = county()
    both = answerer(hamar, "ida@hamar.example")
    make_office(both, gran, Mandate.EDITOR)
    make_office(make_person("Ola"), gran, kind=OfficeKind.MAYOR)
    own = planned(message="Vi gleder oss.")
    changes.add_paper(own, *CSV, title="Plan", **NOBODY)
    assert changes.open_campaign(own, **NOBODY) == 1
    asked_ones = set(own.wording.endorsements.values_list("organisation__name", flat=True))
    mail = OutgoingMail.objects.get()
    assert asked_ones == {"Hamar", "Gran", innlandet.name}
    for words in (
        "31. mars",
        "22. april",
        "Vi gleder oss.",
        "/2021/kampanje/",
        "/2021/register/hamar/",
        "/register/gran/",
    ):
        assert words in mail.subject + mail.text
    assert refused(changes.open_campaign, own, **NOBODY) == ("state", "")


def test_open_campaign_without_counties_asks_municipalities_alone():
    make_municipality()
    county()
    own = planned(with_counties=False)
    changes.open_campaign(own, **NOBODY)
    assert [one.organisation.name for one in own.wording.endorsements.all()] == ["Hamar"]


def test_open_campaign_refuses_a_text_whose_words_may_still_change():
    own = planned(make_wording())
    assert refused(changes.open_campaign, own, **NOBODY) == ("wording", "")


def test_remind_of_campaign_passes_over_who_has_answered_and_writes_once_a_day():
    hamar, gran = make_municipality(), make_municipality("Gran", "3446")
    answerer(hamar, "ida@hamar.example")
    answerer(gran, "ola@gran.example")
    own = planned()
    assert refused(changes.remind_of_campaign, own, [], **NOBODY) == ("state", "")
    changes.open_campaign(own, **THEN)
    endorsed(gran)
    everyone = list(own.wording.endorsements.select_related("organisation", "wording__declaration"))
    assert changes.remind_of_campaign(own, everyone, **NOBODY) == 1
    assert refused(changes.remind_of_campaign, own, everyone, **NOBODY) == ("today", "")
    keys = [key.split(":")[1] for key in OutgoingMail.objects.values_list("key", flat=True)]
    assert sorted(keys) == ["asked", "asked", "reminded"]


def test_who_was_asked_today_is_not_reminded_today():
    answerer(make_municipality(), "ida@hamar.example")
    own = planned()
    changes.open_campaign(own, **NOBODY)
    everyone = list(own.wording.endorsements.select_related("organisation", "wording__declaration"))
    assert refused(changes.remind_of_campaign, own, everyone, **NOBODY) == ("today", "")
    assert OutgoingMail.objects.count() == 1
    assert changes.remind_of_campaign(own, [], **NOBODY) == 0


def test_close_campaign_waits_no_more():
    own = planned()
    changes.open_campaign(own, **THEN)
    changes.close_campaign(own, **NOBODY)
    assert refused(changes.remind_of_campaign, own, [], **NOBODY) == ("state", "")


def test_chase_list_says_since_when_whom_to_call_and_who_is_overdue():
    hamar, gran = make_municipality(subregion="Hamarregionen"), make_municipality("Gran", "3446")
    speaking = make_subregion("Hamarregionen")
    speaking.answers_for_members = True
    speaking.save()
    answerer(speaking, "kari@regionen.example")
    make_office(make_person("Siv Ordfører"), hamar, kind=OfficeKind.MAYOR)
    answerer(hamar, "ida@hamar.example", Mandate.EDITOR)
    answerer(hamar, "bo@hamar.example")
    make_office(make_person("Uten oppgave"), hamar)
    own = planned()
    changes.open_campaign(own, **THEN)
    waiting = own.wording.endorsements.get(organisation=gran)
    changes.note_consideration(waiting, on=DAY, expected_on=date(2021, 5, 12), **NOBODY)
    rows = {row.organisation.name: row for row in chase_list(own, on=AT.date())}
    assert [office.person.name for office in rows["Hamar"].contacts] == ["Siv Ordfører", "Bo", "Ida", "Kari"]
    told = {name: (row.since, row.is_overdue, row.may_write) for name, row in rows.items()}
    assert told == {"Gran": (DAY, False, False), "Hamar": (OFFERED.date(), True, True)}


def test_mayor_of_is_who_holds_the_office_on_the_day():
    hamar = make_municipality()
    make_office(make_person("Siv"), hamar, kind=OfficeKind.MAYOR, valid_from=date(2021, 1, 1))
    assert mayor_of(hamar, on=date(2020, 12, 31)) is None
    assert mayor_of(hamar, on=date(2021, 1, 1)).name == "Siv"


def test_the_ceremony_is_ordered_by_numbers_and_the_rest_by_name():
    for name, code in (("Hamar", "3403"), ("Gran", "3446"), ("Asker", "3025")):
        own = asked(make_municipality(name, code))
        changes.enter_attendance(
            own, name=f"Ordfører i {name}", office=OfficeKind.MAYOR, comes=True, **NOBODY
        )
    wording = offered()
    names = lambda: [one.endorsement.organisation.name for one in ceremony_list(wording)]  # noqa: E731
    assert names() == ["Asker", "Gran", "Hamar"]
    gran = ceremony_list(wording)[1].pk
    changes.order_ceremony(wording, {gran: 1, 0: 5}, **NOBODY)
    changes.order_ceremony(wording, {gran: 1}, **NOBODY)
    assert names() == ["Gran", "Asker", "Hamar"]


def test_enter_attendance_again_changes_what_was_entered():
    own = asked()
    told = {"name": "Siv Njål", "office": OfficeKind.MAYOR}
    first = changes.enter_attendance(own, **told, pronunciation="siv njol", **NOBODY)
    again = changes.enter_attendance(own, **told, pronunciation="sív njol", comes=False, **NOBODY)
    assert (first.pk, again.pronunciation, again.comes) == (again.pk, "sív njol", False)
