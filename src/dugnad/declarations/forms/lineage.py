"""What became of every point at a revision, on one page: a row for each new point and each old one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dugnad.declarations import rules
from dugnad.declarations.forms.texts import SeenForm, long_text
from dugnad.declarations.kinds import SUCCESSION_FACTS, SuccessionKind
from dugnad.declarations.models import Point, Succession
from dugnad.declarations.queries import Told, step_between, told

LANGUAGES = ("nb", "nn", "en")
BETWEEN = re.compile(r"[\s,;]+")
UNSAID = ("", _l("Not said yet"))
STANDS = [facts.kind for facts in SUCCESSION_FACTS.values() if facts.has_successor]
GOES = next(facts.kind for facts in SUCCESSION_FACTS.values() if not facts.has_successor)


@dataclass(frozen=True)
class LineageRow:
    """One point with its fields on the page."""

    point: Point
    fields: list[forms.BoundField]
    folded: list[forms.BoundField]  # the reasons in the other languages
    now: str = ""

    @property
    def has_errors(self) -> bool:
        """Whether something in it is wrong, so that it stands open."""
        return any(field.errors for field in (*self.fields, *self.folded))


class LineageForm(SeenForm):
    """For each new point which old ones it comes from, how, and why; for each old one whether it is left."""

    def __init__(
        self, *args: Any, old: list[Point], new: list[Point], said: Iterable[Succession], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.old, self.new, self.said = old, new, list(said)
        self.by_number = {point.number.casefold(): point for point in old}
        for point in new:
            self._add_new(point, [each for each in self.said if each.successor_id == point.pk])
        for point in old:
            own = [each for each in self.said if each.predecessor_id == point.pk]
            self._add_old(point, [each for each in own if each.successor_id is None])
        for field in self.fields.values():
            field.is_optional = False  # type: ignore[attr-defined]  # whether it may be empty hangs on others

    def _add_new(self, point: Point, said: list[Succession]) -> None:
        names = {"point": str(point)}
        choices = [UNSAID, *((kind.value, kind.label) for kind in STANDS)]
        known = {each.pk: each for each in self.old}
        roots = [known[each.predecessor_id].number for each in said if each.predecessor_id]
        self.fields[f"new_{point.pk}_kind"] = forms.ChoiceField(
            label=_("What it is"), required=False, choices=choices, initial=said[0].kind if said else ""
        )
        self.fields[f"new_{point.pk}_from"] = forms.CharField(
            label=_("Comes from point"),
            required=False,
            max_length=120,
            initial=", ".join(roots),
            help_text=_("The number in the text before. Several with commas: e, 3."),
        )
        self._add_reasons(f"new_{point.pk}", said, names)

    def _add_old(self, point: Point, said: list[Succession]) -> None:
        self.fields[f"old_{point.pk}_dropped"] = forms.BooleanField(
            label=_("Is not carried on"), required=False, initial=bool(said)
        )
        self._add_reasons(f"old_{point.pk}", said, {"point": str(point)})

    def _add_reasons(self, stem: str, said: list[Succession], names: dict[str, str]) -> None:
        labels = (_("Why"), _("Why, in nynorsk"), _("Why, in English"))
        for code, label in zip(LANGUAGES, labels, strict=True):
            told_once = dict.fromkeys(getattr(each, f"reason_{code}") for each in said)
            written = "\n".join(reason for reason in told_once if reason)
            self.fields[f"{stem}_reason_{code}"] = long_text(label, initial=written, max_length=2000)

    @property
    def new_rows(self) -> list[LineageRow]:
        """The points of the new text with their fields."""
        return [self._row(point, f"new_{point.pk}", ("kind", "from", "reason_nb")) for point in self.new]

    @property
    def old_rows(self) -> list[LineageRow]:
        """The points of the old text with theirs."""
        return [self._row(point, f"old_{point.pk}", ("dropped", "reason_nb")) for point in self.old]

    def _row(self, point: Point, stem: str, names: tuple[str, ...]) -> LineageRow:
        fields = [self[f"{stem}_{name}"] for name in names]
        folded = [self[f"{stem}_reason_{code}"] for code in LANGUAGES[1:]]
        return LineageRow(point, fields, folded, self._now(point))

    def _now(self, point: Point) -> str:
        """Where an old point is said to have gone, for who reads down the list."""
        known = {each.pk: each for each in self.new}
        ends = [
            known[each.successor_id].number
            for each in self.said
            if each.predecessor_id == point.pk and each.successor_id in known
        ]
        return ", ".join(ends)

    def clean(self) -> dict[str, Any]:
        """What does not fit together is told where it stands."""
        values = super().clean() or {}
        self.told: list[Told] = []
        for point in self.new:
            self._read_new(point, values)
        for point in self.old:
            if values.get(f"old_{point.pk}_dropped"):
                self.told.append(Told(GOES, point, None, self._reasons(f"old_{point.pk}", values)))
        self._tell_faults()
        return values

    def _read_new(self, point: Point, values: dict[str, Any]) -> None:
        stem, kind = f"new_{point.pk}", values.get(f"new_{point.pk}_kind", "")
        roots = self._roots(stem, values.get(f"{stem}_from", ""))
        if not kind:
            if roots:
                self.add_error(f"{stem}_kind", _("Choose what it is, or take away what it comes from."))
            return
        facts = SUCCESSION_FACTS[SuccessionKind(kind)]
        if facts.has_predecessor and not roots and f"{stem}_from" not in self.errors:
            self.add_error(f"{stem}_from", _("Write the number of the point that it comes from."))
        if not facts.has_predecessor and roots:
            words = _(
                "A new point comes from none. Take the number away, or choose another word for what it is."
            )
            self.add_error(f"{stem}_from", words)
            return
        reasons = self._reasons(stem, values)
        ends = roots if facts.has_predecessor else [None]
        self.told += [Told(kind, root, point, reasons) for root in ends]

    def _roots(self, stem: str, written: str) -> list[Point]:
        numbers = [word for word in BETWEEN.split(written.casefold()) if word]
        unknown = [number for number in numbers if number not in self.by_number]
        if unknown:
            words = _("The text before has no point %(number)s.") % {"number": ", ".join(unknown)}
            self.add_error(f"{stem}_from", words)
        found = [self.by_number[number] for number in numbers if number in self.by_number]
        return list(dict.fromkeys(found))

    def _reasons(self, stem: str, values: dict[str, Any]) -> dict[str, str]:
        return {f"reason_{code}": values.get(f"{stem}_reason_{code}", "") for code in LANGUAGES}

    def _tell_faults(self) -> None:
        """Faults between the rows; that something is not said yet is none, it can be said another day."""
        taken = {point.key: point for point in self.new}
        steps = [
            step_between(each.kind, each.old, each.new, each.reasons["reason_nb"], taken=taken)
            for each in self.told
        ]
        faults = rules.lineage_faults([], [], steps)
        for fault in dict.fromkeys(faults):
            place = "reason_nb" if fault.code == "reason" else "kind" if fault.new else "dropped"
            name = f"new_{fault.new}_{place}" if fault.new else f"old_{fault.old}_{place}"
            words = told(fault)
            if words not in self.errors.get(name, []):
                self.add_error(name, words)
