"""The rush on Indico, from outside."""

import json
import subprocess
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from benchmarks import meetings_material, rush

ROOT = Path(__file__).parents[1]
TOKEN = "00000000-0000-0000-0000-000000000000"  # noqa: S105 - what its form sends for a stranger, and no secret
FULL = 418  # how Indico answers when something that it expects is not as it should be, such as a free place


def their_rush(python: str, folder: Path, number: int) -> dict[str, Any]:
    """A hundred sign up for one of its events at once."""
    sessions = json.loads((folder / "indico-places.json").read_text())["sessions"]
    addresses = [f"/event/{event}/registrations/{form}/" for event, form in sessions]
    server = rush.Server(python, "benchmarks.indico_app:application", {})
    try:
        server.wait(addresses[0])
        rush.rush(server, _signing_up(server, addresses[0]), rush.WORKERS * rush.THREADS * 2)
        found = rush.rush(server, _signing_up(server, addresses[number]), meetings_material.USERS)
    finally:
        server.stop()
    done = subprocess.run(
        [python, "-m", "benchmarks.indico_measure", "places", str(number)],
        check=True, cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    return rush.told(found, int(done.stdout.split()[-1]), 0)


def _signing_up(server: rush.Server, address: str) -> rush.SignUp:
    def sign_up(browser: urllib.request.OpenerDirector, user: int) -> bool:
        browser.open(server.request(address), timeout=rush.PATIENCE).read()
        told = {"first_name": "Kari", "last_name": f"Nummer {user}", "affiliation": "Storvik kommune"}
        typed = json.dumps({**told, "email": f"kari-{server.port}-{user}@large.example"}).encode()
        request = server.request(
            address, typed, Content_Type="application/json", Accept="application/json", X_CSRF_Token=TOKEN
        )
        try:
            answer = browser.open(request, timeout=rush.PATIENCE)
        except urllib.error.HTTPError as refusal:
            if refusal.code == FULL:
                return False
            raise
        return "redirect" in json.loads(answer.read())

    return sign_up
