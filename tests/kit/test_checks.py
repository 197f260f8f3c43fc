"""Settings that lost rows are refused."""

import pytest
from django.core.checks import run_checks
from django.db import connection

from dugnad.kit.checks import sqlite_problems

SAFE, BROKEN = (3, 53, 4), (3, 40, 1)


@pytest.mark.parametrize(
    ("journal", "synchronous", "version", "problems"),
    [
        ("wal", 2, SAFE, []),
        ("wal", 1, SAFE, ["dugnad.E002"]),
        ("wal", 2, BROKEN, ["dugnad.E001"]),
        ("wal", 2, (3, 51, 2), ["dugnad.E001"]),
        ("wal", 2, (3, 51, 3), []),
        ("wal", 2, (3, 50, 7), []),
        ("wal", 2, (3, 44, 6), []),
        ("delete", 2, BROKEN, ["dugnad.E002"]),
        ("delete", 3, BROKEN, []),
        ("memory", 0, BROKEN, []),
    ],
)
def test_sqlite_is_judged_by_what_survived(journal, synchronous, version, problems):
    assert [problem.id for problem in sqlite_problems(journal, synchronous, version)] == problems


@pytest.mark.django_db
def test_the_database_of_this_run_keeps_what_it_acknowledges():
    assert [p.id for p in run_checks(tags=["database"], databases=["default"]) if p.id[:6] == "dugnad"] == []


@pytest.mark.django_db
def test_a_postgresql_that_forgets_is_refused():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    problems = [p.id for p in run_checks(tags=["database"], databases=["default"]) if p.id[:6] == "dugnad"]
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")
    assert problems == ["dugnad.E003"]
