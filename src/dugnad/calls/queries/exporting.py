"""One member's answers as files for other tools, from what was submitted last: CSV, JSON, rows of the CRF."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation

from dugnad.calls.kinds import crf
from dugnad.calls.kinds.figures import unit_words
from dugnad.calls.models import Reply, ReplyVersion
from dugnad.calls.queries.frozen import frozen_sheet
from dugnad.calls.queries.replies import Item
from dugnad.calls.queries.versions import newest_version, read_version
from dugnad.indicators.kinds import EMISSIONS
from dugnad.kit.clock import OSLO
from dugnad.kit.spreadsheets import CSV, Sheet, write_csv, write_workbook
from dugnad.kit.text import localised

COLUMNS = (
    "call", "organisation", "version", "received_at", "section", "key", "part", "question", "kind", "value",
    "unit", "text", "note", "files", "not_applicable",
)  # fmt: skip
OTHER_COLUMNS = ("CRF section", "Question", "Answer", "Unit", "Note", "Question key")
TONNES = frozenset({"", "t CO2e", "tonn CO2e", "tonnes CO2e"})


def submitted_version(reply: Reply) -> ReplyVersion | None:
    """What stands for the member: submitted last, accepted or not; None before it is, and when withdrawn."""
    version = newest_version(reply)
    if version is None or version.is_withdrawal:
        return None
    version.reply = reply
    return version


def reply_as_json(version: ReplyVersion) -> str:
    """What was submitted, word by word, with its receipt and where it stands; units in the reader's language.

    The bytes that the receipt is of have a unit of one's own in all its languages, as the call asked.
    """
    content = read_version(version)
    shape = {
        "receipt": {**version.receipt, "received_at": _received(version)},
        "state": version.reply.state,
        **content,
        "questions": {key: _with_unit(row) for key, row in content.get("questions", {}).items()},
        "answers": {
            key: row | {"value": _with_unit(row["value"])} for key, row in content.get("answers", {}).items()
        },
    }
    return json.dumps(shape, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _with_unit(told: Any) -> Any:
    """A question or an answer with its unit, where it has one, as the reader's language has it."""
    if not isinstance(told, Mapping) or "unit" not in told:
        return told
    return {**told, "unit": unit_words(told["unit"])}


def reply_as_csv(version: ReplyVersion) -> str:
    """A row for each part of each answer: the value as it is stored, and the answer as a reader reads it."""
    return write_csv(COLUMNS, _rows(version))


def _rows(version: ReplyVersion) -> Iterator[list[Any]]:
    reply, without = version.reply, set(read_version(version).get("not_applicable", []))
    head = [reply.call.slug, reply.organisation.slug, version.number, _received(version)]
    for item in frozen_sheet(version).items:
        question = item.question
        asked = [str(question.section), question.key]
        files = "; ".join(file.name for file in item.files)
        end = [item.text, item.note, files, "true" if question.key in without else ""]
        for number, (part, value, unit) in enumerate(_parts(item)):
            words = end if number == 0 else ["", "", "", ""]
            yield [*head, *asked, part, str(question), question.kind, value, unit, *words]


def _parts(item: Item) -> list[tuple[str, Any, str]]:
    """The parts of an answer with their values; one row without a value where nothing was answered."""
    unit, told = unit_words(item.question.unit), _with_unit(item.value)
    if not isinstance(told, Mapping):
        return [("", _plain(told), unit)]
    return [(key, _plain(value), unit if key == "value" else "") for key, value in told.items()]


def _plain(value: Any) -> Any:
    """A value as programs read it in a cell."""
    if isinstance(value, bool):
        return str(value).lower()
    return ";".join(map(str, value)) if isinstance(value, list) else value


def _received(version: ReplyVersion) -> str:
    return version.received_at.astimezone(OSLO).isoformat()


# The Common Reporting Framework ---------------------------------------------------------------------------


def crf_rows(version: ReplyVersion) -> list[list[Any]]:
    """The emissions that a member confirmed or corrected, as rows of the sheet eCRF_3 and a note of ours."""
    return [_crf_row(item, version) for item in frozen_sheet(version).items if _is_emission(item)]


