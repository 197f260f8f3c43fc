"""Nouns: a member's endorsement of a wording, its reservations, its signature, and what a new mayor says."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from dugnad.declarations.kinds import EndorsementWay, PaperLanguage
from dugnad.declarations.models.texts import Point, Wording
from dugnad.declarations.states import EndorsementState, Revocation
from dugnad.kit.models import StoredFile
from dugnad.kit.text import label_of
from dugnad.members.kinds import OfficeKind
from dugnad.members.models import Organisation, Person

# What was filled in for county authorities, in the language of the one who entered it.
COUNTY_MAYOR = frozenset({"fylkesordfører", "fylkesordførar", "county mayor"})


def office_in_words(noun: Any) -> str:
    """The office in which somebody signs: by its own title, else by its kind.

    A title that was filled in is no name that somebody gave: readers and papers have it in their language.
    """
    if noun.office_title.casefold() in COUNTY_MAYOR:
        return _g("county mayor")
    return str(noun.office_title or noun.get_office_display())


class Endorsement(models.Model):
    """Whether a member stands behind a wording: asked, endorsed or declined, each with its day."""

    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="endorsements")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        _("state"), max_length=11, choices=EndorsementState.choices, default=EndorsementState.ASKED
    )
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    considering_since = models.DateField(_("under consideration since"), null=True, blank=True)
    considered_by = models.CharField(_("treated by"), max_length=120, blank=True)
    expected_on = models.DateField(_("answer expected on"), null=True, blank=True)
    endorsed_on = models.DateField(_("endorsed on"), null=True, blank=True)
    way = models.CharField(_("how"), max_length=7, choices=EndorsementWay.choices, blank=True)
    body_name = models.CharField(_("political body"), max_length=120, blank=True)
    case_number = models.CharField(_("case number"), max_length=40, blank=True)
    decision_file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decision_file_name = models.CharField(max_length=200, blank=True)
    declined_on = models.DateField(_("declined on"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    # The text that was before the member: words that changed afterwards are not what it stood behind.
    sha256 = models.CharField(max_length=64, blank=True)
    is_illustrative = models.BooleanField(default=False)
    get_state_display = label_of("state", EndorsementState)
    get_way_display = label_of("way", EndorsementWay)

    class Meta:
        ordering = ["wording", "organisation"]
        constraints = [
            models.UniqueConstraint(
                fields=["wording", "organisation"], name="one_endorsement_per_member_and_wording"
            ),
            models.CheckConstraint(
                condition=~Q(state=EndorsementState.ENDORSED) | Q(endorsed_on__isnull=False),
                name="what_is_endorsed_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=EndorsementState.DECLINED) | Q(declined_on__isnull=False),
                name="what_is_declined_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=EndorsementState.WITHDRAWN) | Q(withdrawn_on__isnull=False),
                name="what_is_withdrawn_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_state_display()}"

    @property
    def earlier(self) -> "list[PastDecision]":
        """The decisions before the one that holds; lists fetch `past_decisions` beforehand."""
        return list(self.past_decisions.all())

    @property
    def signature(self) -> "Signature | None":
        """The signature in force today; lists fetch `signatures` beforehand."""
        return next((one for one in self.signatures.all() if one.revoked_on is None), None)


class PastDecision(models.Model):
    """A decision that a later one has taken the place of, whole: the register answers for any day."""

    endorsement = models.ForeignKey(Endorsement, on_delete=models.PROTECT, related_name="past_decisions")
    state = models.CharField(_("state"), max_length=11, choices=EndorsementState.choices)
    on = models.DateField(_("day"))
    way = models.CharField(_("how"), max_length=7, choices=EndorsementWay.choices, blank=True)
    body_name = models.CharField(_("political body"), max_length=120, blank=True)
    case_number = models.CharField(_("case number"), max_length=40, blank=True)
    decision_file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decision_file_name = models.CharField(max_length=200, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    sha256 = models.CharField(max_length=64, blank=True)  # the words that it was about
    get_state_display = label_of("state", EndorsementState)
    get_way_display = label_of("way", EndorsementWay)

    class Meta:
        ordering = ["endorsement", "on", "id"]

    def __str__(self) -> str:
        return f"{self.get_state_display()}, {self.on}"


class Reservation(models.Model):
    """A point that a member endorses with a reservation, in its own words."""

    endorsement = models.ForeignKey(Endorsement, on_delete=models.PROTECT, related_name="reservations")
    point = models.ForeignKey(Point, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("reservation"))

    class Meta:
        ordering = ["endorsement", "point__position"]
        constraints = [
            models.UniqueConstraint(fields=["endorsement", "point"], name="one_reservation_per_point")
        ]

    def __str__(self) -> str:
        return self.text


class Signature(models.Model):
    """Who signed for a member, in what office, on what day, at the ceremony or later; and which words."""

    endorsement = models.ForeignKey(Endorsement, on_delete=models.PROTECT, related_name="signatures")
    signatory = models.CharField(_("name"), max_length=120)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    office = models.CharField(_("office"), max_length=24, choices=OfficeKind.choices)
    office_title = models.CharField(_("title of the office"), max_length=120, blank=True)
    is_deputy = models.BooleanField(_("signs as a deputy"), default=False)
    signed_on = models.DateField(_("signed on"))
    at_ceremony = models.BooleanField(_("at the ceremony"), default=False)
    # The fingerprint of the words that were signed: other words were not.
    sha256 = models.CharField(max_length=64)
    # What stands on the paper, and by which anybody can look up whether it is genuine.
    code = models.SlugField(max_length=20, unique=True)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # the PDF as it was made; its own checksum is that of the stored file
    revoked_on = models.DateField(_("no longer valid from"), null=True, blank=True)
    revoked_because = models.TextField(_("why"), blank=True)
    # Where the reason follows from what was entered it is no sentence: readers have it in their own language.
    revoked_as = models.CharField(_("kind of reason"), max_length=11, choices=Revocation.choices, blank=True)
    get_revoked_as_display = label_of("revoked_as", Revocation)
    get_office_display = label_of("office", OfficeKind)

    class Meta:
        ordering = ["signed_on", "id"]
        constraints = [
            # A member signs again when the words have changed; the old signature stays, and says so.
            models.UniqueConstraint(
                fields=["endorsement"],
                condition=Q(revoked_on__isnull=True),
                name="one_signature_in_force_per_member",
            )
        ]

    def __str__(self) -> str:
        return f"{self.signatory}, {self.signed_on}"

    @property
    def why_revoked(self) -> str:
        """Why it no longer holds, in words."""
        return self.revoked_because or str(self.get_revoked_as_display())


class JointPaper(models.Model):
    """One paper with everybody's names, as they stood when it was made; it proves itself by its code."""

    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="joint_papers")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=20, unique=True)
    language = models.CharField(_("language"), max_length=2, choices=PaperLanguage.choices, default="nb")
    sha256 = models.CharField(max_length=64)  # the fingerprint of the words, not of the file
    signatures = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    get_language_display = label_of("language", PaperLanguage)

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return self.code


class Confirmation(models.Model):
    """What somebody who came into office later says of a promise made before: stands by it, or does not."""

    endorsement = models.ForeignKey(Endorsement, on_delete=models.PROTECT, related_name="confirmations")
    name = models.CharField(_("name"), max_length=120)
    office = models.CharField(_("office"), max_length=24, choices=OfficeKind.choices)
    on = models.DateField(_("day"))
    stands_by = models.BooleanField(_("stands by the declaration"))
    note = models.TextField(_("note"), blank=True)
    get_office_display = label_of("office", OfficeKind)

    class Meta:
        ordering = ["endorsement", "on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["endorsement", "name", "on"], name="a_person_confirms_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.on}"
