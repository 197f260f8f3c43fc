"""One installation for all tests of the command line: made once, copied where a test changes it."""

from pathlib import Path

import pytest

from tests.cli.home import Home
from tests.demo import loaded_demo, migrated_home


@pytest.fixture(scope="session")
def new_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """An installation with its tables and nothing in them; tests must leave it so."""
    return Home(migrated_home(tmp_path_factory)).copy(tmp_path_factory.mktemp("home"))


@pytest.fixture
def home(new_home: Home, tmp_path: Path) -> Home:
    """An installation for one test."""
    return new_home.copy(tmp_path / "home")


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The demo alliance; tests must leave it as it is."""
    return Home(loaded_demo(tmp_path_factory)).copy(tmp_path_factory.mktemp("demo"))
