"""Commands that carry a whole alliance from one place to another."""

import argparse
from pathlib import Path

from dugnad.cli import people
from dugnad.cli.speaking import (
    print_report,
    set_up,
)


def backup(options: argparse.Namespace) -> int:
    """Write the whole alliance, files included, to one file."""
    set_up()
    from dugnad import wholesale

    print_report(wholesale.backup(Path(options.file)), options.json)
    return 0


def restore(options: argparse.Namespace) -> int:
    """Read a backup into an empty installation."""
    set_up()
    from dugnad import wholesale

    print_report(wholesale.restore(Path(options.file)), options.json)
    return 0


def export(options: argparse.Namespace) -> int:
    """Write the whole alliance to a folder of plain files, or print what is kept about one person."""
    if options.what == "person":
        return people.export(options)
    set_up()
    from dugnad import wholesale

    print_report(wholesale.export_all(Path(options.target)), options.json)
    return 0
