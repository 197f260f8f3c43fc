"""One environment for every test: a home of its own, one database, no network, no chance."""

import atexit
import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
DEMO_DAY = "2021-05-03"


def pytest_addoption(parser: pytest.Parser) -> None:
    """The database is SQLite unless said otherwise, here or by DATABASE_URL."""
    parser.addoption(
        "--database",
        choices=["sqlite", "postgres"],
        default="sqlite",
        help="postgres starts a PostgreSQL server of its own for this run",
    )


def _make_home() -> None:
    """A home that no other run shares; the settings read the environment when they are imported."""
    home = tempfile.mkdtemp(prefix="dugnad-test-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    (Path(home) / "static").mkdir()  # the static server warns of a folder that is not there
    for name in [name for name in os.environ if name.startswith("DUGNAD_")]:
        del os.environ[name]
    os.environ |= {
        "DUGNAD_HOME": home,
        "DUGNAD_DEMO": "0",
        "DUGNAD_SECURE": "0",
        "DUGNAD_SECRET_KEY": "known to every test",
        "DJANGO_SETTINGS_MODULE": "dugnad.settings",
    }


def _choose_database() -> None:
    """Start PostgreSQL before Django reads its settings; workers of one run share it."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    words = " ".join(sys.argv)
    if "--database=postgres" in words or "--database postgres" in words:
        from tests.postgres import Server

        server = Server().start()
        atexit.register(server.stop)
        os.environ["DATABASE_URL"] = server.url


def _close_network() -> None:
    """A test that needs another machine fails on the day that machine is away."""

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "socket.connect" and isinstance(arguments[1], tuple):
            host = str(arguments[1][0])
            if host not in {"localhost", "::1"} and not host.startswith("127."):
                raise RuntimeError(f"A test asked for {host}; tests use no network.")

    sys.addaudithook(refuse)


_make_home()
_choose_database()
_close_network()
hypothesis_settings.register_profile("dugnad", deadline=None, derandomize="CI" in os.environ, database=None)
hypothesis_settings.load_profile("dugnad")

import django  # noqa: E402 - only now does the environment say where this run lives

django.setup()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run what asks it: what asks no database says the same there as on SQLite."""
    if config.getoption("--database") == "postgres":
        idle = [item for item in items if not _asks_the_database(item)]
        items[:] = [item for item in items if _asks_the_database(item)]
        config.hook.pytest_deselected(items=idle)


def _asks_the_database(item: pytest.Item) -> bool:
    asking = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    return bool(asking or item.get_closest_marker("django_db") or item.get_closest_marker("postgres"))


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the collector of cycles need not look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """A database for this worker; pytest-django would migrate one in each."""
    from tests.tables import copy_tables, drop_tables

    with django_db_blocker.unblock():
        copy_tables(tmp_path_factory)
    yield
    with django_db_blocker.unblock():
        drop_tables()


@pytest.fixture(autouse=True)
def _fresh_start(settings: Any) -> Iterator[None]:
    """Rate limits, the language and stored files of one test are not seen by the next."""
    from django.core.cache import cache
    from django.utils import translation

    cache.clear()
    with translation.override(settings.LANGUAGE_CODE), tempfile.TemporaryDirectory() as files:
        settings.FILES_ROOT = settings.MEDIA_ROOT = Path(files)
        yield


@pytest.fixture
def demo_day(settings: Any) -> str:
    """Demo mode on the demo's day, Monday 3 May 2021."""
    settings.DEMO, settings.DEMO_TODAY = True, DEMO_DAY
    return DEMO_DAY


@pytest.fixture
def demo_alliance(db: None, demo_day: str, settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The demo in the test's own database, read from a backup: loading it takes ten times as long."""
    from dugnad import wholesale
    from tests.demo import backup_of_demo

    settings.HOME = settings.FILES_ROOT
    wholesale.restore(backup_of_demo(tmp_path_factory))


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder with real figures beside the repository; tests that need it are skipped without it."""
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip("real data are read from ../shared/data, which is not here")
    return folder
