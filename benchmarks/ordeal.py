"""Kill the server while members save answers, start it again, and look for what was acknowledged and lost.

Run by `make ordeal`, with KILLS=20 rounds. It talks to the API as any program would, on the demo alliance
in a folder of its own, and ends by itself.
"""

import json
import os
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any

CALL = "klimastatus-2021"
WRITERS = 16
PATIENCE = 60.0


@dataclass
class Member:
    """One member's adviser: what was tried, and what the server has acknowledged."""

    organisation: str
    token: str
    question: str
    tried: int = 0
    acknowledged: int = 0
    saves: int = 0
    refusals: list[str] = field(default_factory=list)


class Server:
    """The server group, as `dugnad serve --with-worker` starts it."""

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start, and tell how many seconds it took until it answered."""
        begun = time.monotonic()
        program = Path(sys.executable).with_name("dugnad")
        command = [program, "serve", "--with-worker", "--port", str(self.port)]
        self.process = subprocess.Popen(
            command, env=_environment(self.home), start_new_session=True, stdout=subprocess.DEVNULL
        )
        while time.monotonic() - begun < PATIENCE:
            try:
                self.ask("GET", "/readyz")
            except OSError:
                time.sleep(0.05)
            else:
                return time.monotonic() - begun
        raise RuntimeError("The server did not come back.")

    def kill(self) -> None:
        """End the whole group at once, as a power cut of the process table."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def ask(self, method: str, path: str, *, token: str = "", body: Any = None, **headers: str) -> Any:
        """One request; the JSON that came back."""
        data = None if body is None else json.dumps(body).encode()
        head = {"Content-Type": "application/json"} if body is not None else {}
        head |= {"Authorization": f"Bearer {token}"} if token else {}
        head |= {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(self.url + path, data=data, headers=head, method=method)
        with urllib.request.urlopen(request, timeout=15) as answer:
            return json.loads(answer.read() or b"null")


def main() -> int:
    """Run the ordeal; 1 when anything that was acknowledged is gone."""
    kills = int(os.environ.get("KILLS", "20"))
    home = Path(tempfile.mkdtemp(prefix="dugnad-ordeal-"))
    server = Server(home)
    try:
        subprocess.run(
            [Path(sys.executable).with_name("dugnad"), "demo", "--no-serve"],
            env=_environment(home),
            check=True,
        )
        server.start()
        members = _members(server)
        print(f"{len(members)} members write to {CALL}; the server is killed {kills} times.")
        return _report(_rounds(server, members, kills), members, kills)
    finally:
        if server.process is not None and server.process.poll() is None:
            server.kill()
        shutil.rmtree(home, ignore_errors=True)


def _rounds(server: Server, members: list[Member], kills: int) -> tuple[list[str], list[float]]:
    lost, starts = [], []
    for number in range(kills):
        _write_until_killed(server, members, seed=number)
        starts.append(server.start())
        lost += [finding for member in members if (finding := _what_is_lost(server, member))]
    return lost, starts


def _write_until_killed(server: Server, members: list[Member], *, seed: int) -> None:
    chance = random.Random(seed)
    over = threading.Event()
    writers = [
        threading.Thread(target=_write, args=(server, members[place::WRITERS], over))
        for place in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    time.sleep(chance.uniform(0.5, 3.0))
    server.kill()
    over.set()
    for writer in writers:
        writer.join()


def _write(server: Server, members: list[Member], over: threading.Event) -> None:
    while members and not over.is_set():
        for member in members:
            member.tried += 1
            try:
                path = f"/api/v1/calls/{CALL}/replies/{member.organisation}"
                now = server.ask("GET", path, token=member.token)
                body = {"answers": {member.question: f"Svar nummer {member.tried}"}}
                version = {"If_Match": f'"{now["version"]}"'}
                server.ask("PUT", path, token=member.token, body=body, **version)
            except urllib.error.HTTPError as refusal:
                member.refusals.append(f"{refusal.code} {refusal.read()[:200]!r}")
            except (OSError, HTTPException, json.JSONDecodeError):
                return  # the server is gone; what was on its way is nobody's promise
            else:
                member.acknowledged = member.tried
                member.saves += 1


def _what_is_lost(server: Server, member: Member) -> str:
    if not member.acknowledged:
        return ""
    path = f"/api/v1/calls/{CALL}/replies/{member.organisation}"
    answers = server.ask("GET", path, token=member.token)["answers"]
    number = int(str(answers.get(member.question, "nothing 0")).rsplit(" ", 1)[-1])
    kept = member.acknowledged <= number <= member.tried
    return "" if kept else f"{member.organisation}: {member.acknowledged} was acknowledged, {number} is kept"


def _members(server: Server) -> list[Member]:
    """The members whose adviser may write in the call now."""
    call = server.ask("GET", f"/api/v1/calls/{CALL}", token=token_of(server, "hamar"))
    question = next(entry["key"] for entry in call["questions"] if entry["kind"] == "text")
    found, address = [], "/api/v1/members"
    while address:
        page = server.ask("GET", address)
        found += [_member(server, item, question) for item in page["items"]]
        address = (page["next"] or "").removeprefix(server.url)
    return [member for member in found if member]


def token_of(server: Server, slug: str) -> str:
    """A key for somebody of the demo, as it hands them out."""
    form = f"email={slug}@demo.example".encode()
    request = urllib.request.Request(f"{server.url}/demo/token", data=form, method="POST")
    with urllib.request.urlopen(request, timeout=15) as answer:
        return str(json.loads(answer.read())["token"])


def _member(server: Server, item: dict[str, Any], question: str) -> Member | None:
    try:
        token = token_of(server, item["slug"])
        key = item.get("code") or item["slug"]
        reply = server.ask("GET", f"/api/v1/calls/{CALL}/replies/{key}", token=token)
    except urllib.error.HTTPError:
        return None
    return Member(key, token, question) if reply["state"] in {"awaited", "returned"} else None


def _report(outcome: tuple[list[str], list[float]], members: list[Member], kills: int) -> int:
    lost, starts = outcome
    refusals = [text for member in members for text in member.refusals]
    saves = sum(member.saves for member in members)
    print(
        f"{kills} kills, {saves} saves acknowledged by {len(members)} members, all looked at after each kill."
    )
    print(f"Start-up: half within {statistics.median(starts):.1f} s, all within {max(starts):.1f} s.")
    for text in [*lost, *refusals[:5]]:
        print(f"  {text}")
    print(f"{len(lost)} acknowledged answers lost; {len(refusals)} saves refused.")
    return 1 if lost or refusals or not saves else 0


def _environment(home: Path) -> dict[str, str]:
    return {**os.environ, "DUGNAD_HOME": str(home), "DUGNAD_DEMO": "1"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
