"""Members save and submit at once, the server group is killed, started again, and asked what it promised.

Nothing that was acknowledged may be lost, changed or doubled: after each kill every member's draft must be
the newest that was acknowledged or one that was on its way, the key of the last receipt must give the same
receipt to the byte, and the key of what was on its way must give one receipt, however often it is sent.
"""

import json
import random
import secrets
import statistics
import threading
import time
import urllib.error
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any

from tests.ordeal.group import Group

CALL = "klimastatus-2021"
# All that the call of the demo wants; `measures` is written anew each time.
WHOLE: dict[str, Any] = {
    "emissions-total": {"right": False, "value": 1, "reason": "Vår egen måling."},
    "climate-budget": "yes",
    "procurement": "largest",
    "contact-name": "Kari",
    "story": None,
}
GONE = (OSError, HTTPException, json.JSONDecodeError)


@dataclass
class Member:
    """One member: what was tried, what was acknowledged, and the key that was on its way."""

    path: str
    tried: int = 0
    saved: int = 0
    keys: int = 0
    waiting: str = ""
    receipt: dict[str, Any] = field(default_factory=dict)
    receipt_key: str = ""
    # Keys of another run on the same alliance would give its receipts.
    run: str = field(default_factory=lambda: secrets.token_hex(4))


@dataclass
class Outcome:
    """What became of the loop."""

    kills: int = 0
    saves: int = 0
    submissions: int = 0
    lost: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The outcome in words."""
        return [
            f"{self.kills} kills, {self.saves} saves and {self.submissions} submissions acknowledged.",
            f"Start-up: half within {statistics.median(self.starts):.1f} s, "
            f"all within {max(self.starts):.1f} s.",
            *[f"  {text}" for text in [*self.lost, *self.refused[:5]]],
            f"{len(self.lost)} acknowledged answers lost, changed or doubled; {len(self.refused)} refused.",
        ]


@dataclass
class Loop:
    """Who writes to whom, with whose key, and what has become of it."""

    group: Group
    token: str
    members: list[Member]
    outcome: Outcome = field(default_factory=Outcome)


def run(
    group: Group, *, kills: int, writers: int, patience: tuple[float, float], say: Callable[[str], None]
) -> Outcome:
    """Kill a started group so many times while so many write, each time after a random while."""
    token = group.token_of("sekretariat")
    loop = Loop(group, token, _members(group, token))
    say(f"{len(loop.members)} members write to {CALL}; the group is killed {kills} times.")
    for number in range(kills):
        _write_until_killed(loop, writers, random.Random(number).uniform(*patience))
        loop.outcome.starts.append(group.start())
        loop.outcome.kills += 1
        loop.outcome.lost += [text for member in loop.members for text in _broken(group, token, member)]
        if (number + 1) % 25 == 0:
            say(f"{number + 1} kills, {len(loop.outcome.lost)} lost")
    return loop.outcome


def _members(group: Group, token: str) -> list[Member]:
    """The members whose reply can be written and submitted now."""
    paths = [f"/api/v1/calls/{CALL}/replies/{code}" for code in group.municipalities()]
    found = []
    for path in paths:
        try:
            state = group.ask("GET", path, token=token)["state"]
        except urllib.error.HTTPError:
            continue
        if state in {"awaited", "submitted", "returned"}:
            found.append(Member(path))
    return found


def _write_until_killed(loop: Loop, writers: int, seconds: float) -> None:
    over = threading.Event()
    threads = [
        threading.Thread(target=_write, args=(loop, loop.members[place::writers], over))
        for place in range(writers)
    ]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    loop.group.kill()
    over.set()
    for thread in threads:
        thread.join()


def _write(loop: Loop, members: list[Member], over: threading.Event) -> None:
    while members and not over.is_set():
        for member in members:
            try:
                _save(loop.group, loop.token, member)
                loop.outcome.saves += 1
                _submit(loop.group, loop.token, member)
                loop.outcome.submissions += 1
            except urllib.error.HTTPError as refusal:
                loop.outcome.refused.append(f"{member.path}: {refusal.code} {refusal.read()[:200]!r}")
            except GONE:
                return  # the server is gone; what was on its way is nobody's promise


def _save(group: Group, token: str, member: Member) -> None:
    version = group.ask("GET", member.path, token=token)["version"]
    member.tried += 1
    answers = WHOLE | {"measures": f"Svar nummer {member.tried}"}
    group.ask("PUT", member.path, token=token, body={"answers": answers}, If_Match=f'"{version}"')
    member.saved = member.tried


def _submit(group: Group, token: str, member: Member) -> None:
    member.keys += 1
    member.waiting = f"{member.path}-{member.run}-{member.keys}"
    receipt = _receipt(group, token, member, member.waiting)
    member.receipt, member.receipt_key, member.waiting = receipt, member.waiting, ""


def _receipt(group: Group, token: str, member: Member, key: str) -> dict[str, Any]:
    path = f"{member.path}/submit"
    found: dict[str, Any] = group.ask("POST", path, token=token, body={}, Idempotency_Key=key)["receipt"]
    return found


def _broken(group: Group, token: str, member: Member) -> list[str]:
    """Every promise to a member that is not kept after the group came back."""
    found = []
    kept = group.ask("GET", member.path, token=token)["answers"].get("measures", "")
    number = int(str(kept).rpartition(" ")[2]) if str(kept).startswith("Svar nummer") else 0
    if member.saved and not member.saved <= number <= member.tried:
        found.append(f"{member.path}: save {member.saved} was acknowledged, {number} is kept")
    if member.receipt:
        again = _receipt(group, token, member, member.receipt_key)
        if again != member.receipt:
            found.append(f"{member.path}: the receipt was {member.receipt}, and is {again}")
    if member.waiting and member.saved:
        first, second = (_receipt(group, token, member, member.waiting) for _time in range(2))
        if first != second:
            found.append(f"{member.path}: one key gave {first} and {second}")
        member.receipt, member.receipt_key, member.waiting = first, member.waiting, ""
    return found + _doubled(group, token, member)


def _doubled(group: Group, token: str, member: Member) -> list[str]:
    """What stands is what the last receipt was given for, and no key has made two versions."""
    if not member.receipt:
        return []
    stands = group.ask("GET", member.path.replace("/replies/", "/answers/"), token=token)["receipt"]
    if stands != member.receipt:
        return [f"{member.path}: the last receipt is {member.receipt}, but {stands} stands"]
    return []
