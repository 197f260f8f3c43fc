"""Kinds of organisations, bodies, offices and seats: rows, not branches."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    """What an organisation is."""

    ALLIANCE = "alliance", _("Alliance")
    MUNICIPALITY = "municipality", _("Municipality")
    COUNTY_AUTHORITY = "county_authority", _("County authority")
    SUBREGION = "subregion", _("Sub-region")
    PARTNER_CITY = "partner_city", _("Partner city")
    AGENCY = "agency", _("Agency")
    OTHER = "other", _("Other organisation")


class BodyKind(models.TextChoices):
    """What a body is; alliances differ, so a body's own name stands beside its kind."""

    ASSEMBLY = "assembly", _("Assembly")
    BOARD = "board", _("Board")
    ADVOCACY_COMMITTEE = "advocacy_committee", _("Advocacy committee")
    NOMINATION_COMMITTEE = "nomination_committee", _("Nomination committee")
    EXPERT_GROUP = "expert_group", _("Expert group")
    COORDINATION_GROUP = "coordination_group", _("Co-ordination group")
    AD_HOC_GROUP = "ad_hoc_group", _("Ad hoc group")
    SECRETARIAT = "secretariat", _("Secretariat")


class LanguageForm(models.TextChoices):
    """The form of Norwegian in which a municipality wants its letters."""

    BOKMAAL = "nb", _("Bokmål")
    NYNORSK = "nn", _("Nynorsk")
    NEUTRAL = "neutral", _("Neutral")


class OfficeKind(models.TextChoices):
    """The post a person holds at an organisation."""

    MAYOR = "mayor", _("Mayor")
    DEPUTY_MAYOR = "deputy_mayor", _("Deputy mayor")
    CHIEF_EXECUTIVE = "chief_executive", _("Chief municipal executive")
    CLIMATE_ADVISER = "climate_adviser", _("Climate adviser")
    COMMUNICATION_ADVISER = "communication_adviser", _("Communication adviser")
    COORDINATOR = "coordinator", _("Co-ordinator")
    OTHER = "other", _("Other post")


# Whose holders everybody may know of; other posts are told to those who work together here.
PUBLIC_OFFICES = frozenset({OfficeKind.MAYOR, OfficeKind.DEPUTY_MAYOR})


class Mandate(models.TextChoices):
    """What the holder of an office may do for the organisation here."""

    NONE = "none", _("Contact only")
    EDITOR = "editor", _("May write answers")
    APPROVER = "approver", _("May write and submit answers")


class SeatRole(models.TextChoices):
    """What a person is in a body."""

    CHAIR = "chair", _("Chair")
    DEPUTY_CHAIR = "deputy_chair", _("Deputy chair")
    MEMBER = "member", _("Member")
    DEPUTY = "deputy", _("Deputy member")
    OBSERVER = "observer", _("Observer")
    ADMINISTRATOR = "administrator", _("Administrator")


@dataclass(frozen=True)
class OrganisationFacts:
    """What follows from the kind of an organisation."""

    kind: OrganisationKind
    has_members: bool = False  # others can be members of it
    is_one_only: bool = False  # there is one in an installation
    has_numbers: bool = False  # it has a municipality number, which changes with the division


ORGANISATION_FACTS = {
    facts.kind: facts
    for facts in (
        OrganisationFacts(OrganisationKind.ALLIANCE, has_members=True, is_one_only=True),
        OrganisationFacts(OrganisationKind.MUNICIPALITY, has_numbers=True),
        OrganisationFacts(OrganisationKind.COUNTY_AUTHORITY),
        OrganisationFacts(OrganisationKind.SUBREGION, has_members=True),
        OrganisationFacts(OrganisationKind.PARTNER_CITY),
        OrganisationFacts(OrganisationKind.AGENCY),
        OrganisationFacts(OrganisationKind.OTHER),
    )
}


@dataclass(frozen=True)
class BodyFacts:
    """What follows from the kind of a body."""

    kind: BodyKind
    gives_body_role: bool  # its members read drafts that are under treatment
    gives_staff_role: bool  # its members run the alliance's daily work here
    political: bool
    plural: Promise | str


BODY_FACTS = {
    facts.kind: facts
    for facts in (
        BodyFacts(BodyKind.ASSEMBLY, True, False, True, _("Assemblies")),
        BodyFacts(BodyKind.BOARD, True, False, True, _("Boards")),
        BodyFacts(BodyKind.ADVOCACY_COMMITTEE, True, False, True, _("Advocacy committees")),
        BodyFacts(BodyKind.NOMINATION_COMMITTEE, False, False, True, _("Nomination committees")),
        BodyFacts(BodyKind.EXPERT_GROUP, True, False, False, _("Expert groups")),
        BodyFacts(BodyKind.COORDINATION_GROUP, True, False, False, _("Co-ordination groups")),
        BodyFacts(BodyKind.AD_HOC_GROUP, True, False, False, _("Ad hoc groups")),
        BodyFacts(BodyKind.SECRETARIAT, False, True, False, _("Secretariats")),
    )
}
