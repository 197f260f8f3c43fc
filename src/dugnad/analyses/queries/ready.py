"""What would come of a ready model: its system and figures, what is missing by name, and what is wrong."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext as _

from dugnad.analyses.queries.left_out import empty_cells, missing_words
from dugnad.analyses.queries.systems import words_for
from dugnad.analyses.reference.building_waste import FACTORS, SPLIT, SPLIT_SOURCE
from dugnad.analyses.reference.ready_models import (
    ACCOUNTS,
    CONSTRUCTION,
    HOUSEHOLD,
    KEYS,
    LANGUAGES,
    ModelWords,
    models,
)
from dugnad.kit.errors import Refused
from dugnad.kit.formats import day, number
from dugnad.kit.tables import CellError
from dugnad.members.models import Organisation

if TYPE_CHECKING:
    from dugnad.analyses.sources.accounts import KeyReading
    from dugnad.analyses.sources.grids import Grids
    from dugnad.engine.flows.models import Factor, ReadyModel

LONGEST = {"source": 200, "materials": 200, "limits": 4000}  # letters
SHOWN = 12  # figures of a preview; the rest is counted


@dataclass(frozen=True)
class GivenFile:
    """A file that was sent: where it lies, and what its owner calls it."""

    path: Path
    name: str

    @property
    def sha256(self) -> str:
        """Its checksum, by which it is kept."""
        return self.path.name


@dataclass(frozen=True)
class Given:
    """What somebody says for a ready model; shares and deviations are per cent."""

    model: str
    places: Sequence[Organisation]
    files: Mapping[str, GivenFile]
    source: str
    vintage: str
    relative_sd: float
    today: date
    year: int | None = None
    key: str = "inhabitants"
    nation: float | None = None
    sd_key: float = 30.0

    @property
    def words(self) -> ModelWords:
        """The texts of the model."""
        return models()[self.model]

    @property
    def names(self) -> dict[str, Organisation]:
        """The places by what they are called; two of one name are told apart."""
        every = [place.name for place in self.places]
        return {
            place.name if every.count(place.name) == 1 else f"{place.name} ({place.slug})": place
            for place in self.places
        }

    def seen(self, *files: "Grids") -> str:
        """When the figures were published: as somebody says, else as the file does, else today."""
        return self.vintage or next((file.updated for file in files if file.updated), "") or str(self.today)


@dataclass
class Described:
    """What would be made."""

    given: Given
    ready: "ReadyModel | None" = None
    errors: list[CellError] = field(default_factory=list)
    notes: list[Callable[[], str]] = field(default_factory=list)
    sums: list[str] = field(default_factory=list)  # columns and rows that were left out as sums of others

    @property
    def figures(self) -> list[tuple[str, str, int | None, float, float]]:
        """The first figures: flow, place, year, value and standard deviation."""
        told = [one.observation for one in self.ready.told[:SHOWN]] if self.ready else []
        return [(row.flow, row.place, row.year, row.value, row.sd or 0.0) for row in told]

    @property
    def more(self) -> int:
        """How many figures are not shown."""
        return max(len(self.ready.told) - SHOWN, 0) if self.ready else 0

    @property
    def told_places(self) -> list[str]:
        """The places that get figures."""
        return self.ready.study.places if self.ready else []

    @property
    def missing(self) -> list[str]:
        """What is missing, of whom, in the reader's language."""
        return missing_words(self.ready) if self.ready else []

    @property
    def remarks(self) -> list[str]:
        """What else is good to know, in the reader's language."""
        return [say() for say in self.notes]

    @property
    def materials(self) -> str:
        """The materials, for the study's own field."""
        words = self.given.words.materials or ", ".join(self._materials())
        most = LONGEST["materials"]
        return words if len(words) <= most else f"{words[: most - 1]}…"

    def _materials(self) -> list[str]:
        group = self.given.words.names["Materials"]
        return [one.process for one in self.ready.study.processes if one.group == group] if self.ready else []

    @property
    def limits(self) -> dict[str, str]:
        """What the study does not know, in three languages: of its method, and of its figures."""
        found = {}
        for code in LANGUAGES:
            with translation.override(code):
                own = getattr(self.given.words, f"limits_{code}")
                text = " ".join([own, *self._as_of_today()])
            most = LONGEST["limits"]
            found[f"limits_{code}"] = text if len(text) <= most else f"{text[: most - 1]}…"
        return found

    def _as_of_today(self) -> list[str]:
        """What its figures lack, under the day: a text that is kept must not outlive what it says."""
        told = [*self.remarks, *self.missing]
        return (
            [_("When the study was made, %(day)s:") % {"day": day(self.given.today)}, *told] if told else []
        )

    @property
    def digest(self) -> str:
        """A mark of what would be made, so that what is made is what was shown."""
        study = self.ready.study if self.ready else None
        parts = (self.given.model, self.ready, study and study.flows, study and study.transfer_coefficients)
        return hashlib.sha256(repr(parts).encode()).hexdigest()


