"""The blocks of an edition: plain content in an order, ready to be frozen and fingerprinted."""

from collections.abc import Mapping
from typing import Any

from dugnad.documents.models import Attachment
from dugnad.documents.queries import Card
from dugnad.editions.kinds import BlockKind
from dugnad.editions.queries.catalogue import indicator_block
from dugnad.editions.queries.composition.borders import borders_of
from dugnad.editions.queries.composition.gathering import Composition, Content, Member, Sums, known, tenths
from dugnad.editions.queries.composition.missing import gaps_in
from dugnad.engine.series import Profile, most_alike, sum_of_parts
from dugnad.indicators.kinds import SECTORS
from dugnad.indicators.models import Observation, Vintage
from dugnad.members.models import Organisation
from dugnad.members.queries import alphabetical

ALIKE = 4
Block = tuple[str, str, Content]


def blocks_of(composition: Composition) -> list[Block]:
    """The blocks of an edition, as (kind, key, content), in order."""
    profiles = _profiles(composition)
    members = [
        (BlockKind.MEMBER.value, member.code.code, _member(composition, member, profiles))
        for member in composition.members
    ]
    return [
        (BlockKind.REGION.value, "region", _region(composition)),
        (BlockKind.ANSWERS.value, "answers", _answers(composition)),
        (BlockKind.ALLIANCE_YEAR.value, "alliance_year", _alliance_year(composition)),
        (BlockKind.STORIES.value, "stories", {"stories": [_story(card) for card in composition.stories]}),
        (BlockKind.METHOD.value, "method", _method(composition)),
        *members,
        *_indicators(composition),
        *_borders(composition),
    ]


def _borders(composition: Composition) -> list[Block]:
    found = borders_of(composition)
    return [(BlockKind.BORDERS.value, "borders", found)] if found else []


def _indicators(composition: Composition) -> list[Block]:
    return [
        (BlockKind.INDICATOR.value, indicator_block(content["key"]), content | {"vintages": _told(vintages)})
        for content, vintages in composition.shown
    ]


def _told(vintages: list[Vintage]) -> list[Content]:
    return [_vintage(vintage) for vintage in vintages]


def places_of(composition: Composition) -> list[Block]:
    """The blocks that hold figures, without likeness, answers, words and method."""
    members = [
        (
            BlockKind.MEMBER.value,
            member.code.code,
            _member_line(composition, member) | _place(composition, own),
        )
        for member in composition.members
        for own in [frozenset({member.code.code})]
    ]
    return [
        (BlockKind.REGION.value, "region", _region(composition)),
        *members,
        *_indicators(composition),
    ]


# Places ----------------------------------------------------------------------------------------------


def _region(composition: Composition) -> Content:
    national = composition.national.totals if composition.national else {}
    return {
        **_place(composition, composition.codes),
        "national": known({year: national.get(year) for year in composition.years}),
        "members": [_member_line(composition, member) for member in composition.members],
        "subregions": [
            {"slug": subregion.slug, "name": subregion.name, "codes": sorted(own)}
            | _place(composition, frozenset(own))
            for subregion, own in _by_subregion(composition)
        ],
    }


def _place(composition: Composition, codes: frozenset[str]) -> Content:
    """Totals and sectors of one or several places by year; a sum that lacks a part is left out."""
    sums, years = composition.sums, composition.years
    sectors = {
        sector: known({year: sums.by_sector(codes, year)[sector] for year in years})
        for sector in sums.sectors
    }
    people = composition.inhabitants.totals
    return {
        "total": known({year: sums.total(codes, year) for year in years}),
        "sectors": {sector: values for sector, values in sectors.items() if any(values.values())},
        "inhabitants": known({y: sum_of_parts([people.get((code, y)) for code in codes]) for y in years}),
        "illustrative": sums.is_illustrative(codes),
    }


def _by_subregion(composition: Composition) -> list[tuple[Organisation, list[str]]]:
    grouped: dict[int, tuple[Organisation, list[str]]] = {}
    for member in composition.members:
        if member.subregion:
            grouped.setdefault(member.subregion.pk, (member.subregion, []))[1].append(member.code.code)
    return sorted(grouped.values(), key=lambda pair: alphabetical(pair[0].name))


