"""Who maps what already, and which actors handle materials."""

from django.db.models import Count, QuerySet
from django.db.models.functions import Coalesce

from dugnad.analyses.kinds import ActorCategory
from dugnad.analyses.models import Actor, Project


def projects() -> QuerySet[Project]:
    """All mappings in the register: first what ended last."""
    return Project.objects.order_by(Coalesce("last_year", "first_year").desc(), "name")


def project_named(slug: str) -> Project | None:
    """The mapping of an address."""
    return Project.objects.filter(slug=slug).first()


def actors_in(category: str = "", place: str = "", study: str = "") -> QuerySet[Actor]:
    """The actors of a category, a municipality or a study; of all where none is named."""
    found = Actor.objects.select_related("municipality")
    asked = {"category": category, "municipality__slug": place, "studies__slug": study}
    return found.filter(**{field: value for field, value in asked.items() if value})


def actor_counts() -> list[tuple[str, str, int]]:
    """The categories that have actors, with their names and how many."""
    counted = Actor.objects.order_by().values_list("category").annotate(many=Count("pk"))
    found = dict(counted)
    return [(each, str(each.label), found[each]) for each in ActorCategory if each in found]
