"""What the declaration brings to the thread: its points, and all that speaks for each of them."""

from typing import Any

from django.db.models import Case, CharField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat, Lower, NullIf, Replace, Trim
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dugnad.declarations import rules
from dugnad.declarations.models import Amendment, Evidence, FollowUp, Point, Succession, Treatment, Wording
from dugnad.declarations.states import WordingState
from dugnad.documents.queries import shown_versions, visible_to
from dugnad.documents.queries.thread import DOCUMENT, document_end
from dugnad.indicators.queries.thread import INDICATOR
from dugnad.kit.thread import Edges, End, Noun, Relation, in_words, language_of
from dugnad.members.rules import Viewer
from dugnad.programme.queries.thread import activity_end, seen_states

NORWEGIAN = Value("no")


POINT = Noun("point", _("Point of the declaration"), _("Points of the declaration"))
WORDING = Noun("wording", _("Text of the declaration"), _("Texts of the declaration"))
TREATMENT = Noun("treatment", _("Treatment in a body"), _("Treatments in the bodies"))
NOUNS = (
    POINT,
    Noun(
        "follow_up",
        _("Task in the follow-up plan"),
        _("Tasks in the follow-up plan"),
        lambda key, year, pk: f"{reverse('follow_up_plan', args=[key, year])}#oppgave-{pk}",
    ),
    WORDING,
    Noun("amendment", _("Proposed change"), _("Proposed changes")),
    TREATMENT,
    Noun("council_decision", _("Decision of a member"), _("Decisions of members")),
)
RELATIONS = (
    Relation("carried_out", _("carries out the point"), _("is carried out here")),
    Relation("shows", _("the point that it speaks for"), _("shows what was done")),
    Relation("names", _("the point that it names"), _("names the point")),
    Relation("stands_in", _("the text that it stands in"), _("stands in this text")),
    Relation("became", _("what it became"), _("what it came from")),
    Relation("follows_up", _("what is to be done"), _("the point that it follows up")),
    Relation("would_change", _("would change the point"), _("the point that it would change")),
    Relation("settled", _("where it was settled"), _("settled here")),
    Relation("treats", _("treated the text"), _("the text that was treated")),
)


def edges(viewer: Viewer) -> list[Edges]:
    """What belongs to the points of the texts that the viewer may read."""
    return [*_of_points(viewer), *_of_evidence(viewer), *_of_texts(viewer), *_of_work(viewer)]


def point_end(path: str, viewer: Viewer) -> End:
    """A point at the end of an edge: the same one in every text, called as the text that holds calls it."""
    same = Point.objects.filter(
        wording__in=seen_wordings(viewer),
        wording__declaration=OuterRef(f"{path}wording__declaration"),
        key=OuterRef(f"{path}key"),
    )
    return _end((f"{path}wording__declaration__key", f"{path}key"), same)


def naming(rows: QuerySet[Any], word: str, day: str, *, year_only: bool = False) -> tuple[QuerySet[Any], End]:
    """The rows that name a point in words (3, punkt 3, kutt-utslipp), and that point as an end.

    `word` is the field that names it, `day` the one that says by which text: the one adopted last before.
    """
    before = {f"wording__adopted_on__{'year__lte' if year_only else 'lte'}": OuterRef(day)}
    found = Point.objects.filter(
        Q(number=OuterRef("point_named")) | Q(key=OuterRef("point_named")),
        wording__state=WordingState.ADOPTED,
        **before,
    )
    named = rows.filter(**{f"{word}__gt": ""}).annotate(
        point_named=_bare(word),
        point_declaration=Subquery(_first(found, "wording__declaration__key")),
        point_key=Subquery(_first(found, "key")),
    )
    return named.filter(point_key__isnull=False), _end(("point_declaration", "point_key"), found)


def seen_wordings(viewer: Viewer) -> QuerySet[Wording]:
    """The texts that the viewer may read, without what was laid aside."""
    going = [state for state in WordingState if state != WordingState.WITHDRAWN]
    seen = [state for state in going if rules.may_see(viewer, Wording(state=state))]
    return Wording.objects.filter(state__in=seen)


def _end(parts: tuple[str, ...], same: QuerySet[Point]) -> End:
    said = Concat(F("number"), Value(". "), in_words("title"), output_field=CharField())
    titled = same.annotate(said=said, spoken=language_of("title"))
    title, language = Subquery(_first(titled, "said")), Subquery(_first(titled, "spoken"))
    return End(POINT.name, parts, title, language)


def _first(points: QuerySet[Point], field: str) -> QuerySet[Any, Any]:
    """Of the same point in several texts: as the one that holds has it, else the newest draft."""
    newest = F("wording__adopted_on").desc(nulls_last=True)
    return points.order_by(newest, "-wording__created_at", "-pk").values(field)[:1]


