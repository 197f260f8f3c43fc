"""The command line. It ends with 0 when done, 1 for our fault, 2 for your input, and says what is wrong."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn


class InputError(Exception):
    """What the person asked for cannot be done as asked: one line, exit status 2."""


class Complaint(InputError):
    """The report stands on standard output already; this line says on the other what is wrong and where."""


class Parser(argparse.ArgumentParser):
    """Says what is wrong with the words in one line, as every command does."""

    def error(self, message: str) -> NoReturn:
        """End with the message and where to read more."""
        print(f"{self.prog}: {message} (see {self.prog} --help)", file=sys.stderr)  # noqa: T201
        sys.exit(2)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dugnad.settings")
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["manage"]:
        return _manage(words[1:])
    options = _parser().parse_args(words)
    return _run(options.command, options)


def _run(command: Callable[[argparse.Namespace], int], options: argparse.Namespace) -> int:
    from dugnad.kit.errors import Refused

    try:
        return command(options)
    except (InputError, Refused) as refusal:
        print(f"dugnad: {refusal}", file=sys.stderr)  # noqa: T201 - this is the command line's voice
        return 2
    except FileNotFoundError as missing:
        print(f"dugnad: {missing.filename}: no such file or folder", file=sys.stderr)  # noqa: T201
        return 2


def _manage(words: list[str]) -> int:
    from django.core.management import execute_from_command_line, get_commands

    _set_up()
    if words and not words[0].startswith("-") and words[0] not in {*get_commands(), "help"}:
        _say(f"dugnad: manage {words[0]}: no such command (see dugnad manage help)")
        return 2
    execute_from_command_line(["dugnad manage", *words])
    return 0


def _set_up() -> None:
    import django

    django.setup()


def _speak_english() -> None:
    """Speak as the operators' other tools do; what is written for readers speaks as they do."""
    from django.utils import translation

    translation.activate("en")


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="dugnad", description="The workspace of an alliance of municipalities.")
    commands = parser.add_subparsers(required=True, metavar="command")
    for name, (text, command, options) in COMMANDS.items():
        sub = commands.add_parser(name, help=text, description=text)
        for flags, settings in options:
            sub.add_argument(*flags, **settings)
        sub.set_defaults(command=command)
    return parser


# Commands ------------------------------------------------------------------------------------------


def demo(options: argparse.Namespace) -> int:
    """Migrate, load the demo alliance, and serve it."""
    os.environ["DUGNAD_DEMO"] = "1"
    os.environ.setdefault("DUGNAD_URL", f"http://{options.host}:{options.port}")  # for links in mails
    _set_up()
    from dugnad.demo import load

    load.prepare(fresh=options.fresh, say=_say)
    if options.no_serve:
        return 0
    return _serve(options.host, options.port, workers=2, with_worker=True)


def serve(options: argparse.Namespace) -> int:
    """Serve the pages."""
    if os.environ.get("DUGNAD_DEMO") == "1":
        os.environ.setdefault("DUGNAD_URL", f"http://{options.host}:{options.port}")
    _set_up()
    return _serve(options.host, options.port, workers=options.workers, with_worker=options.with_worker)


def worker(options: argparse.Namespace) -> int:
    """Send mail and do periodic work until stopped."""
    _set_up()
    from dugnad import periodic

    return periodic.work(once=options.once, server=options.server)


def tick(options: argparse.Namespace) -> int:
    """Do the periodic work that is due, once."""
    _set_up()
    from dugnad import periodic

    report = periodic.tick()
    _print_report(report, options.json)
    return 0


def check(options: argparse.Namespace) -> int:
    """Tell in words whether this installation is fit for use."""
    _set_up()
    from dugnad import inspection

    findings = inspection.inspect_installation()
    if options.json:
        print(json.dumps({"ok": all(f.ok for f in findings), "findings": [f.as_json() for f in findings]}))  # noqa: T201
    else:
        for finding in findings:
            print(f"{'ok ' if finding.ok else 'NO '} {finding.text}")  # noqa: T201
    return 0 if all(finding.ok for finding in findings) else 2


