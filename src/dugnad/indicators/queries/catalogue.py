"""Questions about what is measured, and which vintages there are."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from dugnad.indicators.kinds import SECTORS, sector_name
from dugnad.indicators.models import ColumnMapping, Indicator, Source, Target, Vintage
from dugnad.indicators.queries.places import ALLIANCE, COUNTY, SUBREGION
from dugnad.kit.errors import Refused
from dugnad.kit.text import alphabetical, fit, holds_words
from dugnad.members.kinds import OrganisationKind
from dugnad.members.models import Organisation

LANGUAGES = ("nb", "nn", "en")


@dataclass(frozen=True)
class Card:
    """An indicator in the catalogue: the vintage that speaks first for it, and the years that it tells of."""

    indicator: Indicator
    newest: Vintage | None
    vintage_count: int
    first_year: int | None
    last_year: int | None

    @property
    def tells(self) -> bool:
        """Whether there are figures, read in or worked out from others."""
        return self.newest is not None or bool(self.indicator.formula)

    @property
    def is_illustrative(self) -> bool:
        """Whether nobody has published figures that stand here, so that made-up ones do."""
        return self.newest is not None and not self.newest.source.is_official


def cards() -> list[Card]:
    """Every indicator with its newest vintage: those that tell something first, each by its title."""
    own: dict[int, list[Vintage]] = defaultdict(list)
    for vintage in Vintage.objects.select_related("source").defer("without_figure"):
        own[vintage.indicator_id].append(vintage)
    found = [_card(indicator, own[indicator.pk]) for indicator in indicators()]
    return sorted(found, key=lambda card: (not card.tells, alphabetical(str(card.indicator))))


def _card(indicator: Indicator, own: list[Vintage]) -> Card:
    newest = max(own, key=lambda v: (not v.source.is_made_up, v.seen_on, v.pk), default=None)
    years = [year for group in (newest.coverage if newest else []) for year in group["years"]]
    return Card(indicator, newest, len(own), min(years, default=None), max(years, default=None))


def why_no_files(indicator: Indicator) -> str:
    """Why an indicator has no files of its own; nothing where it has."""
    if not indicator.formula:
        return ""
    message = _("“%(indicator)s” is worked out from other figures, and has no files of its own.")
    return message % {"indicator": indicator}


def indicators() -> QuerySet[Indicator]:
    """Every indicator with its source and the number of its vintages."""
    return Indicator.objects.select_related("source").annotate(vintage_count=Count("vintages"))


def indicator_with_key(key: str) -> Indicator:
    """The indicator with this key; Refused names those that there are."""
    found = Indicator.objects.select_related("source").filter(key=key).first()
    if found is None:
        known = ", ".join(Indicator.objects.values_list("key", flat=True)) or "–"
        message = _("There is no indicator “%(key)s”. Those that are known: %(known)s.")
        raise Refused("indicator", message % {"key": key, "known": known}, field="indicator")
    return found


def mapping_with_name(name: str) -> ColumnMapping:
    """The mapping of columns with this name; Refused names those that there are."""
    found = ColumnMapping.objects.select_related("indicator").filter(name=name).first()
    if found is None:
        known = ", ".join(ColumnMapping.objects.values_list("name", flat=True)) or "–"
        message = _("There is no mapping “%(name)s”. Those that are known: %(known)s.")
        raise Refused("mapping", message % {"name": name, "known": known}, field="mapping")
    return found


def source_for(indicator: Indicator, key: str = "") -> Source:
    """The source of a vintage: the indicator's own, or one of made-up figures; others are never mixed in."""
    if key in ("", indicator.source.key):
        return indicator.source
    found = Source.objects.filter(key=key).first()
    if found is None or found.is_official:
        message = _("“%(key)s” is no source of “%(indicator)s”; sources are never mixed in one series.")
        raise Refused("source", message % {"key": key, "indicator": indicator}, field="source")
    return found


def vintages(indicator: Indicator | None = None, *, seen_by: date | None = None) -> QuerySet[Vintage]:
    """Vintages, newest first; of one indicator, and seen on or before a day, where these are given."""
    found = Vintage.objects.select_related("source", "indicator", "file")
    if indicator is not None:
        found = found.filter(indicator=indicator)
    return found.filter(seen_on__lte=seen_by) if seen_by else found


def newest_vintage(indicator: Indicator) -> Vintage | None:
    """The vintage that was seen last."""
    return vintages(indicator).first()


def newest_official(indicator: Indicator) -> Vintage | None:
    """The vintage of its publisher that was seen last."""
    return vintages(indicator).filter(source__is_official=True).first()


def vintage_with_number(number: int) -> Vintage | None:
    """The vintage with this number."""
    return vintages().filter(pk=number).first()


def vintage_before(vintage: Vintage) -> Vintage | None:
    """The vintage of the same source that was seen before this one, which it is a revision of."""
    own = vintages(vintage.indicator).filter(source=vintage.source)
    earlier = Q(seen_on__lt=vintage.seen_on) | Q(seen_on=vintage.seen_on, pk__lt=vintage.pk)
    return own.filter(earlier).first()


def vintage_of_file(indicator: Indicator, sha256: str) -> Vintage | None:
    """The vintage that these very bytes became, if they did."""
    return Vintage.objects.filter(indicator=indicator, file__sha256=sha256).first()


def targets_of(organisation: Organisation) -> QuerySet[Target]:
    """What an organisation has set out to reach."""
    return Target.objects.filter(organisation=organisation).select_related("indicator")


def targets_at(region: str, indicator: Indicator) -> QuerySet[Target]:
    """What is set out for a municipality, a sub-region, a county or the alliance: a change or a value."""
    own = Target.objects.filter(_whose(region), indicator=indicator)
    return own.select_related("organisation").distinct()


def _whose(region: str) -> Q:
    """The county, or the organisation that a region is the land of."""
    kind, _colon, slug = region.partition(":")
    if region == ALLIANCE:
        return Q(organisation__kind=OrganisationKind.ALLIANCE)
    if kind == SUBREGION:
        return Q(organisation__kind=OrganisationKind.SUBREGION, organisation__slug=slug)
    if kind == COUNTY:
        return Q(county=region)
    return Q(organisation__codes__code=region)


def all_targets(indicator: Indicator) -> QuerySet[Target]:
    """Every target of an indicator, whoever has set it."""
    return Target.objects.filter(indicator=indicator).select_related("organisation")


def search(text: str) -> list[Indicator]:
    """Indicators whose title, key or sectors hold every word of a text, the best first."""
    told: dict[int, set[str]] = {}
    for indicator, sectors in Vintage.objects.order_by().values_list("indicator_id", "sectors"):
        told.setdefault(indicator, set()).update(sectors)
    fits = {row: fit(text, *_names_of(row, told.get(row.pk, set()))) for row in Indicator.objects.all()}
    return sorted((row for row in fits if fits[row]), key=lambda row: -fits[row])


def sectors_called(text: str) -> list[str]:
    """The sectors whose name holds every word of a text, in the reader's language."""
    return [sector_name(key) for key in SECTORS if holds_words(text, *_names_of_sector(key))]


def _names_of(row: Indicator, sectors: Iterable[str]) -> list[str]:
    names = [getattr(row, f"title_{language}") for language in LANGUAGES]
    return [row.key, *names, *(name for key in sorted(sectors) for name in _names_of_sector(key))]


def _names_of_sector(key: str) -> list[str]:
    return [getattr(SECTORS[key], f"name_{language}") for language in LANGUAGES] if key in SECTORS else []