def described(given: Given) -> Described:
    """What a model makes of what was given. Raises Refused for what a field of the form has to say."""
    from dugnad.engine.flows import FlowSystemError

    found = Described(given)
    try:
        MAKERS[given.model](given, found)
    except FlowSystemError as wrong:
        from dugnad.analyses.sources.model_complaints import field_of, in_words

        first = next(iter(given.files.values()))
        name = given.files.get(field_of(str(wrong)), first).name
        found.errors.append(CellError(name, 1, "", in_words(str(wrong))))
    if found.errors:
        found.ready = None
    elif found.ready is None or not found.ready.told:
        file = next(iter(given.files.values()))
        message = _("No municipality has all the figures that the model needs. Missing: %(missing)s")
        told = {"missing": " ".join(found.missing) or "–"}
        found.errors, found.ready = [CellError(file.name, 1, "", message % told)], None
    return found


def _household(given: Given, found: Described) -> None:
    from dugnad.analyses.sources.household import read_household
    from dugnad.engine.flows.models import HouseholdRow, household_waste

    files, people = _grids(given, "waste"), _grids(given, "inhabitants")
    reading = read_household(files, _words(given), people)
    found.errors, found.sums = reading.errors, _sums(*files, *people)
    if found.errors:
        return
    # A file of inhabitants may have years of which nobody has told the waste.
    years = {
        one.year
        for one in reading.figures
        if {one.values["kg_per_inhabitant"], one.values["tonnes"]} != {None}
    }
    rows = [HouseholdRow(one.place, one.year, **one.values) for one in reading.figures if one.year in years]
    found.ready = household_waste(
        rows, places=list(given.names), source=given.source, vintage=given.seen(*files),
        relative_sd=given.relative_sd / 100, names=given.words.names,
    )  # fmt: skip


def _accounts(given: Given, found: Described) -> None:
    from dugnad.analyses.sources.accounts import read_accounts, read_key
    from dugnad.engine.flows.models import NationalRow, waste_accounts_downscaled

    nation_file, key_file = _grids(given, "accounts", "key")
    national, key = read_accounts(nation_file), read_key(key_file, _words(given), given.key)
    found.errors = [*national.errors, *key.errors]
    found.sums = _sums(nation_file, key_file)
    if found.errors:
        return
    year = given.year or max(national.by_year)
    if year not in national.by_year:
        known = ", ".join(map(str, national.by_year))
        message = _("The accounts have no figures of that year. They have: %(known)s.")
        raise Refused("year", message % {"known": known}, field="year")
    if empty := national.empty[year]:
        found.notes.append(lambda: empty_cells(year, empty))
    of_key = key.year_nearest(year) or year
    nation = given.nation if given.nation is not None else key.nation.get(of_key)
    if nation is None:
        message = _("The file of the key has no row for the whole country. Write it here.")
        raise Refused("nation", message, field="nation")
    _refuse_larger(given, key, of_key, nation, found)
    if found.errors:
        return
    if of_key != year:
        told = {"key": of_key, "year": year}
        found.notes.append(lambda: _("The key is of %(key)s, the waste of %(year)s.") % told)
    source = f"{given.source}, fordelt etter {KEYS[given.key]} ({of_key})"
    found.ready = waste_accounts_downscaled(
        [NationalRow(*amount) for amount in national.by_year[year]], year=year, key=key.by_year[of_key],
        nation=nation, places=list(given.names), relative_sd=given.relative_sd / 100,
        sd_key=given.sd_key / 100, source=source[: LONGEST["source"]], vintage=given.seen(nation_file),
        names=given.words.names,
    )  # fmt: skip


