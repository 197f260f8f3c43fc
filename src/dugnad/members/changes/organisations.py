"""Verbs for organisations and their memberships."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.kit.changes import add, edit
from dugnad.kit.errors import Refused
from dugnad.members import rules
from dugnad.members.changes.codes import link_codes
from dugnad.members.kinds import LanguageForm
from dugnad.members.models import Membership, Organisation, Person


@transaction.atomic
def add_organisation(
    *,
    kind: str,
    name: str,
    slug: str = "",
    language_form: str = LanguageForm.BOKMAAL,
    organisation_number: str = "",
    website: str = "",
    country: str = "NO",
    answers_for_members: bool = False,
    code: str = "",
    by: Person | None,
    at: datetime,
) -> Organisation:
    """Add an organisation, perhaps with its number; its short name follows from its name unless given."""
    organisation = Organisation(
        kind=kind,
        name=name,
        slug=slug or rules.slug_of(name),
        language_form=language_form,
        organisation_number=organisation_number,
        website=website,
        country=country,
        answers_for_members=answers_for_members,
    )
    _refuse_slug(organisation.slug)
    if rules.is_one_only(kind) and Organisation.objects.filter(kind=kind).exists():
        raise Refused("alliance", _("This workspace already has its alliance."), field="kind")
    add(organisation, "add_organisation", by=by, at=at)
    if code:
        link_codes(organisation, code, by=by, at=at)
    return organisation


@transaction.atomic
def edit_organisation(
    organisation: Organisation, *, code: str = "", by: Person | None, at: datetime, **values: Any
) -> bool:
    """Change what we know of an organisation; its short name stays, because addresses rest on it."""
    if "slug" in values and values["slug"] != organisation.slug:
        raise Refused("slug", _("The short name stays as it is, because links rest on it."), field="slug")
    if code and not organisation.codes.filter(code=code).exists():
        link_codes(organisation, code, by=by, at=at)
    return edit(organisation, "edit_organisation", values, by=by, at=at, of=organisation.pk)


@transaction.atomic
def rename_organisation(organisation: Organisation, name: str, *, by: Person | None, at: datetime) -> bool:
    """Give an organisation a new name; links to it keep working."""
    return edit(organisation, "rename_organisation", {"name": name}, by=by, at=at, of=organisation.pk)


@transaction.atomic
def take_up_membership(
    organisation: Organisation,
    group: Organisation,
    *,
    on: date,
    until: date | None = None,
    is_confirmed: bool = True,
    by: Person | None,
    at: datetime,
) -> Membership:
    """Make an organisation a member of the alliance or of a sub-region from a day."""
    membership = Membership(
        organisation=organisation, group=group, valid_from=on, valid_to=until, is_confirmed=is_confirmed
    )
    _refuse_membership(membership)
    add(membership, "take_up_membership", by=by, at=at, of=organisation.pk)
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, on: date, by: Person | None, at: datetime) -> bool:
    """End a membership; the day given is its last."""
    return _edit_membership(membership, "end_membership", {"valid_to": on}, by=by, at=at)


@transaction.atomic
def correct_membership(membership: Membership, *, by: Person | None, at: datetime, **values: Any) -> bool:
    """Correct the days of a membership, or confirm it."""
    return _edit_membership(membership, "correct_membership", values, by=by, at=at)


@transaction.atomic
def confirm_membership(membership: Membership, *, by: Person | None, at: datetime) -> bool:
    """Note that the secretariat has checked a membership that was inferred."""
    return _edit_membership(membership, "confirm_membership", {"is_confirmed": True}, by=by, at=at)


def _edit_membership(
    membership: Membership, verb: str, values: dict[str, Any], *, by: Person | None, at: datetime
) -> bool:
    wanted = Membership(
        pk=membership.pk,
        organisation=membership.organisation,
        group=membership.group,
        valid_from=values.get("valid_from", membership.valid_from),
        valid_to=values.get("valid_to", membership.valid_to),
    )
    _refuse_membership(wanted)
    return edit(membership, verb, values, by=by, at=at, of=membership.organisation_id)


def refuse_period(first: date, last: date | None) -> None:
    """Raise Refused when the last day comes before the first."""
    if not rules.is_period(first, last):
        raise Refused("period", _("The last day cannot come before the first."), field="valid_to")


def _refuse_membership(membership: Membership) -> None:
    refuse_period(membership.valid_from, membership.valid_to)
    if not rules.can_have_members(membership.group.kind):
        message = _("Only the alliance and sub-regions have members; %(name)s is neither.")
        raise Refused("group", message % {"name": membership.group}, field="group")
    if membership.organisation_id == membership.group_id:
        raise Refused("itself", _("An organisation cannot be a member of itself."), field="group")
    _refuse_overlap(membership)


def _refuse_overlap(membership: Membership) -> None:
    """At most one membership at a time of the alliance, and of one sub-region only."""
    others = Membership.objects.filter(
        organisation=membership.organisation, group__kind=membership.group.kind
    ).select_related("group")
    for other in others.exclude(pk=membership.pk):
        if rules.overlaps(other, membership.valid_from, membership.valid_to):
            message = _("%(member)s is a member of %(group)s in that time. End that membership first.")
            names = {"member": membership.organisation, "group": other.group}
            raise Refused("overlap", message % names, field="valid_from")


def _refuse_slug(slug: str) -> None:
    if slug in rules.RESERVED_SLUGS:
        message = _("“%(slug)s” is an address of our own. Choose another short name.")
        raise Refused("slug", message % {"slug": slug}, field="slug")
