"""Templates hold nothing that the content security policy forbids, and nothing that htmx 4 drops."""

import re
from html.parser import HTMLParser

import pytest

from tests.architecture.source import Tree

DROPPED = {"hx-ext", "hx-disable", "hx-params", "hx-on", "hx-vars", "hx-inherit", "hx-disinherit"}
CODE = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
COMMENT = re.compile(r"{%\s*comment\b.*?{%\s*endcomment\s*%}", re.DOTALL)
OUTSIDE = re.compile(r"^(?:https?:)?//")


class Reader(HTMLParser):
    """Collects what a template may not hold, with its line."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Judge one tag and its attributes."""
        values = {name: value or "" for name, value in attributes}
        for name in values:
            if name == "style":
                self._report("an inline style")
            if name.startswith(("on", "hx-on")):
                self._report(f"an inline script in {name}")
            if name in DROPPED:
                self._report(f"{name}, which htmx 4 drops")
        if tag == "style":
            self._report("a style element")
        if tag == "script" and "src" not in values and values.get("type") != "application/json":
            self._report("an inline script")
        if tag in {"script", "link", "img", "iframe", "source"} and values.get("rel") != "canonical":
            outside = OUTSIDE.match(values.get("src", "")) or OUTSIDE.match(values.get("href", ""))
            if outside:
                self._report("something from another host")

    def _report(self, what: str) -> None:
        self.found.append((self.getpos()[0], what))


def breaches_of_policy(tree: Tree) -> list[str]:
    """What the browser would refuse to run or to show."""
    found = []
    for path in tree.templates:
        if path.suffix == ".html":
            reader = Reader()
            reader.feed(_without_code(path.read_text(encoding="utf-8")))
            found += [f"{tree.name(path)}:{line} holds {what}" for line, what in reader.found]
    return found


def _without_code(text: str) -> str:
    """The template's HTML with its lines kept where they were."""

    def blank(match: re.Match[str]) -> str:
        return "\n" * match.group().count("\n")

    return CODE.sub(blank, COMMENT.sub(blank, text))


def test_templates_keep_the_content_security_policy():
    assert breaches_of_policy(Tree()) == []


@pytest.mark.parametrize(
    ("html", "what"),
    [
        ('<p style="color: red">', "an inline style"),
        ("<style>p {}</style>", "a style element"),
        ("<script>run()</script>", "an inline script"),
        ('<button onclick="run()">', "an inline script in onclick"),
        ('<form hx-on:submit="run()">', "an inline script in hx-on:submit"),
        ('<div hx-ext="sse">', "hx-ext, which htmx 4 drops"),
        ('<script src="https://elsewhere.example/x.js"></script>', "something from another host"),
        ('<div {% if a %}class="b"{% endif %} style="width: {{ w }}%">', "an inline style"),
    ],
)
def test_a_breach_of_the_policy_is_reported(html, what, tmp_path):
    tree = Tree(tmp_path).plant("src/dugnad/kit/templates/kit/planted.html", html)
    assert breaches_of_policy(tree) == [f"src/dugnad/kit/templates/kit/planted.html:2 holds {what}"]


def test_data_for_scripts_and_links_are_let_be(tmp_path):
    html = '<script type="application/json">{}</script><a href="https://elsewhere.example">x</a>'
    assert breaches_of_policy(Tree(tmp_path).plant("src/dugnad/kit/templates/kit/a.html", html)) == []