def crf_as_csv(version: ReplyVersion) -> str:
    """The rows of the inventory alone."""
    return write_csv([*crf.COLUMNS, crf.NOTE], crf_rows(version))


def crf_workbook(version: ReplyVersion) -> bytes:
    """The inventory, the other answers with their section of the framework, and what is left open and why."""
    header = [*crf.COLUMNS, crf.NOTE]
    with translation.override("en"):
        others = _others(version)
    notes = [[line] for line in (*crf.EXPLANATION, _origin(version))]
    return write_workbook(
        [
            Sheet("eCRF_3", header, crf_rows(version), widths=[*([16] * len(crf.COLUMNS)), 60]),
            Sheet("Other answers", OTHER_COLUMNS, others, widths=[28, 50, 60, 14, 40, 24]),
            Sheet("Notes", ["Notes"], notes, widths=[120]),
        ]
    )


def _others(version: ReplyVersion) -> list[list[Any]]:
    """The answers that are no emissions, with choices and units in English wherever the call has them."""
    # This file is made to be sent on; what only the secretariat reads stands in the member's own copies.
    told = [item for item in frozen_sheet(version).items if not item.question.is_confidential]
    return [_other(item) for item in told if item.text and not _is_emission(item)]


def _is_emission(item: Item) -> bool:
    question = item.question
    return question.indicator == EMISSIONS and question.unit in TONNES


def _crf_row(item: Item, version: ReplyVersion) -> list[Any]:
    question, said = item.question, item.value if isinstance(item.value, Mapping) else {}
    value = question.facts.number(item.value) if item.value is not None else None
    place = crf.place_of_sector(question.indicator_sector)
    cells = {
        "Inventory year": said.get("year") or question.indicator_year,
        "GPC ref. no.": place.reference,
        "CRF - Sector": place.sector,
        "CRF - Sub-sector": place.subsector,
        "Scope": 1,
        "Activity data - Description": localised(question, "label", "en"),
        "Activity data - Source": _source(item, said, version),
        "GHGs (metric tonnes CO2e) - Total CO2e": value,
    }
    missing = "No figure was given: write a notation key and explain it." if value is None else ""
    notes = [place.note, missing, str(said.get("reason") or ""), item.note]
    return [*(cells.get(column) for column in crf.COLUMNS), " ".join(note for note in notes if note)]


def _source(item: Item, said: Mapping[str, Any], version: ReplyVersion) -> str:
    """Whose figure it is: the publisher's, confirmed by the municipality, or the municipality's own."""
    if item.question.facts.confirmed(item.value) is not None:
        return f"{said.get('source', '')}, as seen {said.get('vintage', '')}; confirmed by the municipality"
    call = localised(version.reply.call, "title", "en")
    return f"The municipality, in its reply to {call}" if item.value is not None else ""


def _other(item: Item) -> list[Any]:
    question = item.question
    section = crf.SECTIONS.get(question.key, crf.OPEN)
    unit = unit_words(question.unit)
    return [section, localised(question, "label"), item.text, unit, item.note, question.key]


def _origin(version: ReplyVersion) -> str:
    reply = version.reply
    return (
        f"From the reply of {reply.organisation.name} to {localised(reply.call, 'title', 'en')}, version "
        f"{version.number}, received "
        f"{_received(version)}, SHA-256 {version.sha256}, {reply.state}."
    )


# The kinds of files ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FileKind:
    """A kind of file that a reply can be taken along as."""

    ending: str
    content_type: str
    write: Callable[[ReplyVersion], str | bytes]

    def name(self, version: ReplyVersion) -> str:
        """What the file is called: the call, the member and the version."""
        reply = version.reply
        return f"{reply.call.slug}-{reply.organisation.slug}-v{version.number}.{self.ending}"


WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REPLY_FILES = {
    "json": FileKind("json", "application/json", reply_as_json),
    "csv": FileKind("csv", CSV, reply_as_csv),
    "crf": FileKind("crf.csv", CSV, crf_as_csv),
    "crf.xlsx": FileKind("crf.xlsx", WORKBOOK, crf_workbook),
}
