"""From the words on the line to a command and its exit status: 0 done, 1 our fault, 2 your input."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from dugnad.cli.running import manage
from dugnad.cli.speaking import InputError
from dugnad.cli.words import COMMANDS


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
        return manage(words[1:])
    options = _parser().parse_args(words)
    return _run(options.command, options)


def _run(command: Callable[[argparse.Namespace], int], options: argparse.Namespace) -> int:
    from dugnad.kit.errors import Refused

    try:
        status = command(options)
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        # Whoever reads has seen enough (… | head). What Python would still write at its end goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (InputError, Refused) as refusal:
        print(f"dugnad: {refusal}", file=sys.stderr)  # noqa: T201 - this is the command line's voice
        return 2
    except FileNotFoundError as missing:
        print(f"dugnad: {missing.filename}: no such file or folder", file=sys.stderr)  # noqa: T201
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="dugnad", description="The workspace of an alliance of municipalities.")
    commands = parser.add_subparsers(required=True, metavar="command")
    for name, (text, command, options) in COMMANDS.items():
        sub = commands.add_parser(name, help=text, description=text)
        for flags, settings in options:
            sub.add_argument(*flags, **settings)
        sub.set_defaults(command=command)
    return parser
