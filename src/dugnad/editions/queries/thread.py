"""What editions bring to the thread: which stories they tell, and which figures they rest on."""

import re

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Replace, Substr
from django.utils.translation import gettext_lazy as _

from dugnad.documents.kinds import NOTED_BY_ITSELF
from dugnad.documents.models import StoryUse
from dugnad.documents.queries import visible_to
from dugnad.documents.queries.thread import document_end
from dugnad.editions.kinds import BlockKind
from dugnad.editions.models import Block, Edition, Figure
from dugnad.editions.queries.catalogue import INDICATOR as BEGINNING
from dugnad.editions.queries.catalogue import visible_editions
from dugnad.indicators.models import Indicator
from dugnad.indicators.queries.thread import INDICATOR
from dugnad.kit.thread import STROKE, Edges, End, Noun, Relation, in_words, language_of
from dugnad.members.rules import Viewer
from dugnad.programme.queries.thread import activity_end, seen_states


def speaks_for(key: str) -> list[tuple[str, str]]:
    """What speaks for a line or a municipality of an edition: the edition, and the indicator of its figures.

    A line is not an end of edges of its own: there are tens of thousands, and each is told of by these two.
    """
    year, _stroke, line = key.partition(STROKE)
    if not re.fullmatch("[0-9]{4}", year):
        return []
    drawn_from = Figure.objects.filter(edition=OuterRef("pk"), key=line).values("indicator")[:1]
    found = Edition.objects.filter(year=int(year)).values_list(Subquery(drawn_from), "indicator__key").first()
    indicator = (found[0] or found[1]) if found else None
    return [(EDITION.name, year), *([(INDICATOR.name, indicator)] if indicator else [])]


EDITION = Noun("edition", _("Klimastatus"), _("Klimastatus"))
FIGURE = Noun("figure", _("Line in Klimastatus"), _("Lines in Klimastatus"), told_by=speaks_for)
MEMBER = Noun(
    "edition_member", _("Municipality in Klimastatus"), _("Municipalities in Klimastatus"), told_by=speaks_for
)
NOUNS = (EDITION, FIGURE, MEMBER)
RELATIONS = (
    Relation("tells", _("is told here"), _("tells the story")),
    Relation("rests_on", _("figures that it shows"), _("shows the figures")),
)
FOLDER = "/klimastatus/"


def edges(viewer: Viewer) -> list[Edges]:
    """Which activity an edition is made by, which stories it tells, and which indicators it shows."""
    seen = visible_editions(viewer)
    serving = seen.filter(activity__programme__state__in=seen_states(viewer))
    edition = End(EDITION.name, ("year",), "title")
    return [
        Edges(serving, edition, activity_end("activity__"), "serves"),
        Edges(_used(seen, viewer), _used_in(seen), document_end("document__", viewer), "tells", "on"),
        Edges(seen, edition, End(INDICATOR.name, ("indicator__key",), "indicator__title"), "rests_on"),
        Edges(_blocks(seen), End(EDITION.name, ("edition__year",), "edition__title"), _shown(), "rests_on"),
    ]


def _used(seen: QuerySet[Edition], viewer: Viewer) -> QuerySet[StoryUse]:
    """A use keeps the address of the edition and not its row, because documents stand on a floor below."""
    year = Replace(Replace("link", Value(FOLDER), Value("")), Value("/"), Value(""))
    uses = StoryUse.objects.filter(kind__in=NOTED_BY_ITSELF, document__in=visible_to(viewer))
    uses = uses.filter(link__startswith=FOLDER).annotate(edition_year=year)
    return uses.filter(edition_year__in=seen.annotate(told=Cast("year", CharField())).values("told"))


def _used_in(seen: QuerySet[Edition]) -> End:
    same = seen.annotate(told=Cast("year", CharField())).filter(told=OuterRef("edition_year"))
    same = same.annotate(said=in_words("title"), spoken=language_of("title"))
    title, language = Subquery(same.values("said")[:1]), Subquery(same.values("spoken")[:1])
    return End(EDITION.name, ("edition_year",), title, language)


def _blocks(seen: QuerySet[Edition]) -> QuerySet[Block]:
    """What an edition shows of another indicator than its own stands in a block that bears its key."""
    blocks = Block.objects.filter(edition__in=seen, kind=BlockKind.INDICATOR)
    return blocks.annotate(shown_key=Substr(F("key"), len(BEGINNING) + 1))


def _shown() -> End:
    same = Indicator.objects.filter(key=OuterRef("shown_key"))
    same = same.annotate(said=in_words("title"), spoken=language_of("title"))
    title, language = Subquery(same.values("said")[:1]), Subquery(same.values("spoken")[:1])
    return End(INDICATOR.name, ("shown_key",), title, language)
