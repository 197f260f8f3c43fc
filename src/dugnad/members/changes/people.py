"""Verbs for people: posts, accounts, and the right to be shown and to be forgotten."""

from datetime import date, datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from dugnad.kit import history
from dugnad.kit.changes import add, edit, forget_mail, forget_name, queue_mail
from dugnad.kit.clock import local_day
from dugnad.kit.errors import Refused
from dugnad.kit.mail import write_letter
from dugnad.members import rules
from dugnad.members.changes.bodies import vacate_seat
from dugnad.members.changes.organisations import refuse_period
from dugnad.members.kinds import Mandate
from dugnad.members.models import Office, Organisation, Person, User
from dugnad.members.queries import account_of, everything_about, person_with_email

OFFICE_FIELDS = ("kind", "title_nb", "title_nn", "title_en", "mandate", "valid_from", "valid_to")


@transaction.atomic
def add_person(
    *,
    name: str,
    email: str | None = None,
    phone: str = "",
    language: str = "nb",
    by: Person | None,
    at: datetime,
) -> Person:
    """Add a person; an account is another matter."""
    person = Person(name=name, email=_free_address(email), phone=phone, language=language)
    add(person, "add_person", by=by, at=at)
    return person


@transaction.atomic
def edit_person(person: Person, *, by: Person | None, at: datetime, **values: Any) -> bool:
    """Change a person's name, work e-mail, telephone or language; the account follows the e-mail."""
    if "email" in values:
        values["email"] = _free_address(values["email"], person)
        _move_account(person, values["email"], by=by, at=at)
    return edit(person, "edit_person", values, by=by, at=at)


@transaction.atomic
def appoint_to_office(
    person: Person,
    organisation: Organisation,
    *,
    kind: str,
    title_nb: str = "",
    title_nn: str = "",
    title_en: str = "",
    mandate: str = Mandate.NONE,
    on: date,
    until: date | None = None,
    by: Person | None,
    at: datetime,
) -> Office:
    """Give a person a post at an organisation from a day, and say what it lets them do here."""
    office = Office(
        person=person,
        organisation=organisation,
        kind=kind,
        title_nb=title_nb,
        title_nn=title_nn,
        title_en=title_en,
        mandate=mandate,
        valid_from=on,
        valid_to=until,
    )
    _refuse_office(office)
    add(office, "appoint_to_office", by=by, at=at, of=organisation.pk)
    return office


@transaction.atomic
def edit_office(office: Office, *, by: Person | None, at: datetime, **values: Any) -> bool:
    """Change a post's title, mandate or days."""
    wanted = Office(pk=office.pk, person=office.person, organisation=office.organisation)
    for name in OFFICE_FIELDS:
        setattr(wanted, name, values.get(name, getattr(office, name)))
    _refuse_office(wanted)
    return edit(office, "edit_office", values, by=by, at=at, of=office.organisation_id)


@transaction.atomic
def end_office(office: Office, *, on: date, by: Person | None, at: datetime) -> bool:
    """End a post; the day given is its last."""
    refuse_period(office.valid_from, on)
    return edit(office, "end_office", {"valid_to": on}, by=by, at=at, of=office.organisation_id)


@transaction.atomic
def give_account(person: Person, *, tell: bool = False, by: Person | None, at: datetime) -> User:
    """Let a person sign in with their work e-mail, and tell them by mail if asked to."""
    if not person.email:
        message = _("%(name)s has no e-mail here. Add one first; the code for signing in is sent there.")
        raise Refused("no e-mail", message % {"name": person}, field="email")
    account = account_of(person)
    if account is None:
        account = User(email=person.email, person=person, created_at=at)
        account.set_unusable_password()
        add(account, "give_account", by=by, at=at)
    else:
        edit(account, "give_account", {"email": person.email, "is_active": True}, by=by, at=at)
    if tell:
        letter = write_letter(
            "members/mail/account_given.txt", person.language, {"person": person, "account": account}
        )
        queue_mail(f"account-{account.pk}-{at.isoformat()}", account.email, letter, at=at)
    return account


