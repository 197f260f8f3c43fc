"""Kinds of documents, themes of stories, licences and consents: rows, not branches."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a document is."""

    STORY = "story", _("Story")
    REPORT = "report", _("Report")
    MINUTES = "minutes", _("Minutes")
    STATEMENT = "statement", _("Consultation statement")


class Language(models.TextChoices):
    """The language in which a document is written."""

    BOKMAAL = "nb", _("Bokmål")
    NYNORSK = "nn", _("Nynorsk")
    ENGLISH = "en", _("English")


class LengthUnit(models.TextChoices):
    """What the length of a text is counted in."""

    WORDS = "words", _("words")
    CHARACTERS = "characters", _("characters")


@dataclass(frozen=True)
class LengthRule:
    """How long a text should be: at least and at most, in words or in characters."""

    least: int
    most: int
    unit: LengthUnit = LengthUnit.WORDS


@dataclass(frozen=True)
class KindFacts:
    """What follows from the kind of a document."""

    kind: Kind
    plural: Promise
    begin: Promise  # what the button says that begins one
    purpose: Promise
    tells_a_measure: bool  # carries theme, effect, funding and contact
    length: LengthRule | None  # advice while writing; a call sets its own rule
    is_printed: bool = False  # goes out as a paper of its own, as PDF and for a word processor
    is_begun_here: bool = True  # somebody begins one by hand; others are made of what stands elsewhere


KIND_FACTS = {
    facts.kind: facts
    for facts in (
        KindFacts(
            Kind.STORY,
            _("Stories"),
            _("Write a story"),
            _("A climate measure that others can learn from, told in one page with a picture."),
            tells_a_measure=True,
            length=LengthRule(250, 500),
        ),
        KindFacts(
            Kind.REPORT,
            _("Reports"),
            _("Write a report"),
            _("A longer text that the alliance stands behind, such as a plan or a yearly report."),
            tells_a_measure=False,
            length=None,
            is_printed=True,
        ),
        KindFacts(
            Kind.MINUTES,
            _("Minutes"),
            _("Write minutes"),
            _("What was said and decided at a meeting; written point by point on the page of the meeting."),
            tells_a_measure=False,
            length=None,
            is_printed=True,
            is_begun_here=False,
        ),
        KindFacts(
            Kind.STATEMENT,
            _("Consultation statements"),
            _("Write a consultation statement"),
            _("What the alliance answers to a consultation; begun on the page of the consultation."),
            tells_a_measure=False,
            length=None,
            is_printed=True,
        ),
    )
}


class Theme(models.TextChoices):
    """What a story is about; Klimastatus gathers stories by theme, in this order."""

    TRANSPORT = "transport", _("Transport and mobility")
    CONSTRUCTION = "construction", _("Building and construction sites")
    ENERGY = "energy", _("Buildings and energy")
    CIRCULAR_ECONOMY = "circular_economy", _("Circular economy and waste")
    PROCUREMENT = "procurement", _("Green procurement")
    AGRICULTURE = "agriculture", _("Agriculture, forestry and food")
    NATURE = "nature", _("Nature, water and land use")
    ADAPTATION = "adaptation", _("Climate adaptation")
    GOVERNANCE = "governance", _("Plans, budgets and steering")
    INVOLVEMENT = "involvement", _("Residents, schools and businesses")


class EffectUnit(models.TextChoices):
    """The unit of a measure's effect."""

    TONNES_CO2E_A_YEAR = "t_co2e_a", _("tonnes CO₂e a year")
    TONNES_CO2E = "t_co2e", _("tonnes CO₂e in all")
    KILOWATT_HOURS_A_YEAR = "kwh_a", _("kWh a year")
    TONNES_A_YEAR = "t_a", _("tonnes a year")
    KRONER_A_YEAR = "nok_a", _("kroner a year")
    PER_CENT = "percent", _("per cent")
    PEOPLE = "people", _("people")


class Way(models.TextChoices):
    """By which way a story came."""

    FORM = "form", _("By the open form")
    CALL = "call", _("In a reply to a call")


class UseKind(models.TextChoices):
    """Where a story was used."""

    EDITION = "edition", _("Klimastatus")
    PRIZE = "prize", _("Sent to a prize")
    STATEMENT = "statement", _("Consultation statement")
    MEETING = "meeting", _("Meeting")
    NEWSLETTER = "newsletter", _("Newsletter")
    SOCIAL_MEDIA = "social_media", _("Social media")
    PRESS = "press", _("Newspaper or broadcast")
    OTHER = "other", _("Elsewhere")


NOTED_BY_ITSELF = frozenset({UseKind.EDITION})
# What everybody can see anyway; the others are for those who have signed in.
OPEN_USES = frozenset({UseKind.EDITION, UseKind.NEWSLETTER, UseKind.SOCIAL_MEDIA, UseKind.PRESS})


class StoryField(models.TextChoices):
    """What of a story answers a question of a prize."""

    OWNER = "owner", _("Municipality")
    TITLE = "title", _("Title")
    TEXT = "text", _("Text")
    THEME = "theme", _("Theme")
    GOALS = "goals", _("Sustainable Development Goals")
    START = "start", _("The measure began in")
    MILESTONE = "milestone", _("It reached a milestone in")
    EFFECT = "effect", _("Effect")
    METHOD = "method", _("How the effect was worked out")
    FUNDING = "funding", _("Funding")
    POINT = "point", _("Point of the declaration")
    TRANSFER = "transfer", _("What others can take over")
    CONTACT = "contact", _("Contact")
    LINK = "link", _("Read more at")
    OWN = "own", _("Written for the prize")


class Licence(models.TextChoices):
    """What others may do with an attachment."""

    CC_BY = "cc-by-4.0", _("CC BY 4.0: free to use with credit")
    ALLIANCE = "alliance", _("The alliance and its members may use it with credit")
    INTERNAL = "internal", _("For this workspace only")


PUBLISHABLE_LICENCES = frozenset({Licence.CC_BY, Licence.ALLIANCE})


class Consent(models.TextChoices):
    """Whether the people in a picture have agreed to it."""

    NOT_NEEDED = "not_needed", _("Nobody can be recognised")
    GIVEN = "given", _("Everyone who can be recognised has agreed")
    UNSETTLED = "unsettled", _("Not settled yet")


PICTURES = frozenset({"png", "jpeg", "webp"})  # shown in the page; everything else is downloaded
ATTACHABLE = frozenset({"pdf", "docx", "xlsx", "csv"}) | PICTURES
