"""Commands about what we answer: the days on the way, before anything is entered."""

import argparse
from datetime import date

from dugnad.cli.speaking import day_of, moment_of, print_report, set_up, speak_english


def backplan(options: argparse.Namespace) -> int:
    """Count the days of an answer back from its deadline, and store nothing."""
    set_up()
    from dugnad.dossiers import commands

    speak_english()
    report = commands.backplan(
        channel=options.channel,
        announced=day_of(options.announced) or date.min,
        deadline=moment_of(options.deadline),
    )
    print_report(report.as_json(), options.json, lines=report.lines())
    return 0
