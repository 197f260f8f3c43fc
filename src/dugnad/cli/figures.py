"""Commands about what the workspace holds: figures in and out, answers, editions."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dugnad.cli.speaking import (
    Complaint,
    InputError,
    day_of,
    paths_of,
    print_report,
    set_up,
    speak_english,
)


def import_files(options: argparse.Namespace) -> int:
    """Read files into the workspace."""
    set_up()
    if options.what == "all":
        from dugnad import wholesale

        report = wholesale.import_all(Path(options.files[0]))
        print_report(report, options.json)
        return 0
    from dugnad.indicators import commands

    speak_english()
    readers: dict[str, Callable[[], Any]] = {
        "municipalities": lambda: commands.import_municipalities(paths_of(options), dry_run=options.dry_run),
        "emissions": lambda: commands.import_emissions(
            paths_of(options),
            vintage=day_of(options.vintage),
            dry_run=options.dry_run,
            source=options.source or "",
        ),
        "indicator": lambda: commands.import_indicator(
            paths_of(options),
            indicator=options.indicator,
            vintage=day_of(options.vintage),
            dry_run=options.dry_run,
            source=options.source or "",
            mapping=options.mapping or "",
        ),
        "boundaries": lambda: commands.import_boundaries(paths_of(options), dry_run=options.dry_run),
    }
    if options.what not in readers:
        raise InputError(f"import {options.what}: this kind of file is not read by this version")
    report = readers[options.what]()
    print_report(report.as_json(), options.json, lines=report.lines())
    if report.refused:
        raise Complaint(report.complaint)
    return 0


def fetch(options: argparse.Namespace) -> int:
    """Ask a publisher for figures and take them in, or list what can be fetched."""
    set_up()
    from dugnad.indicators import commands

    speak_english()
    if not options.connector:
        rows = commands.list_connectors()
        lines = [f"{row['key']}: {row['agency']} {row['table']} {row['indicator']}".rstrip() for row in rows]
        print_report({"connectors": rows}, options.json, lines=lines)
        return 0
    report = commands.fetch(options.connector, table=options.table or "", dry_run=options.dry_run)
    print_report(report.as_json(), options.json, lines=report.lines())
    if report.refused:
        raise Complaint(report.complaint)
    return 0


def vintages(options: argparse.Namespace) -> int:
    """List vintages, or compare two of them as CSV."""
    set_up()
    from dugnad.indicators import commands

    speak_english()
    if options.action == "diff" and len(options.vintages) != 2:
        raise InputError("vintages diff: name two vintages, the old one and the new one")
    text = (
        commands.diff(*options.vintages, indicator=options.indicator, as_json=options.json)
        if options.action == "diff"
        else commands.list_vintages(indicator=options.indicator, as_json=options.json)
    )
    sys.stdout.write(text)
    return 0


def series(options: argparse.Namespace) -> int:
    """Print a series as CSV."""
    set_up()
    from dugnad.indicators import commands

    speak_english()
    table, why_empty = commands.series(
        indicator=options.indicator,
        region=options.region,
        codes_of=day_of(options.codes_of),
        members_on=None if options.members_on in (None, "actual") else day_of(options.members_on),
        actual_members=options.members_on == "actual",
        vintage=day_of(options.vintage),
        by=options.by,
        key=options.key,
    )
    sys.stdout.write(table)
    if why_empty:
        raise Complaint(why_empty)
    return 0


def answers(options: argparse.Namespace) -> int:
    """Print what a member submitted last to a call."""
    set_up()
    from dugnad.calls import commands

    speak_english()
    text = commands.answers(call=options.call, member=options.member, format=options.format)
    sys.stdout.buffer.write(text.encode() if isinstance(text, str) else text)
    return 0


def publish(options: argparse.Namespace) -> int:
    """Write an edition to a folder."""
    set_up()
    from dugnad.editions import commands

    report = commands.publish(year=options.year, out=Path(options.out))
    print_report(report, options.json)
    return 0
