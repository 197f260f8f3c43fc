"""Pages for what goes wrong: they say what happened, what is safe, and what to do."""

from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override
from django.views.defaults import permission_denied, server_error

from dugnad.kit.clock import OSLO
from dugnad.members.rules import Viewer

HEADINGS = {
    "nb": "Noe sviktet hos oss",
    "nn": "Noko svikta hos oss",
    "en": "Something failed at our end",
}


@pytest.fixture
def request_from_stranger() -> Any:
    request = RequestFactory().get("/program/")
    request.user, request.viewer, request.LANGUAGE_CODE = AnonymousUser(), Viewer(), "nb"  # type: ignore[attr-defined]
    return request


@pytest.mark.parametrize(("language", "heading"), HEADINGS.items())
def test_a_failure_at_our_end_needs_neither_database_nor_viewer(language, heading):
    with override(language):
        page = server_error(RequestFactory().get("/")).content.decode()
    assert (f'<html lang="{language}"' in page, f"<h1>{heading}</h1>" in page) == (True, True)


def test_a_closed_door_says_whom_to_write_to(request_from_stranger):
    page = permission_denied(request_from_stranger, Exception()).content.decode()
    assert "<h1>Denne siden er ikke åpen for deg</h1>" in page
    assert "sekretariat@demo.example" in page


def test_a_conflict_shows_both_texts_and_the_way_back(request_from_stranger):
    words = {
        "theirs": "Tre <ladere>",
        "yours": "Fem ladere",
        "theirs_by": "Kari",
        "theirs_at": datetime(2021, 5, 3, 14, 2, tzinfo=OSLO),
        "target": "/innhenting/",
    }
    page = render_to_string("kit/conflict.html", words, request=request_from_stranger)
    assert "Kari lagret dette 3. mai 2021 kl.\u00a014.02, mens du skrev." in page
    assert '<div class="difference">Tre &lt;ladere&gt;</div>' in page
    assert ">Fem ladere</textarea>" in page
    assert 'href="/innhenting/"' in page


def test_a_conflict_with_somebody_unknown_still_loses_nothing(request_from_stranger):
    page = render_to_string("kit/conflict.html", {"theirs": "A", "yours": "B"}, request=request_from_stranger)
    assert "Noen lagret dette mens du skrev. Ingenting er tapt" in page
