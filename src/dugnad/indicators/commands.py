"""What the command line calls: files in, vintages and series out."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from dugnad.indicators import changes, queries
from dugnad.indicators.changes.judging import FileReport
from dugnad.indicators.changes.wording import first_refusal, outcome_of, refusals_in_words
from dugnad.indicators.kinds import EMISSIONS, UNNAMED
from dugnad.indicators.models import Connection, Indicator, Vintage
from dugnad.indicators.queries.catalogue import indicator_with_key, mapping_with_name
from dugnad.indicators.queries.figures import DIVIDED
from dugnad.indicators.queries.tables import DIFFERENCE_COLUMNS, VINTAGE_COLUMNS, vintage_rows
from dugnad.indicators.rules import is_additive
from dugnad.indicators.sources.connectors import CONNECTORS
from dugnad.indicators.sources.keys import read_key
from dugnad.indicators.sources.mapped_table import Columns
from dugnad.indicators.sources.reading import read_csv
from dugnad.kit import clock
from dugnad.kit.errors import Refused
from dugnad.kit.spreadsheets import write_csv
from dugnad.members.queries import divisions


@dataclass
class Report:
    """What became of the files of one command."""

    files: list[FileReport] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        """Whether any file was refused."""
        return any(file.refused for file in self.files)

    @property
    def complaint(self) -> str:
        """One line that says which file was refused, where and why; of several things the first."""
        return "; ".join(first_refusal(file) for file in self.files if file.refused)

    def as_json(self) -> dict[str, Any]:
        """The report as programs read it."""
        return {"files": [file.as_json() for file in self.files]}

    def lines(self) -> list[str]:
        """The report as people read it: what became of each file, and every refusal with its place."""
        return [line for file in self.files for line in _lines(file)]


def _lines(file: FileReport) -> list[str]:
    """What became of a file, then what was counted, why it was refused, and what to look out for."""
    counted = [f"{word}: {getattr(file, word)}" for word in ("layout", "rows", "stored", "unchanged")]
    more = [*refusals_in_words(file.refused, file.more_refused), *file.notes, *file.warnings]
    return [outcome_of(file), "  " + ", ".join(counted), *(f"  {line}" for line in more)]


def be_ready() -> None:
    """An installation that nobody has used yet knows the indicators and municipality numbers that we ship."""
    changes.load_first_day(by=None, at=clock.now())


def import_emissions(
    paths: Iterable[Path], *, vintage: date | None, dry_run: bool, source: str = ""
) -> Report:
    """Take in files of emissions: they are laid out as their publisher does, and are taken as its own."""
    return _import_figures(paths, EMISSIONS, vintage=vintage, dry_run=dry_run, source=source)


def import_indicator(
    paths: Iterable[Path],
    *,
    indicator: str | None,
    vintage: date | None,
    dry_run: bool,
    source: str = "",
    mapping: str = "",
) -> Report:
    """Take in tables of one indicator, by a mapping of columns where one is named.

    Any spreadsheet can make such a table, so one that nobody names a publisher of is filed as nobody's:
    it is read and shown, but says on every page and in every row that no publisher stands behind it.
    """
    columns = None
    if mapping:
        named = mapping_with_name(mapping)
        indicator, columns = indicator or named.indicator.key, changes.columns_of(named)
    if not indicator:
        raise Refused("indicator", _("Name the indicator with --indicator KEY."), field="indicator")
    if source or (indicator == EMISSIONS and columns is None):
        return _import_figures(
            paths, indicator, vintage=vintage, dry_run=dry_run, source=source, columns=columns
        )
    report = _import_figures(
        paths, indicator, vintage=vintage, dry_run=dry_run, source=UNNAMED, columns=columns
    )
    own = indicator_with_key(indicator).source
    warning = _(
        "Nobody said whose figures these are, so they are marked as not official. If they are those of "
        "%(publisher)s, import the file again with --source %(key)s; made-up ones with --source illustrative."
    )
    for file in report.files:
        if not file.refused and not file.unchanged:
            file.warnings.append(warning % {"publisher": own.publisher_name, "key": own.key})
    return report


def _import_figures(
    paths: Iterable[Path],
    indicator: str,
    *,
    vintage: date | None,
    dry_run: bool,
    source: str,
    columns: Columns | None = None,
) -> Report:
    """Files of one indicator, seen on the day given or today."""
    be_ready()
    days = [vintage] if vintage else _days_that_may_be()

    def take(content: bytes, name: str) -> FileReport:
        for day in days:
            report = changes.import_figures(
                content,
                name,
                indicator=indicator,
                seen_on=day,
                source=source,
                columns=columns,
                dry_run=dry_run,
                by=None,
                at=clock.now(),
            )
            if not report.refused:
                break
        if not vintage and report.stored:
            told = _("Seen on %(day)s, since no --vintage was given.")
            report.notes.append(told % {"day": day.isoformat()})
        return report

    return _each(paths, take)


def _days_that_may_be() -> list[date]:
    """Today; and in the demo, for a file that tells of what came after the demo's day, the day on the wall.

    Whatever can be known on the demo's day is, so that its figures are not seen in its future.
    """
    return list(dict.fromkeys([clock.today(), clock.calendar_day()]))


def import_municipalities(paths: Iterable[Path], *, dry_run: bool) -> Report:
    """Take in registers of municipality numbers: one division, the history, or what Klass lets download."""
    files = [(path.read_bytes(), path.name) for path in paths]
    return Report(
        changes.import_registers(files, today=clock.today(), dry_run=dry_run, by=None, at=clock.now())
    )


def import_boundaries(paths: Iterable[Path], *, dry_run: bool) -> Report:
    """Take in municipality borders as TopoJSON or GeoJSON."""
    return _each(
        paths,
        lambda content, name: changes.import_borders(content, name, dry_run=dry_run, by=None, at=clock.now()),
    )


def _each(paths: Iterable[Path], take: Callable[[bytes, str], FileReport]) -> Report:
    return Report([take(path.read_bytes(), path.name) for path in paths])


def list_connectors() -> list[dict[str, str]]:
    """What can be fetched: its key, agency, table, and the indicator that it gives figures of."""
    own = dict(Connection.objects.values_list("key", "table"))
    return [
        {
            "key": one.key,
            "agency": one.agency,
            "table": own.get(one.key) or one.table,
            "indicator": one.indicator,
        }
        for one in CONNECTORS.values()
    ]


def fetch(key: str, *, table: str, dry_run: bool) -> Report:
    """Ask a publisher and take in what it answers, as if somebody had chosen the file."""
    be_ready()
    today = clock.calendar_day()
    fetched = changes.fetch_file(key, seen_on=today, table=table)
    return Report([changes.take_in_fetched(fetched, seen_on=today, dry_run=dry_run, by=None, at=clock.now())])


def list_vintages(*, indicator: str | None = None, as_json: bool = False) -> str:
    """Every vintage, or those of one indicator, as CSV (or JSON): number, indicator, publisher, day, file."""
    rows = vintage_rows(queries.vintages(indicator_with_key(indicator) if indicator else None))
    return _as_json(VINTAGE_COLUMNS, rows) if as_json else write_csv(VINTAGE_COLUMNS, rows)


def diff(old: str, new: str, *, indicator: str | None = None, as_json: bool = False) -> str:
    """Two vintages (by number) or what was known on two days, compared as CSV (or JSON)."""
    measured = indicator_with_key(indicator or EMISSIONS)
    if old.isdigit() and new.isdigit():
        comparison = queries.compare_vintages(_vintage(old, measured), _vintage(new, measured))
    else:
        comparison = queries.compare_knowledge(measured, _day(old), _day(new))
    if as_json:
        return _as_json(DIFFERENCE_COLUMNS, queries.difference_rows(comparison))
    return queries.differences_as_csv(comparison)


def _as_json(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    items = [dict(zip(columns, row, strict=True)) for row in rows]
    return json.dumps({"items": items}, ensure_ascii=False) + "\n"


def series(
    *,
    indicator: str,
    region: str,
    codes_of: date | None,
    members_on: date | None,
    actual_members: bool,
    vintage: date | None,
    by: str,
    key: str | None = None,
) -> tuple[str, str]:
    """A series as CSV; and where it has no rows, or the key was of no use, why."""
    measured = indicator_with_key(indicator)
    _refuse_useless_key(key, measured)
    result = queries.series(
        measured,
        region,
        by=by,
        today=clock.today(),
        codes_day=codes_of,
        members_on=members_on,
        actual_members=actual_members,
        seen_by=vintage,
        key=_key(key, codes_of),
    )
    why = _why_undivided(result, key) if result.rows else _why_empty(result, region, vintage)
    return queries.series_as_csv(result), why


def _refuse_useless_key(key: str | None, indicator: Indicator) -> None:
    """Only amounts can be shared out among the parts of a municipality."""
    if key and not indicator.formula and not is_additive(indicator.unit):
        message = _(
            "--key cannot be used for “%(indicator)s”: a key shares amounts among the parts of a divided "
            "municipality, and figures in %(unit)s cannot be shared."
        )
        raise Refused("key", message % {"indicator": indicator.key, "unit": indicator.unit}, field="key")


def _why_undivided(result: queries.SeriesResult, key: str | None) -> str:
    """Which municipalities a named key says nothing of, so that their figures are missing all the same."""
    if not key:
        return ""
    divided = {told for row in result.rows for _code, told in row.lacking if told.endswith(DIVIDED)}
    if not divided:
        return ""
    codes = ", ".join(sorted({told.partition(" ")[0] for told in divided}))
    message = _("The key “%(key)s” does not say how %(codes)s was divided; those figures are missing.")
    return message % {"key": key, "codes": codes}


def _why_empty(result: queries.SeriesResult, region: str, vintage: date | None) -> str:
    trail = result.trail
    if not trail.members:
        message = _("“%(region)s” has no members on the day that was asked for; nothing can be told of it.")
        return message % {"region": region}
    if vintage and queries.newest_vintage(trail.indicator):
        message = _("No vintage of “%(indicator)s” that was seen by %(day)s tells of “%(region)s”.")
        return message % {"indicator": trail.indicator.key, "day": vintage, "region": region}
    message = _("There are no figures of “%(indicator)s” for “%(region)s” yet; import some first.")
    return message % {"indicator": trail.indicator.key, "region": region}


def _key(name: str | None, codes_of: date | None) -> queries.Sharing | None:
    """The key by which divided municipalities are shared: `register`, `inhabitants:YEAR`, or a table."""
    if name in (None, "", queries.REGISTER):
        return name or None
    measure, _colon, year = str(name).partition(":")
    if measure == "inhabitants" and year.isdigit():
        return queries.by_inhabitants(int(year), codes_day=codes_of or divisions().newest_day)
    path = Path(str(name))
    if not path.is_file():
        message = _(
            "“%(name)s” is no key: name “register”, “inhabitants:2024”, or a file with the columns code, "
            "part and share."
        )
        raise Refused("key", message % {"name": name}, field="key")
    return read_key(read_csv(path.read_bytes()), path.name)


def _vintage(number: str, indicator: Indicator) -> Vintage:
    found = queries.vintages(indicator).filter(pk=int(number)).first()
    if found is None:
        message = _("“%(indicator)s” has no vintage number %(number)s.")
        raise Refused("vintage", message % {"number": number, "indicator": indicator.key})
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = _("“%(text)s” is neither a date (2021-05-03) nor the number of a vintage.")
        raise Refused("vintage", message % {"text": text}) from None
