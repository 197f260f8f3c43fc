"""A real server with the demo alliance, and a real browser that visits it."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.demo import PROGRAM, environment, loaded_demo

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
START = 120.0  # seconds that a cold machine may take to serve the demo


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

    @cached_property
    def places(self) -> dict[str, str]:
        """What stands in braces in paths of the access matrix, with the numbers of this demo."""
        code = (
            "import django, json; django.setup(); from tests.architecture.places import places;"
            "print(json.dumps(places()))"
        )
        own = {"DJANGO_SETTINGS_MODULE": "dugnad.settings", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        command = [sys.executable, "-c", code]
        done = subprocess.run(command, env=environment(self.home) | own, capture_output=True, check=True)
        return dict(json.loads(done.stdout))

    def has_mailed(self, address: str, words: str, patience: float = 20.0) -> bool:
        """Whether the worker sends a mail with these words to an address within some seconds."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            if any(words in text for text in self.mails_to(address)):
                return True
            time.sleep(0.2)
        return False


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo as it was loaded; nobody changes it."""
    return loaded_demo(tmp_path_factory)


@pytest.fixture(scope="session")
def site(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo as it was loaded: journeys here look, and change nothing that another one looks at."""
    with _served(loaded, tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="module")
def own_site(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A demo of one's own, for journeys that change it."""
    with _served(loaded, tmp_path_factory.mktemp("own")) as site:
        yield site


@contextmanager
def _served(loaded: Path, place: Path) -> Iterator[Site]:
    """Serve a copy of a home until the journeys are over."""
    home, port = place / "var", _free_port()
    shutil.copytree(loaded, home)
    command = [PROGRAM, "serve", "--with-worker", "--port", str(port)]
    with (place / "log").open("wb") as log:
        server = subprocess.Popen(
            command, env=environment(home), stdout=log, stderr=log, start_new_session=True
        )
        try:
            _wait_until_it_answers(f"http://127.0.0.1:{port}", server, place / "log")
            yield Site(f"http://127.0.0.1:{port}", home)
        finally:
            _stop(server)


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGTERM)
    try:
        server.wait(15)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


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
        address = f"{self.site.url}/demo/sign-in"
        answer = self.context.request.post(address, form={"email": email}, max_redirects=0)
        assert answer.status in {200, 302}, f"sign-in answers {answer.status}"
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
        if not self.page.evaluate("'axe' in window"):
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


class Gate:
    """Lets visitors in, and shows them out when the journey is over."""

    def __init__(self, site: Site, browser: Browser) -> None:
        self.site, self.browser = site, browser
        self.contexts: list[BrowserContext] = []

    def __call__(
        self,
        email: str = "",
        *,
        language: str = "nb",
        width: int = 1280,
        dark: bool = False,
        script: bool = True,
    ) -> Visitor:
        """Let somebody in: visit("hamar@demo.example", language="nn", width=320, dark=True, script=False)."""
        settings: dict[str, Any] = {
            "viewport": {"width": width, "height": 900},
            "color_scheme": "dark" if dark else "light",
            "java_script_enabled": script,
            "reduced_motion": "reduce",
            "locale": "nb-NO",
        }
        context = self.browser.new_context(**settings)
        context.set_default_timeout(10_000)
        self.contexts.append(context)
        visitor = Visitor(self.site, context).read_in(language)
        return visitor.sign_in(email) if email else visitor

    def close(self) -> None:
        """Show everybody out."""
        for context in self.contexts:
            context.close()


@pytest.fixture
def visit(site: Site, browser: Browser) -> Iterator[Gate]:
    """Visits to the demo as it was loaded."""
    gate = Gate(site, browser)
    yield gate
    gate.close()


@pytest.fixture
def visit_own(own_site: Site, browser: Browser) -> Iterator[Gate]:
    """Visits to a demo of one's own, for journeys that change it."""
    gate = Gate(own_site, browser)
    yield gate
    gate.close()


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
