"""What people write: a document, a story with the measure that it tells of and its picture."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dugnad.documents.forms.files import CAPTION, PictureForm
from dugnad.documents.kinds import (
    KIND_FACTS,
    EffectUnit,
    Kind,
    Language,
    LengthRule,
    Theme,
)
from dugnad.documents.models import Document, StoryFacts, Version
from dugnad.documents.queries import length_for
from dugnad.kit.formats import number
from dugnad.kit.forms import CountedTextarea, FigureField, LinkField, SeveralField, WholeField
from dugnad.members.models import Organisation
from dugnad.programme.kinds import GOALS
from dugnad.programme.models import Activity, Programme

PICTURE = ("picture", *CAPTION)
ROWS = 24  # a page to write on


class DocumentForm(forms.Form):
    """Words, year and links of a document."""

    title = forms.CharField(label=_l("Title"), max_length=200)
    body = forms.CharField(
        label=_l("Text"),
        required=False,
        strip=False,
        max_length=200_000,
        widget=CountedTextarea(attrs={"rows": ROWS}),
        help_text=_l(
            "Headings begin with ##, lists with a hyphen. A blank line begins a new paragraph. "
            "Links are written [text](https://address)."
        ),
    )
    language = forms.ChoiceField(label=_l("Written in"), choices=Language.choices)
    year = WholeField(label=_l("Year"), min_value=2000, max_value=2100, example=2021)
    activities = SeveralField(
        label=_l("Serves these activities"),
        required=False,
        queryset=Activity.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, activities: Any, length: LengthRule | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        links = self.fields["activities"]
        links.queryset = activities  # type: ignore[attr-defined]
        if length:
            self._count(length)

    def _count(self, rule: LengthRule) -> None:
        """Count while people write, and say what reads best; no text is refused for its length here."""
        text = self.fields["body"]
        text.widget = CountedTextarea(rule.unit, rule.least, rule.most, attrs={"rows": ROWS})
        advice = _("Between %(least)s and %(most)s %(unit)s read best.")
        advice %= {"least": rule.least, "most": rule.most, "unit": rule.unit.label}
        text.help_text = f"{advice} {text.help_text}"

    @property
    def measure(self) -> list[forms.BoundField]:
        """The fields that tell of a measure; none where the kind tells of none."""
        others = (*TEXT, *PICTURE, "owner")
        return [field for field in self.visible_fields() if field.name not in others]

    @property
    def illustration(self) -> list[forms.BoundField]:
        """The fields of a picture; none where the kind has them on a page of their own."""
        return [self[name] for name in PICTURE if name in self.fields]

    @property
    def text(self) -> list[forms.BoundField]:
        """The fields that every document has."""
        return [field for field in self.visible_fields() if field.name in (*TEXT, "owner")]

    def values(self) -> dict[str, Any]:
        """What the verbs take."""
        others = {"revision", "owner", *PICTURE}
        return {name: value for name, value in self.cleaned_data.items() if name not in others}


TEXT = tuple(DocumentForm.base_fields)


class StoryForm(PictureForm, DocumentForm):
    """A story: its text, the measure that it tells of, and a picture."""

    theme = forms.ChoiceField(label=_l("Theme"), choices=[("", _l("Choose a theme")), *Theme.choices])
    goals = forms.TypedMultipleChoiceField(
        label=_l("Sustainable Development Goals"),
        required=False,
        coerce=int,
        choices=[(goal.number, format_lazy("{}. {}", goal.number, goal.name)) for goal in GOALS.values()],
        widget=forms.CheckboxSelectMultiple,
    )
    measure_start_year = WholeField(
        label=_l("The measure began in"), required=False, min_value=1950, max_value=2100, example=2019
    )
    milestone_year = WholeField(
        label=_l("It reached a milestone in"), required=False, min_value=1950, max_value=2100, example=2020
    )
    effect_value = FigureField(
        label=_l("Effect"),
        required=False,
        max_digits=14,
        decimal_places=2,
        help_text=_l("A number, if you have one. Leave it empty rather than guess."),
    )
    effect_unit = forms.ChoiceField(
        label=_l("The effect is counted in"), required=False, choices=[("", "–"), *EffectUnit.choices]
    )
    effect_method = forms.CharField(
        label=_l("How the effect was worked out"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    funding = forms.CharField(
        label=_l("Funding"),
        required=False,
        max_length=300,
        help_text=_l("For example: Klimasats, 1.2 million kroner."),
    )
    transfer = forms.CharField(
        label=_l("What others can take over"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_l("What it takes elsewhere: people, money, a decision, a supplier."),
    )
    point = forms.CharField(
        label=_l("Point of the declaration"),
        required=False,
        max_length=20,
        help_text=_l("Its number, if the measure follows one up. For example: 4."),
    )
    contact = forms.CharField(
        label=_l("Contact"),
        required=False,
        max_length=200,
        help_text=_l("Name and work e-mail. Only people who have signed in see it."),
    )
    link = LinkField(label=_l("Read more at"), required=False, max_length=200, empty_value="")

    def clean(self) -> dict[str, Any]:
        """An effect needs its unit: 120 of what?"""
        values = self.cleaned_data
        if values.get("effect_value") is not None and not values.get("effect_unit"):
            self.add_error("effect_unit", _("Choose what the effect is counted in."))
        return super().clean()


FORMS: dict[bool, type[DocumentForm]] = {False: DocumentForm, True: StoryForm}


def form_for(
    kind: str,
    *args: Any,
    year: int,
    years: Iterable[Programme],
    owners: Iterable[Organisation] = (),
    **kwargs: Any,
) -> DocumentForm:
    """The form of a kind; with `owners` it asks on whose behalf a new document is written.

    `years` are the programmes that the writer may see: drafts of others are not offered as links.
    """
    facts = KIND_FACTS[Kind(kind)]
    activities = Activity.objects.filter(programme__in=years, programme__year=year).order_by("number")
    length = length_for(kind, year)
    form = FORMS[facts.tells_a_measure](*args, activities=activities, length=length, **kwargs)
    choices = [(str(owner.pk), owner.name) for owner in owners]
    if choices:
        form.fields["owner"] = forms.ChoiceField(label=_("Written for"), choices=choices)
        form.order_fields(["title", "owner"])
    return form


def initial_of(document: Document, version: Version) -> dict[str, Any]:
    """A document as its form shows it."""
    story = getattr(version, "story", None)
    names = [name for name in StoryForm.base_fields if name not in (*TEXT, *PICTURE)]
    return {
        "title": version.title,
        "body": version.body,
        "language": document.language,
        "year": document.year,
        "activities": document.activities.all(),
        "revision": document.revision,
        **({name: getattr(story, name) for name in names} if story else {}),
        **({"effect_value": _effect_of(story)} if story and story.effect_value is not None else {}),
    }


def _effect_of(story: StoryFacts) -> str:
    return number(story.effect_value, story.effect_decimals)


def in_words(name: str, *values: Any) -> tuple[Any, ...]:
    """The label of a fact, and its values as the form shows them."""
    field = StoryForm.base_fields[name]
    labels = dict(getattr(field, "choices", ()))

    def shown(value: Any) -> str:
        if isinstance(value, list):
            return ", ".join(str(part) for part in value)
        return "" if value is None else str(labels.get(value, value))

    return (field.label, *map(shown, values))
