"""Nouns: organisations and their codes, memberships, bodies, seats, offices, people, users."""

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dugnad.engine.boundaries import county_in_norwegian
from dugnad.kit.queries import InNorwegianOrder
from dugnad.kit.text import label_of, localised
from dugnad.members.kinds import BodyKind, LanguageForm, Mandate, OfficeKind, OrganisationKind, SeatRole


def _ends_after_it_begins(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name=name
    )


class Organisation(models.Model):
    """A municipality, county authority, sub-region, partner city, agency, or the alliance itself."""

    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind.choices)
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("short name in addresses"), max_length=80, unique=True)
    language_form = models.CharField(
        _("language form"), max_length=8, choices=LanguageForm.choices, default=LanguageForm.BOKMAAL
    )
    organisation_number = models.CharField(_("organisation number"), max_length=9, blank=True)
    website = models.URLField(_("website"), blank=True)
    country = models.CharField(_("country"), max_length=2, default="NO")
    answers_for_members = models.BooleanField(_("may answer for its municipalities"), default=False)
    get_kind_display = label_of("kind", OrganisationKind)
    get_language_form_display = label_of("language_form", LanguageForm)

    class Meta:
        ordering = [InNorwegianOrder("name")]

    def __str__(self) -> str:
        return self.name


class MunicipalityCode(models.Model):
    """A municipality number: text with its leading zero, valid from and to a day."""

    code = models.CharField(max_length=4)
    name = models.CharField(max_length=120)
    county_code = models.CharField(max_length=2)
    county_name = models.CharField(max_length=80)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="codes"
    )

    class Meta:
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="one_code_per_day"),
            _ends_after_it_begins("code_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def county(self) -> str:
        """The county's name as people say it."""
        return county_in_norwegian(self.county_name)


class CodeSuccession(models.Model):
    """What became of a code: one successor is a renumbering or a merger, several are a split."""

    predecessor = models.ForeignKey(MunicipalityCode, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(MunicipalityCode, on_delete=models.PROTECT, related_name="origins")
    weight = models.DecimalField(max_digits=7, decimal_places=6, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="one_succession_per_pair")
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class Membership(models.Model):
    """An organisation's membership of the alliance or of a sub-region, with its first and last day."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    group = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="members")
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)
    # Public pages do not list all members; the secretariat confirms each one that we had to infer.
    is_confirmed = models.BooleanField(_("confirmed by the secretariat"), default=True)

    class Meta:
        ordering = ["group", "organisation", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "group", "valid_from"], name="one_membership_per_start"
            ),
            models.CheckConstraint(
                condition=~Q(organisation=F("group")), name="nobody_is_a_member_of_itself"
            ),
            _ends_after_it_begins("membership_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} in {self.group}"


class Person(models.Model):
    """A person whom the alliance works with, with or without a user account: name and work e-mail only."""

    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("work e-mail"), unique=True, null=True, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="nb")
    erased_at = models.DateTimeField(null=True, blank=True)

    untold = frozenset({"name", "email", "phone"})

    class Meta:
        ordering = [InNorwegianOrder("name")]

    def __str__(self) -> str:
        return str(_("Erased person")) if self.erased_at else self.name


class Office(models.Model):
    """A person's post at an organisation, such as mayor or climate adviser, and what it lets them do here."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="offices")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="offices")
    kind = models.CharField(_("kind"), max_length=24, choices=OfficeKind.choices)
    title_nb = models.CharField(_("title, bokmål"), max_length=120, blank=True)
    title_nn = models.CharField(_("title, nynorsk"), max_length=120, blank=True)
    title_en = models.CharField(_("title, English"), max_length=120, blank=True)
    mandate = models.CharField(_("mandate"), max_length=8, choices=Mandate.choices, default=Mandate.NONE)
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)
    get_kind_display = label_of("kind", OfficeKind)
    get_mandate_display = label_of("mandate", Mandate)

    class Meta:
        ordering = ["organisation", "kind", "valid_from"]
        constraints = [_ends_after_it_begins("office_ends_after_it_begins")]

    def __str__(self) -> str:
        return f"{self.title}, {self.organisation}"

    @property
    def title(self) -> str:
        """What the post is called, in the reader's language; its kind where it has no name of its own."""
        return localised(self, "title") or self.get_kind_display()


class Body(models.Model):
    """A body in which the alliance decides or works: board, committee, expert group, secretariat."""

    kind = models.CharField(_("kind"), max_length=24, choices=BodyKind.choices)
    slug = models.SlugField(max_length=80, unique=True)
    name_nb = models.CharField(_("name, bokmål"), max_length=120)
    name_nn = models.CharField(_("name, nynorsk"), max_length=120, blank=True)
    name_en = models.CharField(_("name, English"), max_length=120, blank=True)
    mandate_text = models.TextField(_("mandate"), blank=True)
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)
    get_kind_display = label_of("kind", BodyKind)

    class Meta:
        ordering = [InNorwegianOrder("name_nb")]
        verbose_name_plural = "bodies"
        constraints = [_ends_after_it_begins("body_ends_after_it_begins")]

    def __str__(self) -> str:
        return localised(self, "name")


class Seat(models.Model):
    """A place in a body, with its days; it may stand vacant, and a person may hold several."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="seats")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="seats"
    )
    role = models.CharField(_("role"), max_length=16, choices=SeatRole.choices, default=SeatRole.MEMBER)
    # A place outlives its holders: the row with which it began ties the others together, and a personal
    # deputy stands in for the place, so that a new holder keeps the old one's deputies.
    place = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="later_holders"
    )
    deputy_for = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="deputies"
    )
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)
    get_role_display = label_of("role", SeatRole)

    class Meta:
        ordering = ["body", "organisation", "role"]
        constraints = [_ends_after_it_begins("seat_ends_after_it_begins")]

    def __str__(self) -> str:
        return f"{self.person or '–'}, {self.body}"

    @property
    def place_key(self) -> int:
        """The same number for every row of one place."""
        return self.place_id or self.pk


class Users(BaseUserManager["User"]):
    """Finds users the way people write their addresses, in any case; each comes with its person."""

    def get_queryset(self) -> models.QuerySet["User"]:
        """Users with their person: every page needs both, and one question is enough."""
        return super().get_queryset().select_related("person")

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user with this e-mail, in any case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """An account that can sign in; what it may do follows from its person's seats and offices."""

    email = models.EmailField(_("e-mail"), unique=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="user")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    untold = frozenset({"email", "password"})
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects = Users()

    def __str__(self) -> str:
        return self.email
