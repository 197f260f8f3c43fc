"""Numbers that the database gives, by what they stand for in the demo: used by paths of the access matrix."""

from typing import Any

from dugnad.analyses.models import Actor, Flow
from dugnad.api.models import ApiToken
from dugnad.calls.models import (
    ContactNote,
    EvaluationRequest,
    Objection,
    Question,
    Reminder,
    ReplyFile,
    Section,
)
from dugnad.calls.queries.evaluating import evaluation_key
from dugnad.declarations.models import (
    Amendment,
    CampaignPaper,
    CampaignStep,
    FollowUp,
    JointPaper,
    Signature,
    Treatment,
)
from dugnad.documents.models import Attachment, Contribution, StoryUse
from dugnad.dossiers.models import Ask, Basis, Response, Touchpoint
from dugnad.events.models import (
    AgendaItem,
    Certificate,
    Event,
    GroupFile,
    Link,
    Material,
    Outcome,
    Paper,
    Participation,
    StandingItem,
)
from dugnad.events.queries.links import answer_key, questions_key
from dugnad.indicators.models import PublishedFigure, Vintage
from dugnad.members.models import Membership, Office, Person, Seat
from dugnad.programme.models import Milestone

CALL = "klimastatus-2021"
MEETING = "faggruppe-for-klima-og-miljo-2021-05-20"
STORY_OF_A = "hamar-2020-klimabudsjettet-ble-hele-radhusets-budsjett"


def places() -> dict[str, str]:
    """Each word that may stand in braces in a path, with its value in the demo at hand.

    A key and a file of A are there only when somebody has made them; a path with them needs that.
    """
    person = Person.objects.get(email="hamar@demo.example")
    found: dict[str, Any] = {
        "board_seat": Seat.objects.filter(body__slug="styret").order_by("pk").first(),
        "adviser_of_A": person,
        "office_of_A": Office.objects.filter(person=person).first(),
        "membership": Membership.objects.order_by("pk").first(),
        "milestone": Milestone.objects.filter(activity__key="klimastatus").order_by("due").first(),
        "old_vintage": Vintage.objects.filter(indicator__key="ghg-emissions").order_by("seen_on").first(),
        "vintage": Vintage.objects.filter(indicator__key="ghg-emissions").order_by("seen_on").last(),
        "published": PublishedFigure.objects.order_by("pk").first(),
        "section": Section.objects.filter(call__slug=CALL).order_by("position").first(),
        "reminder": Reminder.objects.filter(call__slug=CALL, kind="last").first(),
        "question": Question.objects.filter(call__slug=CALL, key="comments").first(),
        "contact_note": ContactNote.objects.filter(reply__organisation__slug="gjovik").first(),
        "objection": Objection.objects.order_by("pk").first(),
        "picture_of_A": Attachment.objects.filter(document__owner__slug="hamar").order_by("pk").first(),
        "sent_story": Contribution.objects.filter(state="received").order_by("pk").first(),
        "task": FollowUp.objects.filter(body__slug="styret").order_by("pk").first(),
        "use": StoryUse.objects.filter(kind="newsletter").order_by("pk").first(),
        "file_of_A": ReplyFile.objects.filter(reply__organisation__slug="hamar").first(),
        "proposal": Amendment.objects.filter(state="proposed").order_by("pk").first(),
        "treatment": Treatment.objects.filter(held_on__isnull=False).order_by("pk").last(),
        "planned_treatment": Treatment.objects.filter(held_on__isnull=True).order_by("pk").first(),
        "step": CampaignStep.objects.order_by("pk").first(),
        "campaign_paper": CampaignPaper.objects.order_by("pk").first(),
        "signature": Signature.objects.filter(endorsement__organisation__slug="hedmark").first(),
        "standing_item": StandingItem.objects.order_by("pk").first(),
        "agenda_item": AgendaItem.objects.filter(event__slug=MEETING, links__noun="activity").first(),
        "item_link": Link.objects.filter(item__event__slug=MEETING, noun="activity").first(),
        "expert_seat": Seat.objects.filter(body__slug="faggruppe-klima-og-miljo").order_by("pk").first(),
        "group_file": GroupFile.objects.order_by("pk").first(),
        "material": Material.objects.order_by("pk").first(),
        "flow": Flow.objects.filter(study__slug="husholdningsavfall").order_by("pk").first(),
        "actor": Actor.objects.order_by("pk").first(),
        "key_of_A": ApiToken.objects.filter(user__person=person).first(),
    }
    found |= _of_meetings() | _of_advocacy()
    picture = Attachment.objects.filter(document__slug=STORY_OF_A).select_related("shown_file").first()
    shown = {"shown_picture_of_A": picture.shown_file.sha256} if picture and picture.shown_file else {}
    signed, joint = found["signature"], JointPaper.objects.first()
    shown |= {"signature_code": signed.code} if signed else {}
    shown |= {"joint_paper": joint.code} if joint else {}
    shown |= _by_word() | _school()
    asked = Participation.objects.filter(event__kind="written_procedure").order_by("pk").first()
    shown |= {"written_answer": answer_key(asked)} if asked else {}
    return shown | {name: str(noun.pk) for name, noun in found.items() if noun is not None}


