"""The database of one worker: a copy of tables that were migrated once, because migrating takes seconds."""

import os
import sqlite3
from contextlib import closing
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from tests.demo import command, made_once, migrated_home

TEMPLATE = "dugnad_tables"


def copy_tables(factory: pytest.TempPathFactory) -> None:
    """Give this process a database of its own, with all tables and no rows but those of migrations."""
    if connection.vendor == "sqlite":
        _in_memory(factory)
    else:
        _from_template(factory)


def drop_tables() -> None:
    """Leave nothing on a server; what was in memory goes with the process."""
    connection.close()
    if connection.vendor != "sqlite":
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {connection.settings_dict['NAME']}")


def _in_memory(factory: pytest.TempPathFactory) -> None:
    home = migrated_home(factory)
    _use(connection.creation._get_test_db_name())
    connection.ensure_connection()
    with closing(sqlite3.connect(home / "dugnad.sqlite3")) as source:
        source.backup(connection.connection)


def _from_template(factory: pytest.TempPathFactory) -> None:
    address = urlsplit(os.environ["DATABASE_URL"])
    whole = address._replace(path=f"/{TEMPLATE}").geturl()

    def make(place: object) -> None:
        _create(TEMPLATE, "template0")
        command(place, "manage", "migrate", "--verbosity", "0", DATABASE_URL=whole)

    made_once(factory, f"tables-{address.port}", make)  # each server has its own
    name = f"test_dugnad_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    _create(name, TEMPLATE)
    _use(name)


def _create(name: str, template: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {template}")


def _use(name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
