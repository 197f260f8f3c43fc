"""Verbs of a campaign: plan it back from the ceremony, move and tick its steps, its papers, its letters."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from dugnad.declarations.changes.endorsing import ask_members
from dugnad.declarations.kinds import STEP_FACTS, StepKind
from dugnad.declarations.models import Attendance, Campaign, CampaignPaper, CampaignStep, Endorsement, Wording
from dugnad.declarations.queries.campaigns import LetterTo, asked_members, letters_about, signed_these
from dugnad.declarations.rules import can_endorse
from dugnad.declarations.rules.campaigning import can_open, is_open, plan
from dugnad.declarations.rules.consent import is_of_other_words
from dugnad.declarations.states import UNANSWERED
from dugnad.documents.kinds import ATTACHABLE
from dugnad.kit import history, uploads
from dugnad.kit.changes import add, edit, queue_mails, store_file
from dugnad.kit.clock import local_day
from dugnad.kit.errors import Refused
from dugnad.kit.mail import write_letter
from dugnad.kit.queries import queued_with
from dugnad.members.models import Person

LONGEST_NAME = 200
LETTERS = ("asked", "reminded")


@transaction.atomic
def plan_campaign(
    wording: Wording, *, ceremony_at: datetime, by: Person | None, at: datetime,
    reply_due: date | None = None, **values: Any,
) -> Campaign:  # fmt: skip
    """Plan a campaign back from its ceremony; one that was entered when it was over has no steps to plan."""
    if Campaign.objects.filter(wording=wording).exists():
        raise Refused("planned", _("A campaign for this text is planned already."))
    ceremony = local_day(ceremony_at)
    steps = plan(ceremony)
    campaign = Campaign(
        wording=wording, ceremony_at=ceremony_at, reply_due=reply_due or steps[StepKind.REPLY_DUE], **values
    )
    _refuse_late_reply(campaign.reply_due, ceremony)
    add(campaign, "plan_campaign", by=by, at=at)
    if ceremony >= local_day(at):
        steps[StepKind.REPLY_DUE] = campaign.reply_due
        for kind, due in steps.items():
            CampaignStep(campaign=campaign, kind=kind, due=due).save(force_insert=True)
    return campaign


@transaction.atomic
def edit_campaign(campaign: Campaign, *, by: Person | None, at: datetime, **values: Any) -> bool:
    """Change days, place or letter; a new ceremony moves the steps that are neither done nor moved."""
    before = local_day(campaign.ceremony_at)
    ceremony = local_day(values.get("ceremony_at", campaign.ceremony_at))
    reply_due = values.get("reply_due", campaign.reply_due)
    _refuse_late_reply(reply_due, ceremony)
    _follow(campaign, before=plan(before), after=plan(ceremony), reply_due=reply_due, by=by, at=at)
    return edit(campaign, "edit_campaign", values, by=by, at=at)


def _follow(
    campaign: Campaign, *, before: Mapping[StepKind, date], after: Mapping[StepKind, date], reply_due: date,
    by: Person | None, at: datetime,
) -> None:  # fmt: skip
    """Let steps follow the ceremony, where nobody has given them another day; the reply has its own."""
    was = {**before, StepKind.REPLY_DUE: campaign.reply_due}
    becomes = {**after, StepKind.REPLY_DUE: reply_due}
    for step in campaign.steps.filter(done_on__isnull=True).exclude(kind=StepKind.OTHER):
        kind = StepKind(step.kind)
        if step.due == was[kind]:
            edit(step, "move_step", {"due": becomes[kind]}, by=by, at=at)


@transaction.atomic
def add_step(
    campaign: Campaign, *, title_nb: str, due: date, by: Person | None, at: datetime, **titles: str
) -> CampaignStep:
    """Add a step of one's own."""
    step = CampaignStep(campaign=campaign, kind=StepKind.OTHER, title_nb=title_nb, due=due, **titles)
    add(step, "add_step", by=by, at=at)
    return step


@transaction.atomic
def move_step(step: CampaignStep, *, due: date, by: Person | None, at: datetime) -> bool:
    """Give a step another day; that of the reply is the day that the members are told."""
    facts = STEP_FACTS.get(StepKind(step.kind))
    if facts and facts.is_told:
        _refuse_late_reply(due, local_day(step.campaign.ceremony_at))
        edit(step.campaign, "edit_campaign", {"reply_due": due}, by=by, at=at)
    return edit(step, "move_step", {"due": due}, by=by, at=at)


@transaction.atomic
def tick_step(step: CampaignStep, *, on: date | None, by: Person | None, at: datetime) -> bool:
    """Say that a step is done, and when; None takes the tick away."""
    if on and on > local_day(at):
        raise Refused("on", _("That day has not come yet. Enter it when it has."), field="on")
    return edit(step, "tick_step" if on else "untick_step", {"done_on": on}, by=by, at=at)


@transaction.atomic
def add_paper(
    campaign: Campaign, content: bytes, name: str, *, title: str, by: Person | None, at: datetime
) -> CampaignPaper:
    """Put a paper into the package, judged by its content."""
    try:
        inspected = uploads.inspect(content, name, allowed=ATTACHABLE)
    except Refused as refusal:
        raise Refused(refusal.code, refusal.message, field="file") from refusal
    last = campaign.papers.aggregate(last=Max("position"))["last"] or 0
    paper = CampaignPaper(
        campaign=campaign, title=title.strip() or name[:LONGEST_NAME], name=name[-LONGEST_NAME:],
        file=store_file(content, inspected, at=at), position=last + 1, added_at=at,
    )  # fmt: skip
    add(paper, "add_paper", by=by, at=at)
    return paper


