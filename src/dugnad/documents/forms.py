"""What people fill in: documents, stories, notes, attachments, filters."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dugnad.documents.kinds import (
    ATTACHABLE,
    KIND_FACTS,
    Consent,
    EffectUnit,
    Kind,
    KindFacts,
    Language,
    LengthRule,
    Licence,
    Theme,
)
from dugnad.documents.models import Document, StoryFacts, Version
from dugnad.documents.states import State
from dugnad.kit.formats import number
from dugnad.kit.forms import CountedTextarea, FigureField, SeveralField, UploadField
from dugnad.kit.uploads import FILE_KINDS, MEGABYTE
from dugnad.members.models import Organisation
from dugnad.programme.kinds import GOALS
from dugnad.programme.models import Activity, Programme

LARGEST = max(FILE_KINDS[kind].megabytes for kind in ATTACHABLE)


class FilterForm(forms.Form):
    """The filters of the list; they live in the address."""

    q = forms.CharField(label=_l("Words in the text"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_l("Kind"), required=False)
    theme = forms.ChoiceField(label=_l("Theme"), required=False)
    owner = forms.ChoiceField(label=_l("From"), required=False)
    year = forms.TypedChoiceField(label=_l("Year"), required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(label=_l("State"), required=False)

    def __init__(
        self,
        *args: Any,
        owners: Iterable[tuple[str, str]],
        years: Iterable[int],
        working: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, Iterable[tuple[Any, Any]]] = {
            "kind": [(facts.kind, facts.plural) for facts in KIND_FACTS.values()],
            "theme": Theme.choices,
            "owner": owners,
            "year": [(year, str(year)) for year in years],
            "state": State.choices,
        }
        for name, known in choices.items():
            self.fields[name].choices = [("", _("All")), *known]  # type: ignore[attr-defined]
        if not working:
            del self.fields["state"]  # for a stranger everything is published; the others stay unsaid


class DocumentForm(forms.Form):
    """Words, year and links of a document."""

    title = forms.CharField(label=_l("Title"), max_length=200)
    body = forms.CharField(
        label=_l("Text"),
        required=False,
        strip=False,
        max_length=200_000,
        widget=CountedTextarea(attrs={"rows": 18}),
        help_text=_l(
            "Headings begin with ##, lists with a hyphen. A blank line begins a new paragraph. "
            "Links are written [text](https://address)."
        ),
    )
    language = forms.ChoiceField(label=_l("Written in"), choices=Language.choices)
    year = forms.IntegerField(label=_l("Year"), min_value=2000, max_value=2100)
    activities = SeveralField(
        label=_l("Serves these activities"),
        required=False,
        queryset=Activity.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, activities: Any, facts: KindFacts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        links = self.fields["activities"]
        links.queryset = activities  # type: ignore[attr-defined]
        if facts.length:
            self._count(facts.length)

    def _count(self, rule: LengthRule) -> None:
        """Count while people write, and say what reads best; no text is refused for its length here."""
        text = self.fields["body"]
        text.widget = CountedTextarea(rule.unit, rule.least, rule.most, attrs={"rows": 18})
        advice = _("Between %(least)s and %(most)s %(unit)s read best.")
        advice %= {"least": rule.least, "most": rule.most, "unit": rule.unit.label}
        text.help_text = f"{advice} {text.help_text}"

    @property
    def measure(self) -> list[forms.BoundField]:
        """The fields that tell of a measure; none where the kind tells of none."""
        return [field for field in self.visible_fields() if field.name not in (*TEXT, "owner")]

    @property
    def text(self) -> list[forms.BoundField]:
        """The fields that every document has."""
        return [field for field in self.visible_fields() if field.name in (*TEXT, "owner")]

    def values(self) -> dict[str, Any]:
        """What the verbs take."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"revision", "owner"}}


TEXT = tuple(DocumentForm.base_fields)


class StoryForm(DocumentForm):
    """A story: its text, and the measure that it tells of."""

    theme = forms.ChoiceField(label=_l("Theme"), choices=[("", _l("Choose a theme")), *Theme.choices])
    goals = forms.TypedMultipleChoiceField(
        label=_l("Sustainable Development Goals"),
        required=False,
        coerce=int,
        choices=[(goal.number, format_lazy("{}. {}", goal.number, goal.name)) for goal in GOALS.values()],
        widget=forms.CheckboxSelectMultiple,
    )
    measure_start_year = forms.IntegerField(
        label=_l("The measure began in"), required=False, min_value=1950, max_value=2100
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
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    funding = forms.CharField(
        label=_l("Funding"),
        required=False,
        max_length=300,
        help_text=_l("For example: Klimasats, 1.2 million kroner."),
    )
    contact = forms.CharField(
        label=_l("Contact"),
        required=False,
        max_length=200,
        help_text=_l("Name and work e-mail. Only people who have signed in see it."),
    )
    link = forms.URLField(
        label=_l("Read more at"), required=False, assume_scheme="https", max_length=200, empty_value=""
    )

    def clean(self) -> dict[str, Any]:
        """An effect needs its unit: 120 of what?"""
        values = super().clean() or {}
        if values.get("effect_value") is not None and not values.get("effect_unit"):
            self.add_error("effect_unit", _("Choose what the effect is counted in."))
        return values


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
    form = FORMS[facts.tells_a_measure](*args, activities=activities, facts=facts, **kwargs)
    choices = [(str(owner.pk), owner.name) for owner in owners]
    if choices:
        form.fields["owner"] = forms.ChoiceField(label=_("Written for"), choices=choices)
        form.order_fields(["title", "owner"])
    return form


def initial_of(document: Document, version: Version) -> dict[str, Any]:
    """A document as its form shows it."""
    story = getattr(version, "story", None)
    names = [name for name in StoryForm.base_fields if name not in DocumentForm.base_fields]
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


class NoteForm(forms.Form):
    """Why a text is returned or withdrawn."""

    note = forms.CharField(label="", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, question: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = question


class AttachmentForm(forms.Form):
    """A picture or file, and what must be known of it before it may be public."""

    file = UploadField(
        label=_l("File"),
        help_text=_l("Pictures (JPEG, PNG, WebP), PDF, Word, Excel or CSV."),
    )
    title = forms.CharField(label=_l("Title"), required=False, max_length=200)
    alt_text = forms.CharField(
        label=_l("What the picture shows"),
        required=False,
        max_length=300,
        help_text=_l("One sentence for those who cannot see it: who, what, where."),
    )
    credit = forms.CharField(label=_l("Photographer or source"), required=False, max_length=120)
    licence = forms.ChoiceField(label=_l("What others may do with it"), choices=Licence.choices)
    consent = forms.ChoiceField(
        label=_l("People in the picture"), choices=Consent.choices, widget=forms.RadioSelect
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def clean_file(self) -> UploadedFile:
        """Refused before it is read: a file larger than the largest that we take."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST * MEGABYTE:
            raise forms.ValidationError(
                _("%(name)s is larger than %(limit)s MB, which is the most we take."),
                params={"name": file.name, "limit": LARGEST},
            )
        return file

    def caption(self) -> dict[str, str]:
        """What the verb takes beside the bytes."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"file", "revision"}}
