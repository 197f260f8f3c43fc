"""Which calls ask for the flows of a study, whom they ask, and what the study rests on by now."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from dugnad.analyses.kinds import Share
from dugnad.analyses.models import Study
from dugnad.analyses.queries.collecting import ground_of
from dugnad.calls.kinds import CALL_FACTS, CallKind
from dugnad.calls.models import Call, Question
from dugnad.calls.states import ANSWERED, ReplyState
from dugnad.members.models import Organisation
from dugnad.members.queries import members_on


@dataclass(frozen=True)
class Collection:
    """How a study is filled by asking: its calls, and how much is measured, downscaled and assumed."""

    study: Study
    calls: list[Call]  # each knows how many it asked, how many have answered, and how many are accepted
    ground: list[Share]


def collection_of(slug: str) -> Collection | None:
    """The collection of the study at an address: three questions."""
    study = Study.objects.filter(slug=slug).first()
    return Collection(study, calls_for(study), ground_of(study)) if study else None


def calls_for(study: Study) -> list[Call]:
    """The calls that ask about flows of a study, the newest first."""
    asking = Question.objects.filter(flow__study=study, retired_at__isnull=True).values("call")
    counted = Call.objects.filter(pk__in=asking).annotate(
        asked=Count("replies"),
        answered=Count("replies", filter=Q(replies__state__in=ANSWERED)),
        accepted=Count("replies", filter=Q(replies__state=ReplyState.ACCEPTED)),
    )
    return list(counted.order_by("-due_day", "-pk"))


def places_to_ask(study: Study, *, on: date) -> list[Organisation]:
    """The places of a study that are members on a day."""
    return list(members_on(on).filter(pk__in=study.places.values("pk")))


def members_to_ask(call: Call, *, on: date) -> list[Organisation]:
    """Whom a call asks when it opens: all members, or those that are places of the study that it is for."""
    members = members_on(on)
    if CALL_FACTS[CallKind(call.kind)].asks_flows:
        studies = call.questions.filter(flow__isnull=False).values("flow__study")
        places = Study.places.through.objects.filter(study__in=studies).values("organisation")
        members = members.filter(pk__in=places)
    return list(members)