def _member_line(composition: Composition, member: Member) -> Content:
    code = member.code.code
    sums, own = composition.sums, frozenset({code})
    first, last = sums.total(own, composition.edition.base_year), sums.total(own, composition.last_year)
    return {
        "code": code,
        "name": member.organisation.name,
        "slug": member.organisation.slug,
        "subregion": member.subregion.name if member.subregion else "",
        "first": tenths(first),
        "last": tenths(last),
        "illustrative": sums.is_illustrative(own),
    }


def _member(composition: Composition, member: Member, profiles: Mapping[str, Profile]) -> Content:
    code, vintages = member.code.code, composition.sums.figures.vintage_of
    answered = composition.answered
    return {
        **_member_line(composition, member),
        **_place(composition, frozenset({code})),
        "vintage": _vintage(vintages[code]) if code in vintages else None,
        **_others(composition, code),
        "alike": _alike(composition, profiles, code),
        "answers": answered.of_member(member.organisation.pk) if answered else [],
        "answers_made_up": answered.is_made_up if answered else False,
        **({"reply": reply} if answered and (reply := answered.receipts.get(member.organisation.pk)) else {}),
    }


def _others(composition: Composition, code: str) -> Content:
    """By year the vintage of what the member's newest does not tell of; nothing where it tells of all."""
    others = composition.sums.figures.others.items()
    found = {
        str(year): _vintage(vintage)
        for (place, year), vintage in sorted(others, key=_place_and_year)
        if place == code
    }
    return {"vintages_of_years": found} if found else {}


def _place_and_year(other: tuple[tuple[str, int], Vintage]) -> tuple[str, int]:
    return other[0]


# Places alike ----------------------------------------------------------------------------------------


def _profiles(composition: Composition) -> dict[str, Profile]:
    """What members are compared by in the last year: inhabitants and each sector's share."""
    year, profiles = composition.last_year, {}
    for code in sorted(composition.codes):
        total = composition.sums.total(frozenset({code}), year)
        people = composition.inhabitants.totals.get((code, year))
        if total and people:
            values = composition.sums.by_sector(frozenset({code}), year)
            profiles[code] = Profile(code, people, {s: (v or 0.0) / total for s, v in values.items()})
    return profiles


def _alike(composition: Composition, profiles: Mapping[str, Profile], code: str) -> list[Content]:
    """The members most like one, each with what they have in common."""
    own = profiles.get(code)
    if own is None:
        return []
    names = {member.code.code: member.organisation.name for member in composition.members}
    return [
        {
            "code": likeness.place,
            "name": names[likeness.place],
            "total": _place(composition, frozenset({likeness.place}))["total"],
            "illustrative": composition.sums.is_illustrative([likeness.place]),
            **_in_common(own, profiles[likeness.place]),
        }
        for likeness in most_alike(own, list(profiles.values()), ALIKE)
    ]


def _in_common(one: Profile, other: Profile) -> Content:
    """Inhabitants of both, and the sector that weighs most in both: the reader's reason to look there."""
    sectors = sorted(one.shares.keys() & other.shares.keys())
    sector = max(sectors, key=lambda sector: min(one.shares[sector], other.shares[sector]), default="")
    return {
        "inhabitants": round(other.inhabitants),
        "own_inhabitants": round(one.inhabitants),
        "shared_sector": sector,
        "share": round(other.shares.get(sector, 0.0) * 100, 1),
        "own_share": round(one.shares.get(sector, 0.0) * 100, 1),
    }


# Words -----------------------------------------------------------------------------------------------


def _answers(composition: Composition) -> Content:
    """What the members answered, counted."""
    answered = composition.answered
    if answered is None:
        return {"asked": 0, "answered": 0, "made_up": False, "questions": []}
    return {
        "asked": answered.asked,
        "answered": len(answered.answers),
        "made_up": answered.is_made_up,
        "questions": answered.counted(),
    }


def _alliance_year(composition: Composition) -> Content:
    """What the alliance set out to do in the year, and how far it had come."""
    return {
        "activities": [
            {
                "number": activity.number,
                "key": activity.key,
                "titles": _titles(activity),
                "status": activity.status,
                "note": activity.status_note,
                "milestones": [
                    {"titles": _titles(step), "done_on": step.done_on.isoformat()}
                    for step in activity.milestones.all()
                    if step.done_on
                ],
                "documents": [_text(card) for card in composition.documents.get(activity.pk, [])],
            }
            for activity in composition.activities
        ]
    }


