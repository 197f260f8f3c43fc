"""The people and bodies of the demo: real municipalities, invented people, seats as alliances have them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from dugnad.demo import people
from dugnad.members import changes, queries
from dugnad.members.kinds import BodyKind, Mandate, OfficeKind, SeatRole
from dugnad.members.models import Body, Organisation, Person

BEGINNING = date(2021, 1, 1)
REFOUNDED = date(2020, 10, 28)
SPEAKING = "kongsbergregionen"
TITLES: dict[str, dict[str, Any]] = {
    OfficeKind.OTHER: {
        "title_nb": "Leder for klima og miljø",
        "title_nn": "Leiar for klima og miljø",
        "title_en": "Head of climate and environment",
    }
}
BODIES = (
    (BodyKind.ASSEMBLY, "representantskapet", "Representantskapet", "Representantskapet", "Assembly"),
    (BodyKind.BOARD, "styret", "Styret", "Styret", "Board"),
    (
        BodyKind.ADVOCACY_COMMITTEE,
        "interessepolitisk-utvalg",
        "Interessepolitisk utvalg",
        "Interessepolitisk utval",
        "Advocacy committee",
    ),
    (
        BodyKind.COORDINATION_GROUP,
        "koordineringsgruppen",
        "Administrativ koordineringsgruppe",
        "Administrativ koordineringsgruppe",
        "Administrative co-ordination group",
    ),
    (
        BodyKind.EXPERT_GROUP,
        "faggruppe-klima-og-miljo",
        "Faggruppe for klima og miljø",
        "Faggruppe for klima og miljø",
        "Expert group for climate and environment",
    ),
    (BodyKind.SECRETARIAT, "sekretariatet", "Sekretariatet", "Sekretariatet", "Secretariat"),
)
MANDATES = {
    BodyKind.EXPERT_GROUP: "Gruppen gir faglige råd til sekretariatet, lager plan for oppfølging av "
    "ordførererklæringen, viser frem gode eksempler og gir råd om et regionalt klimabarometer."
}


@dataclass
class Cast:
    """Who plays which part in the demo."""

    secretary: Person
    board_member: Person
    guest: Person
    advisers: dict[int, Person] = field(default_factory=dict)
    managers: dict[int, Person] = field(default_factory=dict)
    # Who answers for the members of a sub-region that may do so, by the sub-region's slug.
    regions: dict[str, Person] = field(default_factory=dict)


def load_alliance(*, at: datetime) -> Cast:
    """The members, their people, the bodies and those who sit in them."""
    changes.load_reference_codes(by=None, at=at)
    changes.load_reference_members(by=None, at=at)
    secretary = _person("Solveig Demo Nordli", "sekretariat", at=at, account=True)
    guest = _person("Alex Demo Partner", "gjest", at=at, account=True, language="en")
    board_member = _person("Tormod Demo Styre", "styret", at=at, account=True)
    cast = Cast(secretary, board_member, guest)
    _load_members_people(cast, at=at)
    _load_region(cast, at=at)
    _load_bodies(cast, at=at)
    return cast


def _person(name: str, slug: str, *, at: datetime, account: bool = False, language: str = "nb") -> Person:
    person = changes.add_person(name=name, email=f"{slug}@{people.DOMAIN}", language=language, by=None, at=at)
    if account:
        changes.give_account(person, by=None, at=at)
    return person


def _load_members_people(cast: Cast, *, at: datetime) -> None:
    for number, member in enumerate(queries.members_on(at.date())):
        language = "nn" if member.language_form == "nn" else "nb"
        cast.advisers[member.pk] = _official(
            people.adviser(number, member.slug),
            member,
            OfficeKind.CLIMATE_ADVISER,
            Mandate.EDITOR,
            language,
            at,
        )
        cast.managers[member.pk] = _official(
            people.manager(number, member.slug), member, OfficeKind.OTHER, Mandate.APPROVER, language, at
        )
        mayor = changes.add_person(name=people.mayor(number).name, language=language, by=None, at=at)
        changes.appoint_to_office(mayor, member, kind=OfficeKind.MAYOR, on=REFOUNDED, by=None, at=at)


def _load_region(cast: Cast, *, at: datetime) -> None:
    """The co-ordinator of a sub-region that answers for its municipalities."""
    region = queries.organisation_named(SPEAKING)
    if region is None:
        raise LookupError(f"The demo needs a sub-region with the name {SPEAKING}.")
    sketch = people.Sketch("Ingeborg Demo Koordinator", f"{SPEAKING}@{people.DOMAIN}")
    cast.regions[SPEAKING] = _official(sketch, region, OfficeKind.COORDINATOR, Mandate.APPROVER, "nb", at)


def _official(  # noqa: PLR0917 - one row of a table of invented people
    sketch: people.Sketch, member: Organisation, kind: str, mandate: str, language: str, at: datetime
) -> Person:
    person = changes.add_person(
        name=sketch.name, email=sketch.email, phone="00 00 00 00", language=language, by=None, at=at
    )
    titles = TITLES.get(kind, {})
    changes.appoint_to_office(
        person, member, kind=kind, mandate=mandate, on=BEGINNING, by=None, at=at, **titles
    )
    changes.give_account(person, by=None, at=at)
    return person


def _load_bodies(cast: Cast, *, at: datetime) -> None:
    bodies = {
        slug: changes.create_body(
            kind=kind, slug=slug, name_nb=nb, name_nn=nn, name_en=en, on=REFOUNDED, by=None, at=at,
            mandate_text=MANDATES.get(kind, ""),
        )
        for kind, slug, nb, nn, en in BODIES
    }  # fmt: skip
    changes.add_seat(
        bodies["sekretariatet"],
        role=SeatRole.ADMINISTRATOR,
        person=cast.secretary,
        on=REFOUNDED,
        by=None,
        at=at,
    )
    _load_political_seats(bodies["styret"], cast, at=at)
    _load_expert_seats(bodies["faggruppe-klima-og-miljo"], cast, at=at)


def _load_political_seats(board: Body, cast: Cast, *, at: datetime) -> None:
    """One seat for each sub-region, held by a mayor; the demo's member chairs; one is unsettled."""
    subregions = list(queries.subregions(at.date()))
    for number, subregion in enumerate(subregions):
        member = queries.members_of(subregion, on=at.date())[0]
        mayor = member.offices.get(kind=OfficeKind.MAYOR).person
        person = cast.board_member if number == 0 else mayor
        role = {0: SeatRole.CHAIR, 1: SeatRole.DEPUTY_CHAIR}.get(number, SeatRole.MEMBER)
        vacant = number == len(subregions) - 1
        changes.add_seat(
            board,
            role=SeatRole.MEMBER if vacant else role,
            organisation=subregion,
            person=None if vacant else person,
            on=BEGINNING,
            by=None,
            at=at,
        )


def _load_expert_seats(group: Body, cast: Cast, *, at: datetime) -> None:
    """Officials, one from each sub-region, with a personal deputy where there are two; the county watches."""
    for number, subregion in enumerate(queries.subregions(at.date())):
        own = list(queries.members_of(subregion, on=at.date()))
        role = {2: SeatRole.CHAIR, 3: SeatRole.DEPUTY_CHAIR}.get(number, SeatRole.MEMBER)
        seat = changes.add_seat(
            group,
            role=role,
            organisation=subregion,
            person=cast.advisers[own[0].pk],
            on=BEGINNING,
            by=None,
            at=at,
        )
        if len(own) > 1:
            changes.add_seat(
                group,
                role=SeatRole.DEPUTY,
                organisation=subregion,
                person=cast.advisers[own[1].pk],
                deputy_for=seat,
                on=BEGINNING,
                by=None,
                at=at,
            )
    county = queries.organisation_named("innlandet")
    if county:
        changes.add_seat(
            group,
            role=SeatRole.OBSERVER,
            organisation=county,
            person=cast.advisers[county.pk],
            on=BEGINNING,
            by=None,
            at=at,
        )
