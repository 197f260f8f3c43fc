"""Being shown and forgotten by e-mail address, from the command line."""

import pytest

from tests.cli.home import Home

ROW = (
    "insert into members_person (name, email, phone, language) "
    "values ('Kari Nordmann', 'kari@hamar.example', '', 'nb')"
)


@pytest.fixture
def kari(home: Home) -> Home:
    home.rows(ROW)
    return home


def test_a_person_is_shown_and_forgotten_by_address(kari: Home) -> None:
    shown = kari.run("export", "person", "Kari@hamar.example", "--json")
    assert (shown.status, shown.json["name"], shown.json["events"]) == (0, "Kari Nordmann", [])
    asked = kari.run("erase", "kari@hamar.example", "--json")
    assert (asked.status, asked.json) == (0, {"person": "Kari Nordmann", "events": []})
    assert "say --yes" in asked.errors
    done = kari.run("erase", "kari@hamar.example", "--yes", "--json")
    assert (done.status, done.json) == (0, {"erased": "kari@hamar.example", "events": 0})
    assert kari.rows("select name, email from members_person") == [("", None)]


def test_an_address_that_nobody_has_is_told_in_one_line(new_home: Home) -> None:
    for words in (("export", "person"), ("erase", "--yes")):
        answer = new_home.run(*words, "ingen@hamar.example")
        assert (answer.status, answer.output) == (2, "")
        assert "Nobody here has the address ingen@hamar.example" in answer.errors