def note_sign_in(account: User, *, at: datetime) -> None:
    """Note when somebody last signed in; no entry in the trail, for looking changes nothing."""
    account.last_login = at
    account.save(update_fields=["last_login"])


@transaction.atomic
def close_account(person: Person, *, by: Person | None, at: datetime) -> bool:
    """Let a person sign in no more; what they have done stays."""
    account = account_of(person)
    if account is None:
        return False
    _refuse_own(person, by)
    return edit(account, "close_account", {"is_active": False}, by=by, at=at)


@transaction.atomic
def hand_over(person: Person, *, on: date, by: Person | None, at: datetime) -> bool:
    """End everything a person holds after a day: places stand vacant, posts end, the account closes.

    Until that day they work here, so where it is yet to come the account stays open; tells whether it does.
    """
    account = account_of(person)
    stays_open = account is not None and account.is_active and on > local_day(at)
    if stays_open:
        _refuse_own(person, by)
    for seat in person.seats.filter(_still_open(on)):
        if seat.valid_from > on:
            edit(seat, "vacate_seat", {"person_id": None}, by=by, at=at, of=seat.organisation_id)
        else:
            vacate_seat(seat, on=on, by=by, at=at)
    for office in person.offices.filter(_still_open(on)):
        last = max(on, office.valid_from)
        edit(office, "end_office", {"valid_to": last}, by=by, at=at, of=office.organisation_id)
    if not stays_open:
        close_account(person, by=by, at=at)
    return stays_open


def _refuse_own(person: Person, by: Person | None) -> None:
    if by is not None and by.pk == person.pk:
        raise Refused("self", _("You cannot close your own account. Ask a colleague to do it."))


@transaction.atomic
def export_person(person: Person, *, by: Person | None, at: datetime) -> dict[str, Any]:
    """Everything that we keep about a person; the trail tells that it was taken out."""
    history.record("export_person", person, by=by, at=at)
    return everything_about(person)


@transaction.atomic
def erase_person(person: Person, *, by: Person | None, at: datetime) -> None:
    """Forget who a person was: the row stays, so that what was decided still stands, without a name."""
    if person.erased_at is not None:
        raise Refused("erased", _("This person is already erased."))
    hand_over(person, on=at.date(), by=by, at=at)
    account = account_of(person)
    if account is not None:
        EmailAddress.objects.filter(user=account).delete()
        edit(account, "erase_person", {"email": f"erased-{person.pk}@erased.invalid"}, by=by, at=at)
    if person.email:
        forget_mail(person.email)
    forget_name(person.name)
    values = {"name": "", "email": None, "phone": "", "erased_at": at}
    Person.objects.filter(pk=person.pk).update(**values)
    person.refresh_from_db()
    history.record("erase_person", person, by=by, at=at)


def _still_open(day: date) -> Q:
    return Q(valid_to__isnull=True) | Q(valid_to__gt=day)


def _free_address(email: str | None, person: Person | None = None) -> str | None:
    if not email:
        return None
    found = person_with_email(email)
    if found is not None and found != person:
        message = _("%(email)s already belongs to %(name)s.") % {"email": email, "name": found}
        raise Refused("e-mail", message, field="email")
    return email


def _move_account(person: Person, email: str | None, *, by: Person | None, at: datetime) -> None:
    account = account_of(person)
    if account is None or account.email == email:
        return
    if email is None:
        if account.is_active:
            raise Refused(
                "account", _("The account needs an e-mail. Close the account first."), field="email"
            )
        return
    # Whoever reads the old address must not be able to sign in with it.
    EmailAddress.objects.filter(user=account).delete()
    edit(account, "edit_person", {"email": email}, by=by, at=at)


def _refuse_office(office: Office) -> None:
    refuse_period(office.valid_from, office.valid_to)
    others = Office.objects.filter(person=office.person, organisation=office.organisation, kind=office.kind)
    for other in others.exclude(pk=office.pk):
        if rules.overlaps(other, office.valid_from, office.valid_to):
            message = _("%(name)s already holds this post at %(organisation)s in that time.")
            names = {"name": office.person, "organisation": office.organisation}
            raise Refused("overlap", message % names, field="kind")
