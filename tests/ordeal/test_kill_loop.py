"""A short run of the loop that `make ordeal` runs for long: kill, start, and ask what was promised."""

import shutil
from collections.abc import Iterator

import pytest

from tests.demo import loaded_demo
from tests.ordeal import kill_loop
from tests.ordeal.group import HONEST, Group
from tests.postgres import Server as Database

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def group(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Iterator[Group]:
    """A demo of its own; on a run with PostgreSQL with a server of its own, which is killed too."""
    on_postgres = pytestconfig.getoption("--database") == "postgres"
    home = tmp_path_factory.mktemp("ordeal")
    group = Group(home, Database(options=HONEST).start() if on_postgres else None)
    try:
        if on_postgres:
            group.load()
        else:
            shutil.copytree(loaded_demo(tmp_path_factory), home, dirs_exist_ok=True)
        group.start()
        yield group
    finally:
        group.close()


def test_nothing_that_was_acknowledged_is_lost_changed_or_doubled(group: Group) -> None:
    outcome = kill_loop.run(group, kills=2, writers=4, patience=(1.0, 2.0), say=lambda _line: None)
    assert (outcome.lost, outcome.refused, outcome.kills) == ([], [], 2)
    assert outcome.submissions > 0
    assert outcome.saves >= outcome.submissions


def test_a_promise_that_was_not_kept_is_found(group: Group) -> None:
    """The ordeal can fail: a member that was told more than is stored is named."""
    token = group.token_of("sekretariat")
    (member, *_others) = kill_loop._members(group, token)
    kill_loop._save(group, token, member)
    kill_loop._submit(group, token, member)
    assert kill_loop._broken(group, token, member) == []
    member.saved, member.tried = member.tried + 7, member.tried + 9
    member.receipt = member.receipt | {"sha256": "0" * 64}
    found = kill_loop._broken(group, token, member)
    assert [text.partition(": ")[2][:13] for text in found] == [
        "save 8 was ac", "the receipt w", "the last rece",
    ]  # fmt: skip
