"""A real server with the demo alliance, and a real browser that visits it."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).parents[2]
AXE = (ROOT / "tests" / "vendor" / "axe.min.js").read_text(encoding="utf-8")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-dev-shm-usage",
]
START = 120.0  # seconds that a cold machine may take to load the demo


@dataclass(frozen=True)
class Site:
    """The running demo."""

    url: str
    home: Path

    def mails_to(self, address: str) -> list[str]:
        """The mails that the worker has sent to an address, oldest first."""
        files = sorted((self.home / "mail").glob("*"), key=lambda path: path.stat().st_mtime_ns)
        texts = [path.read_text(encoding="utf-8") for path in files]
        return [text for text in texts if re.search(rf"^To: .*{re.escape(address)}", text, re.MULTILINE)]

    def wait_for_mail(self, address: str, count: int = 1, patience: float = 20.0) -> str:
        """The newest mail to an address, once there are so many."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            mails = self.mails_to(address)
            if len(mails) >= count:
                return mails[-1]
            time.sleep(0.2)
        raise AssertionError(f"no mail to {address} within {patience} seconds")


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """The demo, loaded into a home of its own and served as `make demo` serves it."""
    home = Path(tempfile.mkdtemp(prefix="dugnad-journeys-"))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DUGNAD_")}
    environment |= {"DUGNAD_HOME": str(home / "var"), "DUGNAD_DEMO": "1"}
    port = _free_port()
    program = Path(sys.executable).with_name("dugnad")
    log = (home / "log").open("w+")
    command = [program, "demo", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_until_it_answers(url, server, home / "log")
        yield Site(url, home / "var")
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
        log.close()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; a build without it has not tested what people use."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        message = "no Chromium; install it with: sudo apt-get install chromium"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(message)
    with sync_playwright() as driver:
        arguments = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else QUIET
        yield driver.chromium.launch(executable_path=program, args=arguments)


class Visitor:
    """One person at one browser: their page, and everything the browser complained of."""

    def __init__(self, site: Site, context: BrowserContext) -> None:
        self.site, self.context = site, context
        self.complaints: list[str] = []
        self.page = self._watched(context.new_page())

    def sign_in(self, email: str) -> "Visitor":
        """Sign in as the demo lets anyone."""
        answer = self.context.request.post(f"{self.site.url}/demo/sign-in", form={"email": email})
        assert answer.ok, answer.status
        return self

    def open(self, path: str) -> Page:
        """Go to a page of the site."""
        self.page.goto(self.site.url + path, wait_until="load")
        return self.page

    def read_in(self, language: str) -> "Visitor":
        """Choose a language."""
        self.context.add_cookies([{"name": "language", "value": language, "url": self.site.url}])
        return self

    def axe(self) -> list[str]:
        """What axe finds on the page as it is now, by rule and place."""
        self.page.evaluate(AXE)
        found = self.page.evaluate(
            "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", WCAG
        )
        return [
            f"{violation['id']} at {json.dumps(node['target'])}: {node['html'][:120]}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]

    def overflow(self) -> int:
        """How many pixels the page is wider than its window."""
        return int(
            self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        )

    def _watched(self, page: Page) -> Page:
        page.on("console", lambda entry: self._hear(f"{entry.type}: {entry.text}", entry.type))
        page.on("pageerror", lambda error: self._hear(f"script: {error}", "error"))
        page.on("request", lambda request: self._watch_host(request.url))
        return page

    def _hear(self, text: str, kind: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(text)

    def _watch_host(self, url: str) -> None:
        if not url.startswith((self.site.url, "data:", "blob:")):
            self.complaints.append(f"asks another host: {url}")


@pytest.fixture
def visit(site: Site, browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """Let somebody in: visit("hamar@demo.example", language="nn", width=320, dark=True, script=False)."""
    contexts: list[BrowserContext] = []

    def let_in(
        email: str = "", *, language: str = "nb", width: int = 1280, dark: bool = False, script: bool = True
    ) -> Visitor:
        settings: dict[str, Any] = {
            "viewport": {"width": width, "height": 900},
            "color_scheme": "dark" if dark else "light",
            "java_script_enabled": script,
            "reduced_motion": "reduce",
            "locale": "nb-NO",
        }
        context = browser.new_context(**settings)
        context.set_default_timeout(10_000)
        contexts.append(context)
        visitor = Visitor(site, context).read_in(language)
        return visitor.sign_in(email) if email else visitor

    yield let_in
    for context in contexts:
        context.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_it_answers(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"The demo did not start.\n{log.read_text()}")