def _of_meetings() -> dict[str, Any]:
    held, coming = _meeting("2021-03-17"), _meeting("2021-05-20")
    open_tasks = Outcome.objects.filter(kind="task", state="open")
    return {
        "held_item": held.items.filter(papers__isnull=False).first(),
        "coming_item": coming.items.exclude(proposal="").first(),
        "approving_item": coming.items.filter(approves__isnull=False).first(),
        "proposed_item": AgendaItem.objects.filter(state="proposed", event__isnull=True).first(),
        "paper": Paper.objects.filter(is_restricted=False).order_by("pk").first(),
        "restricted_paper": Paper.objects.filter(is_restricted=True).order_by("pk").first(),
        "written_item": AgendaItem.objects.filter(event__kind="written_procedure").order_by("pk").first(),
        "outcome": Outcome.objects.filter(item__event=held).order_by("pk").first(),
        "decision": Outcome.objects.filter(kind="decision").order_by("pk").first(),
        "open_task": open_tasks.order_by("pk").first(),
        "participation": coming.participations.order_by("pk").first(),
    }


def _of_advocacy() -> dict[str, Any]:
    """An ask that waits, one that is a draft, one that was answered with a file, a touchpoint and a basis."""
    answer = Response.objects.filter(file__isnull=False).select_related("ask").first()
    ours = {"dossier__key": "klimameldingen"}
    return {
        "waiting_ask": Ask.objects.filter(**ours, responses__isnull=True, bases__noun="edition").first(),
        "draft_ask": Ask.objects.filter(raised_on__isnull=True).order_by("pk").first(),
        "answered_ask": answer.ask if answer else None,
        "answer": answer,
        "touchpoint": Touchpoint.objects.filter(**ours).order_by("pk").first(),
        "basis": Basis.objects.filter(noun="edition", ask__dossier__key="klimameldingen").first(),
    }


def _by_word() -> dict[str, str]:
    """Meetings and sessions by their slug, a certificate by its code, a place at a meeting by its key."""
    first = _meeting("2021-05-20").participations.order_by("pk").first()
    sessions = Event.objects.filter(kind="school_session").order_by("pk")
    return {
        "held_meeting": _meeting("2021-03-17").slug,
        "coming_meeting": _meeting("2021-05-20").slug,
        "planned_meeting": _meeting("2021-11-03").slug,
        "held_session": sessions.get(state="held").slug,
        "open_session": sessions.filter(state="announced").first().slug,
        "participation_key": answer_key(first) if first else "",
    }


def _meeting(day: str) -> Event:
    """The meeting of the climate group that begins on a day."""
    return Event.objects.get(body__slug="faggruppe-klima-og-miljo", starts__date=day)


def _school() -> dict[str, str]:
    """Keys in addresses of the school: a place to come, its questions, an evaluation, a code."""
    place = Participation.objects.filter(event__kind="school_session", event__state="announced").first()
    request = EvaluationRequest.objects.order_by("pk").first()
    certificate = Certificate.objects.exclude(name="").order_by("pk").first()
    found = {"certificate": certificate.code} if certificate else {}
    found |= {"evaluation_key": evaluation_key(request)} if request else {}
    keys = {"place_key": answer_key(place), "questions_key": questions_key(place.event)} if place else {}
    return found | keys
