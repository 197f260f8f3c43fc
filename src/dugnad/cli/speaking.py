"""What commands share: how they are set up, read their words, and say what became of it."""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any


class InputError(Exception):
    """What the person asked for cannot be done as asked: one line, exit status 2."""


class Complaint(InputError):
    """The report stands on standard output already; this line says on the other what is wrong and where."""


def set_up() -> None:
    """Make the rooms ready; only then can they be imported."""
    import django

    django.setup()


def speak_english() -> None:
    """Speak as the operators' other tools do; what is written for readers speaks as they do."""
    from django.utils import translation

    translation.activate("en")


def serve_pages(host: str, port: int, *, workers: int, with_worker: bool) -> int:
    """Serve until stopped."""
    from dugnad import serving

    return serving.serve(host=host, port=port, workers=workers, with_worker=with_worker)


def paths_of(options: argparse.Namespace) -> list[Path]:
    """The files that were named; each must be there."""
    paths = [Path(name) for name in options.files]
    for path in paths:
        if not path.is_file():
            raise InputError(f"{path}: no such file")
    return paths


def day_of(text: str | None) -> date | None:
    """A day as it was written, or none."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"'{text}' is not a date; write it as 2021-05-03") from None


def moment_of(text: str) -> datetime:
    """A day and hour as it was written, in Oslo unless it says where; a day alone is its last minute."""
    from dugnad.kit.clock import OSLO

    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise InputError(f"'{text}' is not a day and hour; write it as 2021-06-11T23:59") from None
    if len(text) <= len("2021-06-11"):
        found = found.replace(hour=23, minute=59)
    return found if found.tzinfo else found.replace(tzinfo=OSLO)


def say(text: str) -> None:
    """A line for who runs the command, beside what it prints."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201


def print_report(report: dict[str, Any], as_json: bool, lines: Sequence[str] = ()) -> None:
    """What became of it, in lines or as one JSON object."""
    if as_json:
        print(json.dumps(report, ensure_ascii=False, default=str))  # noqa: T201
        return
    for line in lines or [f"{key}: {_in_words(value)}" for key, value in report.items()]:
        print(line)  # noqa: T201


def _in_words(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
