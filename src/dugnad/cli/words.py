"""Every command: its name, what it does in a line, and the words that it takes."""

import argparse
import os
from collections.abc import Callable
from typing import Any

from dugnad.cli import advocacy, alliance, figures, flows, people, running

JSON = (["--json"], {"action": "store_true", "help": "print the report as one JSON object"})
HOST = (["--host"], {"default": "127.0.0.1"})
PORT = (["--port"], {"type": int, "default": int(os.environ.get("PORT", "8000"))})
COMMANDS: dict[
    str, tuple[str, Callable[[argparse.Namespace], int], list[tuple[list[str], dict[str, Any]]]]
] = {
    "demo": (
        "migrate, load the demo alliance and serve it",
        running.demo,
        [
            (["--no-serve"], {"action": "store_true"}),
            (["--fresh"], {"action": "store_true", "help": "start from an empty database"}),
            HOST,
            PORT,
        ],
    ),
    "serve": (
        "serve the pages",
        running.serve,
        [
            HOST,
            PORT,
            (["--workers"], {"type": int, "default": 2}),
            (["--with-worker"], {"action": "store_true"}),
        ],
    ),
    "worker": (
        "send mail and do periodic work",
        running.worker,
        [
            (["--once"], {"action": "store_true", "help": "do what is due and end"}),
            (["--server"], {"type": int, "help": argparse.SUPPRESS}),  # the process beside which it works
        ],
    ),
    "tick": ("do the periodic work that is due, once", running.tick, [JSON]),
    "check": ("tell whether this installation is fit for use", running.check, [JSON]),
    "import": (
        "read files into the workspace",
        figures.import_files,
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
        figures.fetch,
        [
            (["connector"], {"nargs": "?", "metavar": "CONNECTOR"}),
            (["--table"], {"metavar": "NUMBER", "help": "another table than the ready one"}),
            (["--dry-run"], {"action": "store_true", "help": "judge the answer and store nothing"}),
            JSON,
        ],
    ),
    "vintages": (
        "list vintages, or compare two",
        figures.vintages,
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
        figures.series,
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
        figures.answers,
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
    "backplan": (
        "count the days of an answer back from its deadline through the meetings that are planned",
        advocacy.backplan,
        [
            (["--channel"], {"required": True, "choices": ["ministry", "input", "committee-hearing", "eu"]}),
            (["--announced"], {"required": True, "metavar": "DATE", "help": "the day it was sent out"}),
            (
                ["--deadline"],
                {"required": True, "metavar": "DATETIME", "help": "in Oslo, such as 2021-06-11T23:59"},
            ),
            JSON,
        ],
    ),
    "flows": (
        "reconcile a study of material flows and write tables, tests, a Sankey diagram and a report",
        flows.flows,
        [
            (["what"], {"choices": ["reconcile"]}),
            (["study"], {"metavar": "FOLDER|FILE.xlsx", "help": "tables of flows, observations and so on"}),
            (["--out"], {"required": True, "metavar": "DIR"}),
            (["--unit"], {"default": "t/a", "help": "what values are counted in (t/a)"}),
            (["--alpha"], {"type": float, "default": 0.05, "help": "significance of the tests (0.05)"}),
            (["--place"], {"help": "of the picture; else the first"}),
            (["--year"], {"type": int, "help": "of the picture; else the last"}),
            JSON,
        ],
    ),
    "publish": (
        "write an edition to a folder",
        figures.publish,
        [
            (["kind"], {"choices": ["klimastatus"]}),
            (["year"], {"type": int}),
            (["--out"], {"required": True, "metavar": "DIR"}),
            JSON,
        ],
    ),
    "backup": ("write the whole alliance to one file", alliance.backup, [(["file"], {}), JSON]),
    "restore": ("read a backup into an empty installation", alliance.restore, [(["file"], {}), JSON]),
    "export": (
        "write the whole alliance to a folder, or print all that is kept about a person",
        alliance.export,
        [
            (["what"], {"choices": ["all", "person"]}),
            (["target"], {"metavar": "FOLDER|EMAIL"}),
            JSON,
        ],
    ),
    "erase": (
        "forget a person by e-mail address: name, account, sign-ups and certificates; cannot be undone",
        people.erase,
        [
            (["email"], {}),
            (["--yes"], {"action": "store_true", "help": "do it; without it only say what would go"}),
            JSON,
        ],
    ),
    "manage": ("any Django command", lambda options: running.manage([]), []),
}
