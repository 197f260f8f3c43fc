"""The demo comes into an empty home, once, and never into somebody's real alliance."""

from pathlib import Path

import pytest

from dugnad.demo import load
from dugnad.kit.errors import Refused
from dugnad.members.models import Organisation
from tests.factories.members import make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(settings, tmp_path) -> Path:
    settings.HOME = tmp_path
    make_organisation()
    return tmp_path


def prepare(*, fresh: bool = False) -> list[str]:
    said: list[str] = []
    load.prepare(fresh=fresh, say=said.append)
    return said


@pytest.mark.parametrize("fresh", [False, True])
def test_prepare_refuses_a_home_that_holds_a_real_alliance(home, fresh):
    with pytest.raises(Refused, match="no demo"):
        prepare(fresh=fresh)
    assert Organisation.objects.count() == 1
    assert not (home / "demo").exists()


def test_prepare_refuses_a_demo_that_was_left_half_way(home):
    (home / "demo").write_text(load.LOADING)
    with pytest.raises(Refused, match="--fresh"):
        prepare()


def test_prepare_twice_changes_nothing(home):
    (home / "demo").write_text(load.LOADED)
    assert prepare() == ["The demo is loaded already; nothing was changed."]
    assert Organisation.objects.count() == 1
