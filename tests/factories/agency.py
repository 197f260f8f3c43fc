"""A statistics agency on this machine: it speaks PxWebApi 0 and 2, Klass and Eurostat's API over HTTP."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product
from math import prod
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Codes = Mapping[str, str]  # code → text


@dataclass
class Side:
    """A dimension of a table: its codes with their texts, whether it may be left out, its role, its units."""

    codes: Codes
    may_be_left_out: bool = False
    role: str = ""
    units: Mapping[str, str] = field(default_factory=dict)
    label: str = ""


@dataclass
class Table:
    """A table with a value or a mark for each cell; what no cell names is missing without a mark."""

    sides: dict[str, Side]
    cells: dict[tuple[str, ...], float | str | None]
    updated: str = "2024-02-21T07:00:00Z"

    def answer(self, selection: Mapping[str, list[str]]) -> dict[str, Any]:
        """The table in JSON-stat 2: what was left out is summed over."""
        kept = {code: selection[code] for code in self.sides if code in selection}
        told = [self._cell(dict(zip(kept, codes, strict=True))) for codes in product(*kept.values())]
        status = {str(n): cell for n, cell in enumerate(told) if isinstance(cell, str)}
        return {
            **self.about(kept),
            "value": [None if isinstance(cell, str) else cell for cell in told],
            **({"status": status} if status else {}),
        }

    def _cell(self, codes: Mapping[str, str]) -> float | str | None:
        rest = [[codes[code]] if code in codes else list(side.codes) for code, side in self.sides.items()]
        found = [self.cells.get(cell) for cell in product(*rest)]
        return found[0] if len(found) == 1 else sum(v for v in found if isinstance(v, int | float))

    def about(self, kept: Mapping[str, list[str]] | None = None) -> dict[str, Any]:
        """The head of the table: as version 2 answers metadata, and as every answer begins."""
        sides = {code: list(side.codes) for code, side in self.sides.items()} if kept is None else kept
        roles: dict[str, list[str]] = {}
        for code in sides:
            if self.sides[code].role:
                roles.setdefault(self.sides[code].role, []).append(code)
        return {
            "version": "2.0",
            "class": "dataset",
            "label": "A table",
            "source": "The agency",
            "updated": self.updated,
            "id": list(sides),
            "size": [len(codes) for codes in sides.values()],
            "dimension": {code: self._dimension(code, codes) for code, codes in sides.items()},
            "role": roles,
        }

    def _dimension(self, code: str, codes: list[str]) -> dict[str, Any]:
        side = self.sides[code]
        category: dict[str, Any] = {
            "index": {one: number for number, one in enumerate(codes)},
            "label": {one: side.codes[one] for one in codes},
        }
        if side.units:
            category["unit"] = {one: {"base": side.units[one], "decimals": 0} for one in codes}
        return {
            "label": side.label or code.lower(),
            "category": category,
            "extension": {"elimination": side.may_be_left_out, "show": "value"},
        }

    def old_metadata(self) -> dict[str, Any]:
        """The same as version 0 tells it."""
        return {
            "title": "A table",
            "variables": [
                {
                    "code": code,
                    "text": side.label or code.lower(),
                    "values": list(side.codes),
                    "valueTexts": list(side.codes.values()),
                    "elimination": side.may_be_left_out,
                    "time": side.role == "time",
                }
                for code, side in self.sides.items()
            ],
        }


@dataclass
class Agency:
    """What the agency has, how it behaves, and what it was asked."""

    tables: dict[str, Table] = field(default_factory=dict)
    files: dict[str, Any] = field(default_factory=dict)  # path → what stands there
    limit: int = 800_000
    tells_limit: bool = True
    # Answers to give first, one a question: a status, with headers and a text.
    trouble: list[tuple[int, dict[str, str], str]] = field(default_factory=list)
    asked: list[tuple[str, str, Any]] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    address: str = ""

    @property
    def old(self) -> str:
        """Where version 0 is asked."""
        return f"{self.address}/api/v0/no/table"

    @property
    def new(self) -> str:
        """Where version 2 is asked."""
        return f"{self.address}/api/pxwebapi/v2"

    @property
    def questions(self) -> list[Any]:
        """The questions for figures."""
        return [body for method, _path, body in self.asked if method == "POST"]

    def reply(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        """What the agency says: a status and a text or something that becomes JSON."""
        place, words = urlsplit(path).path, parse_qsl(urlsplit(path).query)
        if place in self.files:
            return 200, self.files[place]
        if place == "/api/pxwebapi/v2/config":
            return (200, {"maxDataCells": self.limit}) if self.tells_limit else (404, {"title": "Not Found"})
        names = [part for part in place.split("/") if part]
        table = next((self.tables[name] for name in names if name in self.tables), None)
        if table is None:
            return 404, {"title": "Not Found", "status": 404}
        if place.startswith("/eurostat/"):
            return 200, table.answer(_asked_in_address(table, words))
        if method == "GET":
            return 200, table.old_metadata() if "v0" in names else table.about()
        return self._figures(table, _selection(body))

    def _figures(self, table: Table, selection: dict[str, list[str]]) -> tuple[int, Any]:
        if prod(map(len, selection.values())) > self.limit:
            return 403, "The request for the Data was over the limit"
        wrong = [code for code in selection if code not in table.sides]
        lacking = [c for c, side in table.sides.items() if c not in selection and not side.may_be_left_out]
        return (400, {"error": "wrong variables"}) if wrong or lacking else (200, table.answer(selection))


def _selection(body: Any) -> dict[str, list[str]]:
    if "query" in body:
        return {one["code"]: one["selection"]["values"] for one in body["query"]}
    return {one["variableCode"]: one["valueCodes"] for one in body["selection"]}


def _asked_in_address(table: Table, words: list[tuple[str, str]]) -> dict[str, list[str]]:
    asked: dict[str, list[str]] = {}
    for name, code in words:
        if name in table.sides:
            asked.setdefault(name, []).append(code)
    return {code: asked.get(code, list(side.codes)) for code, side in table.sides.items()}


@contextmanager
def running(agency: Agency) -> Iterator[Agency]:
    """The agency, answering on a port of this machine."""

    class Desk(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._serve("GET", None)

        def do_POST(self) -> None:
            self._serve("POST", json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

        def _serve(self, method: str, body: Any) -> None:
            agency.asked.append((method, self.path, body))
            agency.agents.append(self.headers["User-Agent"])
            if agency.trouble:
                status, headers, text = agency.trouble.pop(0)
                self._send(status, headers, text.encode())
                return
            status, told = agency.reply(method, self.path, body)
            content = told if isinstance(told, bytes) else told.encode() if isinstance(told, str) else None
            self._send(status, {}, json.dumps(told).encode() if content is None else content)

        def _send(self, status: int, headers: dict[str, str], content: bytes) -> None:
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(content))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_words: Any) -> None:
            """Nothing: the test says what it needs."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    agency.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield agency
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


