"""One search over every room; each room finds only what the viewer may see."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dugnad.analyses.queries import finding as material_flows
from dugnad.calls import queries as calls
from dugnad.declarations.queries import points
from dugnad.documents import queries as documents
from dugnad.dossiers.queries import finding as advocacy
from dugnad.editions.queries import visible_editions
from dugnad.events.queries import finding as events
from dugnad.indicators import queries as indicators
from dugnad.kit.formats import day, weekday
from dugnad.kit.text import Fit, alphabetical, fit, localised, spoken
from dugnad.members.kinds import PUBLIC_OFFICES
from dugnad.members.queries import bodies_on, member_rows, offices_held, people, politicians
from dugnad.members.rules import Viewer
from dugnad.programme.models import Activity, Milestone, Programme
from dugnad.programme.queries import visible_programmes

LIMIT = 12
LANGUAGES = ("nb", "nn", "en")


@dataclass(frozen=True)
class Hit:
    """One thing that was found."""

    title: str
    note: str
    url: str
    is_illustrative: bool = False
    fit: Fit = Fit.WORDS


@dataclass(frozen=True)
class Found:
    """What a search found in one room: the best first, and how many there are."""

    title: Promise | str
    hits: list[Hit]
    count: int


def search(text: str, viewer: Viewer, *, on: date) -> list[Found]:
    """What holds every word of the text, room by room; rooms without an answer are left out."""
    if not text.split():
        return []
    rooms: list[tuple[Promise | str, list[Hit]]] = [
        (_("Members"), _members(text, on=on)),
        (_("Programme"), _programme(text, viewer)),
        (_("Declaration"), _declarations(text, viewer)),
        (_("Klimastatus"), _editions(text, viewer)),
        (_("Calls"), _calls(text, viewer)),
        (_("Meetings"), _meetings(text, viewer)),
        (_("Issues and consultations"), _advocacy(text, viewer)),
        (_("Stories and documents"), _documents(text, viewer)),
        (_("Figures"), _indicators(text)),
        (_("Material flows"), _material_flows(text, viewer)),
        (_("Bodies and people"), _bodies_and_people(text, viewer, on=on)),
    ]
    return [Found(title, _best_first(hits)[:LIMIT], len(hits)) for title, hits in rooms if hits]


def _best_first(hits: list[Hit]) -> list[Hit]:
    """What is called just so, what begins so, and the rest as its room has it."""
    return sorted(hits, key=lambda hit: -hit.fit)


def _in_every_language(noun: Any, field: str) -> list[str]:
    return [getattr(noun, f"{field}_{language}") for language in LANGUAGES]


def _members(text: str, *, on: date) -> list[Hit]:
    members = member_rows(on=on)
    rows = [
        Hit(
            row.organisation.name,
            ", ".join(part for part in (row.subregion.name if row.subregion else "", row.county[1]) if part),
            reverse("member", args=[row.key]),
            fit=found,
        )
        for row in members
        if (found := fit(text, row.organisation.name, row.key))
    ]
    groups = {row.subregion.pk: row.subregion for row in members if row.subregion}.values()
    return rows + [
        Hit(group.name, str(group.get_kind_display()), reverse("member", args=[group.slug]), fit=found)
        for group in sorted(groups, key=lambda group: alphabetical(group.name))
        if (found := fit(text, group.name))
    ]


def _programme(text: str, viewer: Viewer) -> list[Hit]:
    # Read here and not in the database: SQLite knows no upper and lower case beyond a–z.
    years = visible_programmes(viewer)
    return _activities(text, years) + _milestones(text, years)


def _activities(text: str, years: QuerySet[Programme]) -> list[Hit]:
    found = Activity.objects.filter(programme__in=years).select_related("programme", "strand")
    words = ("title", "way_of_working")
    return [
        Hit(
            localised(activity, "title"),
            f"{activity.programme.year} · {localised(activity.strand, 'title')}",
            reverse("activity", args=[activity.programme.year, activity.key]),
            fit=fits,
        )
        for activity in found.order_by("-programme__year", "number")
        if (
            fits := fit(
                text,
                str(activity.programme.year),
                *(name for word in words for name in _in_every_language(activity, word)),
            )
        )
    ]


def _milestones(text: str, years: QuerySet[Programme]) -> list[Hit]:
    found = Milestone.objects.filter(activity__programme__in=years).select_related("activity__programme")
    return [
        Hit(
            spoken(step, "title"),
            gettext("Milestone, %(day)s: %(activity)s")
            % {"day": day(step.due), "activity": localised(step.activity, "title")},
            reverse("activity", args=[step.activity.programme.year, step.activity.key]),
            fit=fits,
        )
        for step in found.order_by("-due", "pk")
        if (fits := fit(text, *_in_every_language(step, "title")))
    ]


def _declarations(text: str, viewer: Viewer) -> list[Hit]:
    return [_promise(hit) for hit in points.search(text, viewer)]


def _promise(hit: points.Hit) -> Hit:
    title = localised(hit.declaration, "title")
    if hit.point is None:
        return Hit(
            title, localised(hit.declaration, "about"), f"/erklaering/{hit.declaration.key}/", fit=hit.fit
        )
    address = reverse("point", args=[hit.declaration.key, hit.point.key])
    note = f"{title} {hit.point.wording.name} · {localised(hit.point, 'text')}"
    return Hit(str(hit.point), note, address, hit.point.wording.is_illustrative, hit.fit)


def _editions(text: str, viewer: Viewer) -> list[Hit]:
    return [
        Hit(
            localised(edition, "title"),
            f"{gettext('Edition of Klimastatus')} · {edition.get_state_display()}",
            reverse("edition", args=[edition.year]),
            fit=found,
        )
        for edition in visible_editions(viewer)
        if (found := fit(text, str(edition.year), *_in_every_language(edition, "title")))
    ]


def _calls(text: str, viewer: Viewer) -> list[Hit]:
    return [
        Hit(localised(hit.call, "title"), weekday(hit.call.due), reverse("call", args=[hit.call.slug]))
        for hit in calls.search(text, viewer)
    ]


def _meetings(text: str, viewer: Viewer) -> list[Hit]:
    return [
        Hit(hit.title, hit.note, hit.url, hit.is_illustrative, hit.fit) for hit in events.search(text, viewer)
    ]


def _advocacy(text: str, viewer: Viewer) -> list[Hit]:
    return [
        Hit(hit.title, hit.note, hit.url, hit.is_illustrative, hit.fit)
        for hit in advocacy.search(text, viewer)
    ]


def _documents(text: str, viewer: Viewer) -> list[Hit]:
    return [
        Hit(
            hit.card.title,
            f"{hit.card.document.owner.name}, {hit.card.document.year} · {hit.snippet}",
            reverse("document", args=[hit.card.document.slug]),
            hit.card.document.is_illustrative,
        )
        for hit in documents.search(text, viewer)
    ]


def _indicators(text: str) -> list[Hit]:
    sectors = ", ".join(indicators.sectors_called(text))
    by_sector = gettext("By sector: %(sectors)s") % {"sectors": sectors}
    return [
        Hit(
            localised(row, "title"),
            by_sector if sectors else localised(row, "notes"),
            reverse("indicator", args=[row.key]),
        )
        for row in indicators.search(text)
    ]


def _material_flows(text: str, viewer: Viewer) -> list[Hit]:
    return [Hit(hit.title, hit.note, hit.url, fit=hit.fit) for hit in material_flows.search(text, viewer)]


def _bodies_and_people(text: str, viewer: Viewer, *, on: date) -> list[Hit]:
    bodies = [
        Hit(str(body), str(body.get_kind_display()), reverse("body", args=[body.slug]), fit=found)
        for body in bodies_on(on)
        if (found := fit(text, *_in_every_language(body, "name")))
    ]
    return bodies + _people(text, viewer, on=on)


def _people(text: str, viewer: Viewer, *, on: date) -> list[Hit]:
    """Everybody for the secretariat; for others mayors and those who sit in political bodies. Each once."""
    found = _mayors(text, on=on)
    if viewer.is_secretariat:
        found = {key: replace(hit, url=reverse("person", args=[key])) for key, hit in found.items()}
        others = {
            person.pk: Hit(person.name, person.email or "", reverse("person", args=[person.pk]), fit=fits)
            for person in people()
            if (fits := fit(text, person.name, person.email or ""))
        }
    else:
        others = {
            row.person.pk: Hit(
                row.person.name,
                ", ".join(str(seat.body) for seat in row.seats),
                reverse("body", args=[row.seats[0].body.slug]),
                fit=fits,
            )
            for row in politicians(on=on)
            if (fits := fit(text, row.person.name))
        }
    return list((others | found).values())


def _mayors(text: str, *, on: date) -> dict[int, Hit]:
    """Those who hold a post that is public, by their name, their post or where they hold it."""
    return {
        office.person_id: Hit(
            str(office.person), str(office), reverse("member", args=[office.organisation.slug]), fit=fits
        )
        for office in offices_held(PUBLIC_OFFICES, on=on)
        if (fits := fit(text, str(office.person), str(office), str(office.get_kind_display())))
    }
