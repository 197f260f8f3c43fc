"""The server, from outside: it answers, it keeps its worker, it says when its port is taken."""

import json
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from dugnad import serving
from tests.cli.home import Home, free_port, wait_for


@pytest.fixture
def served(home: Home) -> Iterator[tuple[Home, int, "subprocess.Popen[bytes]"]]:
    """An installation that is served with its worker beside it."""
    port = free_port()
    server = home.start("serve", "--port", port, "--workers", 1, "--with-worker")
    try:
        wait_for(lambda: "answers at" in home.said or server.poll() is not None)
        yield home, port, server
    finally:
        server.terminate()
        server.wait(30)


def test_links_of_the_demo_lead_to_the_port_that_it_is_served_on(demo_home: Home, tmp_path: Path) -> None:
    home, port = demo_home.copy(tmp_path / "home"), free_port()
    server = home.start("serve", "--port", port, "--workers", 1)
    try:
        wait_for(lambda: "answers at" in home.said or server.poll() is not None)
        with urlopen(f"http://127.0.0.1:{port}/api/v1/indicators") as answer:
            links = [indicator["url"] for indicator in json.load(answer)["items"]]
        assert links
        assert [link for link in links if not link.startswith(f"http://127.0.0.1:{port}/data/")] == []
    finally:
        server.terminate()
        server.wait(30)


def alive(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


def children(pid: int) -> set[int]:
    listed = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    return {int(line) for line in listed.stdout.split()}


def test_serve_answers_with_its_worker_and_both_end_together(
    served: tuple[Home, int, "subprocess.Popen[bytes]"],
) -> None:
    home, port, server = served
    assert f"Dugnad answers at http://127.0.0.1:{port}/" in home.said
    with urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
        assert json.load(answer) == {"status": "ready", "problems": []}
    with urlopen(f"http://127.0.0.1:{port}/dokumenter/") as answer:
        page = answer.read().decode()
    style = next(part for part in page.split('"') if "kit/base." in part and part.endswith(".css"))
    with urlopen(f"http://127.0.0.1:{port}{style}") as answer:
        assert answer.headers["Cache-Control"] == "max-age=315360000, public, immutable"
    wait_for(lambda: home.rows("select name from kit_heartbeat") == [("worker",)])
    beside = children(server.pid)
    assert len(beside) == 2
    server.terminate()
    assert server.wait(30) == 0
    assert [pid for pid in beside if alive(pid)] == []


def test_links_of_a_demo_lead_to_where_it_is_served(demo_home: Home, tmp_path: Path) -> None:
    home, port = demo_home.copy(tmp_path / "home"), free_port()
    server = home.start("demo", "--port", port)
    try:
        wait_for(lambda: "answers at" in home.said or server.poll() is not None)
        with urlopen(f"http://127.0.0.1:{port}/api/v1/members?limit=1") as answer:
            (member,) = json.load(answer)["items"]
        assert member["url"] == f"http://127.0.0.1:{port}/medlemmer/3012/"
    finally:
        server.terminate()
        server.wait(30)


def test_a_worker_that_falls_is_started_again(served: tuple[Home, int, "subprocess.Popen[bytes]"]) -> None:
    home, _port, server = served
    wait_for(lambda: home.rows("select name from kit_heartbeat"))
    (worker,) = [pid for pid in children(server.pid) if _is_worker(pid)]
    os.kill(worker, signal.SIGKILL)
    wait_for(lambda: any(_is_worker(pid) and pid != worker for pid in children(server.pid)))


def _is_worker(pid: int) -> bool:
    listed = subprocess.run(
        ["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return " worker " in listed.stdout


def test_serve_says_when_its_port_is_taken(home: Home) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = home.run("serve", "--port", port)
    assert (answer.status, answer.output) == (2, "")
    assert answer.errors == f"dugnad: port {port} on 127.0.0.1 is taken; choose another with --port\n"


def test_static_files_are_gathered_when_they_have_changed(tmp_path: Path, settings: Any) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    assert serving.collect_static() is True
    assert serving.collect_static() is False
    (tmp_path / "static" / ".stamp").write_text("older")
    assert serving.collect_static() is True


def test_an_address_of_the_newer_kind_is_written_with_brackets() -> None:
    assert (serving._shown("::1"), serving._shown("127.0.0.1")) == ("[::1]", "127.0.0.1")