def import_files(options: argparse.Namespace) -> int:
    """Read files into the workspace."""
    _set_up()
    if options.what == "all":
        from dugnad import wholesale

        report = wholesale.import_all(Path(options.files[0]))
        _print_report(report, options.json)
        return 0
    from dugnad.indicators import commands

    _speak_english()
    readers: dict[str, Callable[[], Any]] = {
        "municipalities": lambda: commands.import_municipalities(_paths(options), dry_run=options.dry_run),
        "emissions": lambda: commands.import_emissions(
            _paths(options),
            vintage=_day(options.vintage),
            dry_run=options.dry_run,
            source=options.source or "",
        ),
        "indicator": lambda: commands.import_indicator(
            _paths(options),
            indicator=options.indicator,
            vintage=_day(options.vintage),
            dry_run=options.dry_run,
            source=options.source or "",
            mapping=options.mapping or "",
        ),
        "boundaries": lambda: commands.import_boundaries(_paths(options), dry_run=options.dry_run),
    }
    if options.what not in readers:
        raise InputError(f"import {options.what}: this kind of file is not read by this version")
    report = readers[options.what]()
    _print_report(report.as_json(), options.json, lines=report.lines())
    if report.refused:
        raise Complaint(report.complaint)
    return 0


def fetch(options: argparse.Namespace) -> int:
    """Ask a publisher for figures and take them in, or list what can be fetched."""
    _set_up()
    from dugnad.indicators import commands

    _speak_english()
    if not options.connector:
        rows = commands.list_connectors()
        lines = [f"{row['key']}: {row['agency']} {row['table']} {row['indicator']}".rstrip() for row in rows]
        _print_report({"connectors": rows}, options.json, lines=lines)
        return 0
    report = commands.fetch(options.connector, table=options.table or "", dry_run=options.dry_run)
    _print_report(report.as_json(), options.json, lines=report.lines())
    if report.refused:
        raise Complaint(report.complaint)
    return 0


def vintages(options: argparse.Namespace) -> int:
    """List vintages, or compare two of them as CSV."""
    _set_up()
    from dugnad.indicators import commands

    _speak_english()
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
    _set_up()
    from dugnad.indicators import commands

    _speak_english()
    table, why_empty = commands.series(
        indicator=options.indicator,
        region=options.region,
        codes_of=_day(options.codes_of),
        members_on=None if options.members_on in (None, "actual") else _day(options.members_on),
        actual_members=options.members_on == "actual",
        vintage=_day(options.vintage),
        by=options.by,
        key=options.key,
    )
    sys.stdout.write(table)
    if why_empty:
        raise Complaint(why_empty)
    return 0


def answers(options: argparse.Namespace) -> int:
    """Print what a member submitted last to a call."""
    _set_up()
    from dugnad.calls import commands

    _speak_english()
    text = commands.answers(call=options.call, member=options.member, format=options.format)
    sys.stdout.buffer.write(text.encode() if isinstance(text, str) else text)
    return 0


def publish(options: argparse.Namespace) -> int:
    """Write an edition to a folder."""
    _set_up()
    from dugnad.editions import commands

    report = commands.publish(year=options.year, out=Path(options.out))
    _print_report(report, options.json)
    return 0


def backup(options: argparse.Namespace) -> int:
    """Write the whole alliance, files included, to one file."""
    _set_up()
    from dugnad import wholesale

    _print_report(wholesale.backup(Path(options.file)), options.json)
    return 0


def restore(options: argparse.Namespace) -> int:
    """Read a backup into an empty installation."""
    _set_up()
    from dugnad import wholesale

    _print_report(wholesale.restore(Path(options.file)), options.json)
    return 0


def export(options: argparse.Namespace) -> int:
    """Write the whole alliance to a folder of plain files."""
    _set_up()
    from dugnad import wholesale

    _print_report(wholesale.export_all(Path(options.folder)), options.json)
    return 0


# What commands share ---------------------------------------------------------------------------------


def _serve(host: str, port: int, *, workers: int, with_worker: bool) -> int:
    from dugnad import serving

    return serving.serve(host=host, port=port, workers=workers, with_worker=with_worker)


def _paths(options: argparse.Namespace) -> list[Path]:
    paths = [Path(name) for name in options.files]
    for path in paths:
        if not path.is_file():
            raise InputError(f"{path}: no such file")
    return paths


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"'{text}' is not a date; write it as 2021-05-03") from None


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201


def _print_report(report: dict[str, Any], as_json: bool, lines: Sequence[str] = ()) -> None:
    if as_json:
        print(json.dumps(report, ensure_ascii=False, default=str))  # noqa: T201
        return
    for line in lines or [f"{key}: {_in_words(value)}" for key, value in report.items()]:
        print(line)  # noqa: T201


