"""Commands about one person: the right of access, and the right to be forgotten."""

import argparse
import json

from dugnad.cli.speaking import print_report, say, set_up, speak_english


def export(options: argparse.Namespace) -> int:
    """Print everything that is kept about whoever has an address."""
    set_up()
    from dugnad.events import commands

    speak_english()
    told = commands.export_person(options.target)
    print(json.dumps(told, ensure_ascii=False, indent=None if options.json else 2, default=str))  # noqa: T201
    return 0


def erase(options: argparse.Namespace) -> int:
    """Forget whoever has an address; without --yes only say what would go."""
    set_up()
    from dugnad.events import commands

    speak_english()
    if not options.yes:
        print_report(commands.would_erase(options.email), options.json)
        say("nothing was erased; say --yes to do it")
        return 0
    print_report(commands.erase_person(options.email), options.json)
    return 0
