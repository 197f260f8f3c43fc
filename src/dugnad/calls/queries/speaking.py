"""Questions about sub-regions that answer for members: who speaks, for whom, and what waits for a yes."""

from datetime import date

from django.db.models import QuerySet

from dugnad.calls.kinds import QUESTION_KINDS, QuestionKind
from dugnad.calls.models import Answer, Question, Reply, ReplyVersion
from dugnad.calls.queries.replies import answers_of
from dugnad.calls.queries.versions import read_version
from dugnad.calls.rules import can_object
from dugnad.calls.states import UNSETTLED, CallState, Confirmation
from dugnad.members.kinds import Mandate
from dugnad.members.models import Membership, Office, Organisation, Person
from dugnad.members.queries import holding
from dugnad.members.rules import Viewer


def speaker_for(person: Person | None, organisation: Organisation, *, on: date) -> Organisation | None:
    """The sub-region for which a person answers here; none for the member's own people."""
    if person is None:
        return None
    offices = Office.objects.filter(
        holding(on), person=person, mandate__in=(Mandate.EDITOR, Mandate.APPROVER)
    ).select_related("organisation")
    held = list(offices.order_by("pk"))
    if any(office.organisation_id == organisation.pk for office in held):
        return None
    groups = set(
        Membership.objects.filter(
            holding(on), organisation=organisation, group__answers_for_members=True
        ).values_list("group_id", flat=True)
    )
    return next((office.organisation for office in held if office.organisation_id in groups), None)


def also_spoken_for(viewer: Viewer, reply: Reply, *, on: date) -> list[Reply]:
    """The replies of the sub-region's other members that the viewer may submit, and that are awaited."""
    group = speaker_for(viewer.person, reply.organisation, on=on)
    if group is None:
        return []
    members = Membership.objects.filter(holding(on), group=group).values("organisation_id")
    replies = reply.call.replies.filter(organisation__in=members, state__in=UNSETTLED).exclude(pk=reply.pk)
    may = replies.filter(organisation__in=viewer.approves).select_related("call", "organisation")
    return list(may.order_by("organisation__name"))


def can_carry(question: Question) -> bool:
    """Whether one answer can serve several members: a figure and a file belong to one."""
    facts = QUESTION_KINDS[QuestionKind(question.kind)]
    return not facts.is_confirmed and not facts.files


def carried_answers(reply: Reply) -> list[Answer]:
    """What is written and could stand for the other members too, in the order of the questions."""
    answers = [
        a
        for a in answers_of(reply).values()
        if a.value is not None and a.question.retired_at is None and can_carry(a.question)
    ]
    return sorted(answers, key=lambda a: (a.question.section_id, a.question.position, a.question_id))


def why_objected(reply: Reply, newest: ReplyVersion | None) -> str:
    """What the member wrote when it objected to its sub-region's answer; empty where it did not."""
    if newest is None or not newest.is_withdrawal or reply.confirmation != Confirmation.OBJECTED:
        return ""
    return str(read_version(newest).get("reason", ""))


def awaiting_confirmation(viewer: Viewer, *, on: date) -> list[Reply]:
    """What a sub-region has answered for the viewer's own members, and they can still object to."""
    replies: QuerySet[Reply] = Reply.objects.filter(
        organisation__in=viewer.edits, confirmation=Confirmation.AWAITED, call__state=CallState.OPEN
    ).exclude(spoken_by__in=viewer.edits)
    rows = replies.select_related("call", "organisation", "spoken_by").order_by("confirm_by", "pk")
    return [reply for reply in rows if can_object(reply, on=on)]