@transaction.atomic
def remove_paper(paper: CampaignPaper, *, by: Person | None, at: datetime) -> None:
    """Take a paper out of the package; the trail keeps its name and its checksum."""
    before = {"title": paper.title, "sha256": paper.file.sha256}
    history.record("remove_paper", paper.campaign, by=by, at=at, before=before)
    paper.delete()


@transaction.atomic
def open_campaign(campaign: Campaign, *, by: Person | None, at: datetime) -> int:
    """Ask every member, and write to those who answer for them; returns how many letters were queued."""
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    campaign.refresh_from_db()
    if not can_open(campaign):
        raise Refused("state", _("The members have been asked already."))
    if not can_endorse(campaign.wording):
        raise Refused("wording", _("Offer the text to the members first, so that its words stand still."))
    edit(campaign, "open_campaign", {"opened_at": at}, by=by, at=at)
    day = local_day(at)
    asked = ask_members(campaign.wording, asked_members(campaign, on=day), on=day, by=by, at=at)
    return _write_to(campaign, asked, "asked", "write_asked", by=by, at=at)


@transaction.atomic
def remind_of_campaign(
    campaign: Campaign, endorsements: Iterable[Endorsement], *, by: Person | None, at: datetime
) -> int:
    """Write to those who have not answered; who has meanwhile is passed over, and nobody gets two a day.

    That they were asked is a letter too: who was asked today is reminded tomorrow at the earliest.
    """
    if not is_open(campaign):
        raise Refused("state", _("Nobody waits for answers now."))
    words = campaign.wording.sha256
    signed = set(signed_these(words))
    waiting = [
        one
        for one in endorsements
        if one.state in UNANSWERED or (is_of_other_words(one, words) and one.pk not in signed)
    ]
    number = _write_to(campaign, waiting, "reminded", "write_reminded", by=by, at=at)
    if waiting and not number:
        message = _(
            "Those who are ticked have got a letter today already, or have no address. Nothing was sent."
        )
        raise Refused("today", message)
    return number


@transaction.atomic
def close_campaign(campaign: Campaign, *, by: Person | None, at: datetime) -> bool:
    """Say that answers are no longer waited for; late signatures can still be entered."""
    return edit(campaign, "close_campaign", {"closed_at": at}, by=by, at=at)


def _write_to(
    campaign: Campaign,
    endorsements: list[Endorsement],
    letter: str,
    verb: str,
    *,
    by: Person | None,
    at: datetime,
) -> int:
    letters = _not_yet_today(campaign, letters_about(endorsements, on=local_day(at)), at=at)
    queue_mails([_letter(campaign, one, letter, at=at) for one in letters], at=at)
    written = {about.organisation_id for one in letters for about in one.endorsements}
    members = [
        one.organisation_id for one in endorsements if letter == "asked" or one.organisation_id in written
    ]
    history.record(
        verb, campaign, by=by, at=at,
        after={"members": members, "letters": len(letters)},
    )  # fmt: skip
    return len(letters)


def _not_yet_today(campaign: Campaign, letters: list[LetterTo], *, at: datetime) -> list[LetterTo]:
    """Without those to people who have got a letter of this campaign today."""
    keys = {one.person.pk: {_key(kind, campaign, one, at=at) for kind in LETTERS} for one in letters}
    sent = queued_with(key for own in keys.values() for key in own)
    return [one for one in letters if not keys[one.person.pk] & sent]


def _key(letter: str, campaign: Campaign, to: LetterTo, *, at: datetime) -> str:
    return f"consent:{letter}:{campaign.pk}:{to.person.pk}:{local_day(at)}"


def _letter(campaign: Campaign, to: LetterTo, letter: str, *, at: datetime) -> tuple[str, str, Any]:
    told = {"campaign": campaign, "wording": campaign.wording, "papers": campaign.papers.count(), "to": to}
    key = _key(letter, campaign, to, at=at)
    words = write_letter(f"declarations/mail/{letter}.txt", to.person.language, told)
    return key, str(to.person.email), words


@transaction.atomic
def enter_attendance(
    endorsement: Endorsement, *, name: str, office: str, by: Person | None, at: datetime, **values: Any
) -> Attendance:
    """Say who comes to sign for a member, and how the name is said aloud."""
    told = {"name": name.strip(), "office": office, **values}
    known = Attendance.objects.filter(endorsement=endorsement).first()
    if known:
        edit(known, "enter_attendance", told, by=by, at=at, of=endorsement.organisation_id)
        return known
    attendance = Attendance(endorsement=endorsement, **told)
    add(attendance, "enter_attendance", by=by, at=at, of=endorsement.organisation_id)
    return attendance


@transaction.atomic
def order_ceremony(
    wording: Wording, places: Mapping[int, int | None], *, by: Person | None, at: datetime
) -> None:
    """Give those who come to sign their places; the trail tells the whole order."""
    coming = {one.pk: one for one in Attendance.objects.filter(endorsement__wording=wording)}
    before = _order(coming.values())
    for pk, place in places.items():
        if pk in coming and coming[pk].position != place:
            coming[pk].position = place
            coming[pk].save(update_fields=["position"])
    if before != _order(coming.values()):
        history.record("order_ceremony", wording, by=by, at=at, after={"order": _order(coming.values())})


def _order(coming: Iterable[Attendance]) -> list[list[int | None]]:
    return sorted(
        ([one.position, one.pk] for one in coming), key=lambda row: (row[0] is None, row[0] or 0, row[1])
    )


def _refuse_late_reply(reply_due: date, ceremony: date) -> None:
    if reply_due > ceremony:
        message = _("The members answer before the ceremony. Enter an earlier day.")
        raise Refused("reply_due", message, field="reply_due")