def _in_words(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


JSON = (["--json"], {"action": "store_true", "help": "print the report as one JSON object"})
HOST = (["--host"], {"default": "127.0.0.1"})
PORT = (["--port"], {"type": int, "default": int(os.environ.get("PORT", "8000"))})
COMMANDS: dict[
    str, tuple[str, Callable[[argparse.Namespace], int], list[tuple[list[str], dict[str, Any]]]]
] = {
    "demo": (
        "migrate, load the demo alliance and serve it",
        demo,
        [
            (["--no-serve"], {"action": "store_true"}),
            (["--fresh"], {"action": "store_true", "help": "start from an empty database"}),
            HOST,
            PORT,
        ],
    ),
    "serve": (
        "serve the pages",
        serve,
        [
            HOST,
            PORT,
            (["--workers"], {"type": int, "default": 2}),
            (["--with-worker"], {"action": "store_true"}),
        ],
    ),
    "worker": (
        "send mail and do periodic work",
        worker,
        [
            (["--once"], {"action": "store_true", "help": "do what is due and end"}),
            (["--server"], {"type": int, "help": argparse.SUPPRESS}),  # the process beside which it works
        ],
    ),
    "tick": ("do the periodic work that is due, once", tick, [JSON]),
    "check": ("tell whether this installation is fit for use", check, [JSON]),
    "import": (
        "read files into the workspace",
        import_files,
        [
            (
                ["what"],
                {
                    "choices": [
                        "municipalities",
                        "emissions",
                        "indicator",
                        "boundaries",
                        "notices",
                        "ledger",
                        "all",
                    ]
                },
            ),
            (["files"], {"nargs": "+", "metavar": "FILE"}),
            (["--vintage"], {"metavar": "DATE", "help": "the day on which the figures were seen"}),
            (["--indicator"], {"metavar": "KEY"}),
            (
                ["--source"],
                {
                    "metavar": "KEY",
                    "help": "whose figures they are: a publisher such as ssb-07459, or 'illustrative' for "
                    "made-up ones; an indicator's table without it is marked as not official",
                },
            ),
            (
                ["--mapping"],
                {"metavar": "NAME", "help": "the mapping of columns that an indicator's table has"},
            ),
            (["--dry-run"], {"action": "store_true", "help": "judge the files and store nothing"}),
            JSON,
        ],
    ),
    "fetch": (
        "ask a publisher for figures and take them in; without a name, list what can be fetched",
        fetch,
        [
            (["connector"], {"nargs": "?", "metavar": "CONNECTOR"}),
            (["--table"], {"metavar": "NUMBER", "help": "another table than the ready one"}),
            (["--dry-run"], {"action": "store_true", "help": "judge the answer and store nothing"}),
            JSON,
        ],
    ),
    "vintages": (
        "list vintages, or compare two",
        vintages,
        [
            (["action"], {"nargs": "?", "choices": ["list", "diff"], "default": "list"}),
            (["vintages"], {"nargs": "*"}),
            (
                ["--indicator"],
                {"metavar": "KEY", "help": "list those of one; what differs is of ghg-emissions"},
            ),
            JSON,
        ],
    ),
    "series": (
        "print a series as CSV",
        series,
        [
            (["--indicator"], {"required": True, "metavar": "KEY"}),
            (["--region"], {"required": True, "metavar": "REGION"}),
            (["--codes-of"], {"metavar": "DATE"}),
            (["--members-on"], {"metavar": "DATE|actual"}),
            (["--vintage"], {"metavar": "DATE"}),
            (["--by"], {"choices": ["sector", "source", "municipality", "total"], "default": "total"}),
            (
                ["--key"],
                {
                    "metavar": "register|inhabitants:YEAR|FILE",
                    "help": "how to share what a split has divided",
                },
            ),
        ],
    ),
    "answers": (
        "print what a member submitted last to a call",
        answers,
        [
            (["call"], {"help": "as in its address, for example klimastatus-2021"}),
            (["member"], {"help": "a name, short name or municipality number"}),
            (
                ["--format"],
                {
                    "choices": ["json", "csv", "crf", "crf.xlsx"],
                    "default": "json",
                    "help": "crf: rows of the Common Reporting Framework of the Covenant of Mayors (GCoM)",
                },
            ),
        ],
    ),
    "publish": (
        "write an edition to a folder",
        publish,
        [
            (["kind"], {"choices": ["klimastatus"]}),
            (["year"], {"type": int}),
            (["--out"], {"required": True, "metavar": "DIR"}),
            JSON,
        ],
    ),
    "backup": ("write the whole alliance to one file", backup, [(["file"], {}), JSON]),
    "restore": ("read a backup into an empty installation", restore, [(["file"], {}), JSON]),
    "export": (
        "write the whole alliance to a folder",
        export,
        [(["what"], {"choices": ["all"]}), (["folder"], {}), JSON],
    ),
    "manage": ("any Django command", lambda options: _manage([]), []),
}

if __name__ == "__main__":
    sys.exit(main())
