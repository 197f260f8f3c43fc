"""Files that are kept of an edition are kept for one test."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _home(settings: Any, _fresh_start: None) -> None:
    settings.HOME = settings.FILES_ROOT