def _refuse_larger(given: Given, key: "KeyReading", year: int, nation: float, found: Described) -> None:
    """The places cannot have more of the key than their country: where its figure stands, that is told."""
    from dugnad.engine.flows.models.accounts import SAME

    of_places = sum(key.by_year.get(year, {}).values())
    if of_places <= nation * (1 + SAME):
        return
    message = _("The places together have more of the key (%(cell)s) than the whole country (%(most)s).")
    reason = message % {"cell": _of_key(of_places), "most": _of_key(nation)}
    if given.nation is not None:
        raise Refused("nation", reason, field="nation")
    found.errors.append(key.of_nation[year].wrong(reason))


def _of_key(value: float) -> str:
    return number(value, 0 if value == int(value) else 1)


def _construction(given: Given, found: Described) -> None:
    from dugnad.analyses.sources.construction import read_activity
    from dugnad.engine.flows.models import ActivityRow, construction_waste

    (file,) = _grids(given, "activity")
    reading = read_activity(file, _words(given))
    found.errors, found.sums = list(reading.errors), _sums(file)
    factors = _factors(given, found)
    if found.errors:
        return
    rows = [ActivityRow(one.place, one.year, one.activity, one.area, one.building) for one in reading.rows]
    found.ready = construction_waste(
        rows, factors, split=SPLIT, places=list(given.names), source=given.source,
        vintage=given.seen(file), relative_sd=given.relative_sd / 100, names=given.words.names,
    )  # fmt: skip
    if found.ready.study.transfer_coefficients:
        found.notes.append(
            lambda: _("What the waste is made of is the country's: %(source)s.") % {"source": SPLIT_SOURCE}
        )


def _factors(given: Given, found: Described) -> list["Factor"]:
    """The factors of a file, else those that are published."""
    from dugnad.analyses.sources.construction import read_factors
    from dugnad.engine.flows.models import Factor

    file = given.files.get("factors")
    if file is None:
        return [
            Factor(activity, one.kilograms / 1000, one.sd / 1000, source=one.source)
            for activity, one in FACTORS.items()
        ]
    reading = read_factors(file.path, file.name)
    found.errors += reading.errors
    return [
        Factor(row.activity, row.tonnes, row.sd, row.building, row.material, row.source)
        for row in reading.rows
    ]


MAKERS: Mapping[str, Callable[[Given, Described], None]] = {
    HOUSEHOLD: _household,
    ACCOUNTS: _accounts,
    CONSTRUCTION: _construction,
}


def _grids(given: Given, *names: str) -> list["Grids"]:
    from dugnad.analyses.sources.grids import read_grids
    from dugnad.analyses.sources.wording import refuse_years

    read = [
        read_grids(given.files[name].path, given.files[name].name) for name in names if name in given.files
    ]
    for file in read:
        refuse_years(file, on=given.today)
    return read


def _sums(*files: "Grids") -> list[str]:
    return list(dict.fromkeys(label for file in files for label in file.sums))


def _words(given: Given) -> dict[str, str]:
    """What files may write for a place, and what we call it."""
    called = {place.pk: name for name, place in given.names.items()}
    return {word: called[place.pk] for word, place in words_for(given.places).items()}