# Tables as the agencies have them ---------------------------------------------------------------------


def population_table(cells: Mapping[tuple[str, str], float | str | None] | None = None) -> Table:
    """Population by region and year, of both sexes and two ages; Hamar changed its number in 2020."""
    regions = {
        "0": "Hele landet",
        "34": "Innlandet",
        "0403": "Hamar (-2019)",
        "3403": "Hamar",
        "0301": "Oslo",
        "9999": "Uoppgitt",
    }
    wanted = cells or {
        ("0403", "2019"): 31000,
        ("0403", "2020"): 0,
        ("3403", "2019"): 0,
        ("3403", "2020"): 32000,
        ("0301", "2019"): 680000,
        ("0301", "2020"): 690000,
        ("0", "2019"): 5300000,
    }
    return Table(
        {
            "Region": Side(regions, may_be_left_out=True, label="region"),
            "Kjonn": Side({"1": "Menn", "2": "Kvinner"}, may_be_left_out=True),
            "ContentsCode": Side({"Personer1": "Personer"}, role="metric", units={"Personer1": "personer"}),
            "Tid": Side({"2019": "2019", "2020": "2020"}, role="time"),
        },
        {
            (region, sex, "Personer1", year): value / 2 if isinstance(value, int | float) else value
            for (region, year), value in wanted.items()
            for sex in ("1", "2")
        },
    )


def one_table(
    contents: Mapping[str, tuple[str, str]],
    years: list[str],
    cells: Mapping[tuple[str, ...], float | str | None],
    **sides: Side,
) -> Table:
    """A table with sides of its own before what is measured and the years."""
    measured = Side(
        {code: text for code, (text, _unit) in contents.items()},
        role="metric",
        units={code: unit for code, (_text, unit) in contents.items()},
    )
    time = Side({year: year for year in years}, role="time")
    return Table({**sides, "ContentsCode": measured, "Tid": time}, dict(cells))
