"""Which studies there are, and what the viewer may see of them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from dugnad.analyses.models import Run, Study
from dugnad.analyses.queries.runs import seen_states
from dugnad.analyses.states import RunState
from dugnad.members.kinds import OrganisationKind
from dugnad.members.models import Organisation
from dugnad.members.queries import member_municipalities, subregions
from dugnad.members.rules import Viewer

PLACES = (OrganisationKind.MUNICIPALITY, OrganisationKind.SUBREGION, OrganisationKind.ALLIANCE)


@dataclass(frozen=True)
class StudyRow:
    """A study in the list, with how much there is of it."""

    study: Study
    place_count: int
    quantity_count: int
    accepted: Run | None


def studies(viewer: Viewer) -> QuerySet[Study]:
    """The studies that the viewer may see."""
    return Study.objects.filter(state__in=seen_states(is_staff=viewer.is_secretariat))


def study_named(slug: str, viewer: Viewer) -> Study | None:
    """The study of an address, with who answers for it."""
    found = studies(viewer).select_related("responsible_person", "activity__programme")
    return found.filter(slug=slug).first()


def study_rows(viewer: Viewer) -> list[StudyRow]:
    """All studies with their newest accepted runs; as many questions for one as for a hundred."""
    counted = studies(viewer).annotate(
        place_count=Count("places", distinct=True),
        quantity_count=Count("datasets__quantities", distinct=True),
    )
    runs = Run.objects.filter(state=RunState.ACCEPTED).defer("frozen", "tests").order_by("number")
    accepted = {run.study_id: run for run in runs}
    return [
        StudyRow(study, study.place_count, study.quantity_count, accepted.get(study.pk)) for study in counted
    ]


def places_to_choose(on: date) -> QuerySet[Organisation]:
    """The places that a study can be about: member municipalities, sub-regions and the alliance.

    Each knows whether another of them has its name (`is_namesake`), as a municipality and its sub-region.
    """
    known = Q(pk__in=member_municipalities(on).values("pk")) | Q(pk__in=subregions(on).values("pk"))
    found = Organisation.objects.filter(known | Q(kind=OrganisationKind.ALLIANCE))
    others = found.filter(name=OuterRef("name")).exclude(pk=OuterRef("pk"))
    return found.annotate(is_namesake=Exists(others.order_by()))


def called(place: Organisation) -> str:
    """What a place to choose is called: two of one name are told apart by what they are."""
    if not getattr(place, "is_namesake", False):
        return place.name
    return f"{place.name} ({place.get_kind_display().lower()})"