def _titles(noun: Any) -> Content:
    return {code: getattr(noun, f"title_{code}") for code in ("nb", "nn", "en")}


def _text(card: Card) -> Content:
    """A published text as the year's account names it."""
    document = card.document
    return {
        "title": card.title,
        "slug": document.slug,
        "language": document.language,
        "kind": document.kind,
        "version": card.version.number,
        "sha256": card.version.sha256,
    }


def _story(card: Card) -> Content:
    """A story as it stood when the edition was composed: its words, its facts and its picture."""
    story, picture = card.story, card.picture
    return {
        "slug": card.document.slug,
        "title": card.title,
        "body": card.body,
        "language": card.document.language,
        "owner": card.document.owner.name,
        "owner_slug": card.document.owner.slug,
        "theme": story.theme if story else "",
        "effect": float(story.effect_value) if story and story.effect_value is not None else None,
        "effect_decimals": story.effect_decimals if story else 0,
        "effect_unit": story.effect_unit if story else "",
        "effect_method": story.effect_method if story else "",
        "funding": story.funding if story else "",
        "version": card.version.number,
        "sha256": card.version.sha256,
        "illustrative": card.document.is_illustrative,
        "picture": _picture(picture) if picture and picture.shown_file else None,
    }


def _picture(picture: Attachment) -> Content:
    shown = picture.shown_file
    return {
        "sha256": shown.sha256 if shown else "",
        "kind": shown.kind if shown else "",
        "alt": picture.alt_text,
        "credit": picture.credit,
    }


# Method ----------------------------------------------------------------------------------------------


def _method(composition: Composition) -> Content:
    edition, sums = composition.edition, composition.sums
    counted = frozenset[str]().union(*sums.figures.sectors_of.values())
    names = {member.code.code: member.organisation.name for member in composition.members}
    return {
        "vintages": [_vintage(vintage) for vintage in sums.figures.vintages],
        "population": [_vintage(vintage) for vintage in composition.inhabitants.vintages],
        "national": [_vintage(composition.national.vintage)] if composition.national else [],
        "members_on": edition.members_on.isoformat(),
        "member_count": len(composition.members),
        "codes_of": edition.members_on.isoformat(),
        "seen_by": edition.seen_by.isoformat() if edition.seen_by else "",
        "base_year": edition.base_year,
        "last_year": composition.last_year,
        "years": composition.years,
        "sectors": list(sums.sectors),
        "sectors_left_out": _in_order(counted - set(sums.sectors)),
        "gases": _gases(sums),
        **({"other_years": others} if (others := _other_years(composition)) else {}),
        "lacking": {
            str(year): [names[code] for code in lacking]
            for year in composition.years
            if (lacking := sums.lacking(year)) and sums.total(composition.codes, year) is None
        },
        # Editions that were composed before reasons were frozen have no such table.
        "missing": gaps_in(composition),
        "indicator": edition.indicator.key,
        "unit": edition.indicator.unit,
        "illustrative": sums.is_illustrative(composition.codes),
        "illustrative_members": sum(sums.is_illustrative([code]) for code in composition.codes),
    }


def _gases(sums: Sums) -> list[str]:
    """The gases in the sectors that are counted; a file may hold others in sectors that are left out."""
    rows = Observation.objects.filter(vintage__in=sums.figures.vintages, sector__in=sums.sectors)
    told = set(rows.exclude(gas="").order_by().values_list("gas", flat=True).distinct())
    return sorted(told or {gas for v in sums.figures.vintages for gas in v.gases.split()})


def _in_order(sectors: frozenset[str]) -> list[str]:
    return [key for key in SECTORS if key in sectors] + sorted(sectors - SECTORS.keys())


def _other_years(composition: Composition) -> list[int]:
    """The years of the edition in which some member's newest vintage has no figure."""
    return sorted({year for _code, year in composition.sums.figures.others}.intersection(composition.years))


def _vintage(vintage: Vintage) -> dict[str, Any]:
    return {
        "publisher": vintage.source.publisher,
        "title": vintage.source.title,
        "licence": vintage.licence,
        "seen_on": vintage.seen_on.isoformat(),
        "file": vintage.file_name,
        "sha256": vintage.file.sha256,
        "official": vintage.source.is_official,
    }
