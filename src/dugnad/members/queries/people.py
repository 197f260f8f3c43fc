"""Questions about people: their offices, seats and accounts."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from django.db.models import Q, QuerySet

from dugnad.kit.models import Change
from dugnad.kit.queries import InNorwegianOrder
from dugnad.kit.text import holds_words, localised
from dugnad.members.kinds import BODY_FACTS, Mandate
from dugnad.members.models import Membership, Office, Organisation, Person, Seat, User
from dugnad.members.queries.organisations import members_on
from dugnad.members.queries.periods import LONGEST, holding, only

ANSWERING = (Mandate.EDITOR, Mandate.APPROVER)


@dataclass(frozen=True)
class PersonRow:
    """A person in a list, with what they hold on a day."""

    person: Person
    offices: list[Office] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)
    has_account: bool = False


@dataclass(frozen=True)
class Holdings:
    """What somebody leaves behind on a day: offices, seats, and members for whom nobody else can answer."""

    offices: list[Office]
    seats: list[Seat]
    has_account: bool
    left_alone: list[Organisation]


def offices_at(organisation: Organisation, *, on: date) -> QuerySet[Office]:
    """Who held which post at an organisation on a day."""
    return organisation.offices.filter(holding(on)).select_related("person")


def offices_held(kinds: Iterable[str], *, on: date) -> QuerySet[Office]:
    """Who held posts of these kinds on a day, by organisation."""
    held = Office.objects.filter(holding(on), kind__in=kinds).select_related("person", "organisation")
    return held.order_by(InNorwegianOrder("organisation__name"), "kind")


def people_who_answer(organisation: Organisation, *, on: date) -> QuerySet[Person]:
    """The people with an e-mail who may write or submit answers for an organisation on a day."""
    held = organisation.offices.filter(holding(on), mandate__in=ANSWERING)
    return Person.objects.filter(pk__in=held.values("person_id"), email__isnull=False)


def members_without_answerer(*, on: date) -> QuerySet[Organisation]:
    """The members for which nobody with an e-mail may answer, themselves or by their sub-region."""
    held = Office.objects.filter(holding(on), mandate__in=ANSWERING, person__email__isnull=False)
    own = held.values("organisation_id")
    speaking = held.filter(organisation__answers_for_members=True).values("organisation_id")
    spoken_for = Membership.objects.filter(holding(on), group__in=speaking).values("organisation_id")
    return members_on(on).exclude(Q(pk__in=own) | Q(pk__in=spoken_for))


def people() -> QuerySet[Person]:
    """Everybody who has not been erased."""
    return Person.objects.filter(erased_at__isnull=True)


def told_apart(found: Iterable[Person], *, on: date) -> dict[int, str]:
    """What each of these is called in a list; who shares a name is told by post and member, or by body."""
    everybody = list(found)
    times = Counter(str(person) for person in everybody)
    shared = with_holdings([person for person in everybody if times[str(person)] > 1], on=on)
    return {person.pk: str(person) for person in everybody} | {
        row.person.pk: f"{row.person} ({_known_as(row)})" for row in shared
    }


def _known_as(row: PersonRow) -> str:
    if row.offices:
        return str(row.offices[0])
    sent_by = [", ".join(str(one) for one in (seat.organisation, seat.body) if one) for seat in row.seats]
    return sent_by[0] if sent_by else row.person.email or f"#{row.person.pk}"


def person_with_email(email: str) -> Person | None:
    """The person with this address, in any case."""
    return Person.objects.filter(email__iexact=email[:LONGEST]).first() if email else None


def person_called(words: str) -> Person | None:
    """The person that a cell names: by # and number, by e-mail, or by a name that nobody shares."""
    if words[:1] == "#" and words[1:].isdecimal():
        return Person.objects.filter(pk=int(words[1:])).first()
    return person_with_email(words) or only(people().filter(name=words))


class PersonNames:
    """How the sheets name people: by e-mail, by a name that nobody shares, or by # and number.

    It remembers the names of when it was made: an e-mail that one sheet changes still names its person
    in the others.
    """

    def __init__(self) -> None:
        everybody = list(people())
        self._shared = {name for name, times in Counter(p.name for p in everybody).items() if times > 1}
        self._known = {self.of(person): person.pk for person in everybody}

    def of(self, person: Person | None) -> str:
        """The name of a person for a cell; empty for nobody."""
        if person is None:
            return ""
        plain = person.name and person.name not in self._shared and person.name[:1] != "#"
        return person.email or (person.name if plain and "@" not in person.name else f"#{person.pk}")

    def person(self, words: str) -> Person | None:
        """The person that a cell names, now or when the sheets were written."""
        return person_called(words) or Person.objects.filter(pk=self._known.get(words, 0)).first()


