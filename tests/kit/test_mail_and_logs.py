"""Letters in the reader's language, and logs that machines read."""

import json
import logging
import sys

import pytest

from dugnad.kit.logs import JsonFormatter
from dugnad.kit.mail import message_id


def test_message_id_is_the_same_for_every_attempt_at_one_mail(settings):
    settings.DEFAULT_FROM_EMAIL = "Osloregionen <post@osloregionen.example>"
    assert message_id("receipt-1") == message_id("receipt-1") != message_id("receipt-2")
    assert message_id("receipt-1").endswith("@osloregionen.example>")


@pytest.mark.parametrize("address", ["", "nobody"])
def test_message_id_has_a_domain_even_without_one(address, settings):
    settings.DEFAULT_FROM_EMAIL = address
    assert message_id("a").count("@") == 1
    assert not message_id("a").endswith("@>")


def record(**settings):
    return logging.LogRecord(
        "dugnad", logging.WARNING, "x.py", 1, "%s er «stille»", ("Ås",), None, **settings
    )


def test_a_log_line_is_one_json_object():
    line = JsonFormatter().format(record())
    assert "\n" not in line
    assert "Ås er «stille»" in line
    written = json.loads(line)
    assert (written["level"], written["logger"], written["message"]) == (
        "warning",
        "dugnad",
        "Ås er «stille»",
    )


def test_a_log_line_carries_the_trace():
    entry = record()
    try:
        raise ZeroDivisionError
    except ZeroDivisionError:
        entry.exc_info = sys.exc_info()
    line = JsonFormatter().format(entry)
    assert "\n" not in line
    assert "ZeroDivisionError" in json.loads(line)["trace"]