def _bare(word: str) -> Any:
    """A point as people write it, without what stands around its number."""
    plain: Any = Lower(word)
    for around in ("punkt", "point", "nr", "."):
        plain = Replace(plain, Value(around), Value(""))
    return Trim(plain)


def _in_text(*parts: str) -> tuple[str, ...]:
    """The key of what belongs to a text: it begins with that of the text."""
    return ("wording__declaration__key", "wording__name", *parts)


def _of_points(viewer: Viewer) -> list[Edges]:
    seen = {"point__wording__in": seen_wordings(viewer)}
    served = Point.activities.through.objects.filter(**seen)
    served = served.filter(activity__programme__state__in=seen_states(viewer))
    measured = Point.indicators.through.objects.filter(**seen)
    point = point_end("point__", viewer)
    indicator = End(INDICATOR.name, ("indicator__key",), "indicator__title")
    return [
        Edges(served, point, activity_end("activity__"), "carried_out"),
        Edges(measured, point, indicator, "measures"),
    ]


def _of_evidence(viewer: Viewer) -> list[Edges]:
    """Stories that the viewer may read, and indicators; what members decided is for those at work here."""
    rows = Evidence.objects.filter(point__wording__in=seen_wordings(viewer))
    told = rows.filter(document__in=visible_to(viewer))
    point = point_end("point__", viewer)
    indicator = End(INDICATOR.name, ("indicator__key",), "indicator__title")
    decided = rows.filter(body_name__gt="") if rules.may_see_members(viewer) else rows.none()
    # A title such as “Klimaplan” is that of many: whose decision it is stands before it.
    whose = Concat(F("organisation__name"), Value(": "), F("title"), output_field=CharField())
    nobodys = When(organisation__isnull=True, then=F("title"))
    named_decision = Case(nobodys, default=whose, output_field=CharField())
    decision = End("council_decision", ("pk",), named_decision, NORWEGIAN)
    stories, named = naming(shown_versions(viewer), "story__point", "document__year", year_only=True)
    return [
        Edges(told, document_end("document__", viewer), point, "shows", "on"),
        Edges(rows.filter(indicator__isnull=False), indicator, point, "shows", "on"),
        Edges(decided, decision, point, "shows", "on"),
        Edges(
            stories,
            End(DOCUMENT.name, ("document__slug",), "title", "document__language"),
            named,
            "names",
        ),
    ]


def _of_texts(viewer: Viewer) -> list[Edges]:
    seen = seen_wordings(viewer)
    said = in_words("wording__declaration__title")
    title = Concat(said, Value(" "), F("wording__name"), output_field=CharField())
    language = language_of("wording__declaration__title")
    wording = End(WORDING.name, _in_text(), title, language)
    # A point that goes on under its own name is one thing; only other names are another.
    became = Succession.objects.filter(predecessor__wording__in=seen, successor__wording__in=seen)
    became = became.exclude(predecessor__key=F("successor__key"))
    treatments = Treatment.objects.filter(wording__in=seen)
    day = treatments.annotate(treated_on=Coalesce("held_on", "planned_on"))
    return [
        Edges(Point.objects.filter(wording__in=seen), point_end("", viewer), wording, "stands_in"),
        Edges(became, point_end("predecessor__", viewer), point_end("successor__", viewer), "became"),
        Edges(day, wording, End(TREATMENT.name, _in_text("pk"), "body__name"), "treats", "treated_on"),
    ]


def _of_work(viewer: Viewer) -> list[Edges]:
    """Proposals and tasks: the work of those at work here, not pages for strangers."""
    if not rules.may_see_plan(viewer):
        return []
    proposed = Amendment.objects.filter(wording__in=seen_wordings(viewer))
    called = Coalesce(NullIf(F("title"), Value("")), NullIf(F("point_title"), Value("")), Value("–"))
    amendment = End("amendment", _in_text("pk"), called, NORWEGIAN)
    tasks = FollowUp.objects.filter(point__wording__in=seen_wordings(viewer))
    task = End("follow_up", ("declaration__key", "year", "pk"), "title")
    treatment = End(TREATMENT.name, _in_text("settled_in"), "settled_in__body__name")
    of_point = proposed.filter(point__isnull=False)
    settled = proposed.filter(settled_in__isnull=False)
    return [
        Edges(tasks, point_end("point__", viewer), task, "follows_up", "due"),
        Edges(of_point, amendment, point_end("point__", viewer), "would_change", "proposed_at"),
        Edges(settled, amendment, treatment, "settled"),
    ]
