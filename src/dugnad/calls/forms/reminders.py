"""What the secretariat fills in while it waits: a planned reminder with its letter, and more time for one."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dugnad.calls.forms.calls import WORDS
from dugnad.calls.kinds import REMINDERS
from dugnad.kit.forms import DayField
from dugnad.kit.mail import Letter
from dugnad.members.models import Person

LONGEST_NOTE = 500


class PlanForm(forms.Form):
    """One more reminder."""

    kind = forms.ChoiceField(
        label=_l("Why we write"),
        help_text=_l("Nobody gets two for the same reason and the same deadline."),
        choices=[(kind.value, kind.label) for kind, facts in REMINDERS.items() if facts.is_planned],
    )
    day = DayField(label=_l("Goes on"))


class LetterForm(forms.Form):
    """The day and the letter of a reminder that waits, in each language."""

    day = DayField(label=_l("Goes on"), help_text=_l("It goes at 8 in the morning, Oslo time."))

    def __init__(self, *args: Any, letters: dict[str, Letter], has_day: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_day:
            del self.fields["day"]
        for code, letter in letters.items():
            names = {"language": WORDS[code]}
            self.fields[f"subject_{code}"] = forms.CharField(
                label=_("Subject, %(language)s") % names,
                max_length=200,
                required=False,
                initial=letter.subject,
            )
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("Text, %(language)s") % names,
                required=False,
                max_length=10_000,
                initial=letter.text,
                widget=forms.Textarea(attrs={"rows": 9}),
            )

    def letters(self) -> dict[str, Letter]:
        """The letters by language, as edited."""
        values = self.cleaned_data
        return {code: Letter(values[f"subject_{code}"], values[f"text_{code}"]) for code in WORDS}


class ExtendForm(forms.Form):
    """More time for one member."""

    to = DayField(
        label=_l("The answers are due on"),
        help_text=_l("At the same time of day as for the others."),
    )
    reason = forms.CharField(
        label=_l("Reason"),
        max_length=500,
        help_text=_l("The member reads it too, on its page and in a mail."),
    )

    def __init__(self, *args: Any, takes_back: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].required = not takes_back


class ContactForm(forms.Form):
    """What was said on the phone."""

    text = forms.CharField(
        label=_l("What was said"),
        max_length=LONGEST_NOTE,
        help_text=_l("For example: rang, will answer on Friday. Only the secretariat reads it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    person = forms.ChoiceField(label=_l("Spoke with"), required=False)
    day = DayField(label=_l("Day"))
    expected_on = DayField(
        label=_l("They will answer on"),
        required=False,
        help_text=_l("Nobody is reminded before that day. The member sees the day, and not the note."),
    )

    def __init__(self, *args: Any, people: Iterable[Person], may_expect: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        offered: Any = self.fields["person"]
        offered.choices = [("", _("Somebody else")), *((pk, str(one)) for pk, one in self.people.items())]
        if not may_expect:
            del self.fields["expected_on"]

    def clean_person(self) -> Person | None:
        """The person of the number that was chosen."""
        return self.people.get(self.cleaned_data["person"])
