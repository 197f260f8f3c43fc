"""Commands that run an installation: serve it, work for it, and tell how it is."""

import argparse
import json
import os
from contextlib import suppress

from dugnad.cli.speaking import (
    print_report,
    say,
    serve_pages,
    set_up,
)


def demo(options: argparse.Namespace) -> int:
    """Migrate, load the demo alliance, and serve it."""
    os.environ["DUGNAD_DEMO"] = "1"
    os.environ.setdefault("DUGNAD_URL", f"http://{options.host}:{options.port}")  # for links in mails
    set_up()
    from dugnad.demo import load

    load.prepare(fresh=options.fresh, say=say)
    if options.no_serve:
        return 0
    return serve_pages(options.host, options.port, workers=2, with_worker=True)


def serve(options: argparse.Namespace) -> int:
    """Serve the pages."""
    if os.environ.get("DUGNAD_DEMO") == "1":
        os.environ.setdefault("DUGNAD_URL", f"http://{options.host}:{options.port}")
    set_up()
    _be_ready()
    return serve_pages(options.host, options.port, workers=options.workers, with_worker=options.with_worker)


def _be_ready() -> None:
    """The pages know what we ship from the first day; where the tables wait, /readyz and `check` say so."""
    from django.db import DatabaseError

    from dugnad.indicators import commands

    with suppress(DatabaseError):
        commands.be_ready()


def worker(options: argparse.Namespace) -> int:
    """Send mail and do periodic work until stopped."""
    set_up()
    from dugnad import periodic

    return periodic.work(once=options.once, server=options.server)


def tick(options: argparse.Namespace) -> int:
    """Do the periodic work that is due, once."""
    set_up()
    from dugnad import periodic

    report = periodic.tick()
    print_report(report, options.json)
    return 0


def check(options: argparse.Namespace) -> int:
    """Tell in words whether this installation is fit for use."""
    set_up()
    from dugnad import inspection

    findings = inspection.inspect_installation()
    if options.json:
        print(json.dumps({"ok": all(f.ok for f in findings), "findings": [f.as_json() for f in findings]}))  # noqa: T201
    else:
        for finding in findings:
            print(f"{'ok ' if finding.ok else 'NO '} {finding.text}")  # noqa: T201
    return 0 if all(finding.ok for finding in findings) else 2


def manage(words: list[str]) -> int:
    """Run one of the framework's own commands."""
    from django.core.management import execute_from_command_line, get_commands

    set_up()
    if words and not words[0].startswith("-") and words[0] not in {*get_commands(), "help"}:
        say(f"dugnad: manage {words[0]}: no such command (see dugnad manage help)")
        return 2
    execute_from_command_line(["dugnad manage", *words])
    return 0