def person_rows(*, on: date, search: str = "", organisation: str = "", body: str = "") -> list[PersonRow]:
    """Everybody with what they hold on a day; filters by words in name or e-mail, and by slugs."""
    found = people().order_by(InNorwegianOrder("name"), "pk")
    if organisation:
        held = Q(offices__organisation__slug=organisation) | Q(seats__organisation__slug=organisation)
        found = found.filter(held).distinct()
    if body:
        found = found.filter(seats__in=Seat.objects.filter(holding(on), body__slug=body)).distinct()
    # Words are compared here and not in the database: SQLite knows no upper and lower case beyond a–z.
    named = [person for person in found if holds_words(search, person.name, person.email or "")]
    return with_holdings(named, on=on)


def with_holdings(found: list[Person], *, on: date) -> list[PersonRow]:
    """These people with their offices and seats on a day; three queries, however many they are."""
    if not found:
        return []
    keys = [person.pk for person in found]
    accounts = set(User.objects.filter(person__in=keys, is_active=True).values_list("person_id", flat=True))
    rows = {person.pk: PersonRow(person, has_account=person.pk in accounts) for person in found}
    held = holding(on) & Q(person__in=keys)
    for office in Office.objects.filter(held).select_related("organisation"):
        rows[office.person_id].offices.append(office)
    for seat in Seat.objects.filter(held).select_related("body", "organisation"):
        rows[seat.person_id].seats.append(seat)  # type: ignore[index]
    return list(rows.values())


def politicians(*, on: date) -> list[PersonRow]:
    """Those who sit in political bodies on a day, with these seats alone: what the public may see."""
    political = [kind for kind, facts in BODY_FACTS.items() if facts.political]
    held = Seat.objects.filter(holding(on), person__isnull=False, body__kind__in=political)
    rows: dict[int, PersonRow] = {}
    for seat in held.select_related("person", "body", "organisation").order_by(
        InNorwegianOrder("person__name"), "body"
    ):
        person = cast(Person, seat.person)
        rows.setdefault(person.pk, PersonRow(person)).seats.append(seat)
    return list(rows.values())


def holdings_of(person: Person, *, on: date) -> Holdings:
    """What a person holds on a day, and which members lose their only answerer when they go."""
    row = with_holdings([person], on=on)[0]
    answering = [office.organisation for office in row.offices if office.mandate in ANSWERING]
    alone = [o for o in answering if not people_who_answer(o, on=on).exclude(pk=person.pk).exists()]
    return Holdings(row.offices, row.seats, row.has_account, alone)


def offices_of(person: Person) -> QuerySet[Office]:
    """Every post that a person has held, newest first."""
    return person.offices.select_related("organisation").order_by("-valid_from")


def seats_of(person: Person) -> QuerySet[Seat]:
    """Every seat that a person has held, newest first."""
    return person.seats.select_related("body", "organisation").order_by("-valid_from")


def account_of(person: Person) -> User | None:
    """The account of a person, closed ones included."""
    return User.objects.filter(person=person).first()


def everything_about(person: Person) -> dict[str, Any]:
    """All that this room keeps about a person, for the person: the right of access."""
    account = account_of(person)
    return {
        "name": person.name,
        "email": person.email,
        "phone": person.phone,
        "language": person.language,
        "account": _account(account),
        "offices": [_post(office, office.organisation.name) for office in offices_of(person)],
        "seats": [_post(seat, seat.body.name_nb) for seat in seats_of(person)],
        "trail": [_entry(change) for change in Change.objects.filter(actor_id=person.pk).order_by("id")],
    }


def _account(account: User | None) -> dict[str, Any] | None:
    if account is None:
        return None
    return {
        "email": account.email,
        "is_active": account.is_active,
        "created_at": account.created_at.isoformat(),
        "last_login": account.last_login.isoformat() if account.last_login else None,
    }


def _post(held: Office | Seat, where: str) -> dict[str, Any]:
    return {
        "where": where,
        "what": held.kind if isinstance(held, Office) else held.role,
        "title": localised(held, "title"),
        "valid_from": held.valid_from.isoformat(),
        "valid_to": held.valid_to.isoformat() if held.valid_to else None,
    }


def _entry(change: Change) -> dict[str, Any]:
    return {"at": change.at.isoformat(), "did": change.verb, "to": f"{change.noun} {change.object_id}"}
