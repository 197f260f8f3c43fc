"""Whatever programs send, the fault is never ours: cases made from the description itself."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error

from dugnad.wsgi import application
from tests.api.doors import key_of
from tests.factories.analyses import make_run, make_sorting
from tests.factories.calls import make_call, make_hamar, make_reply
from tests.factories.declarations import make_point, make_wording
from tests.factories.documents import make_story
from tests.factories.members import make_approver
from tests.factories.programme import make_activity

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day", "one_connection")]
NAMES = {
    "call": "klimastatus-2021",
    "organisation": "3403",
    "document": "hamar-2021-varmelager-i-tegl",
    "key": "ordforererklaering",
    "study": "byggavfall",
    "number": 1,
}

schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


@pytest.fixture
def one_connection() -> Iterator[None]:
    """The test's transaction outlives each request; a server would give its connection back after one."""
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def key() -> str:
    """A key of somebody who may do everything with the reply that stands there."""
    hamar = make_hamar()
    make_reply(make_call(), hamar, measures="Elbåt")
    make_story(hamar, activities=[make_activity()])
    make_point(make_wording(state="adopted"))
    make_run(make_sorting())
    return key_of(make_approver(hamar))


@schema.parametrize()
@settings(
    max_examples=15,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
    ],
)
def test_no_request_finds_a_fault_of_ours(case: Any, key: str) -> None:
    # Half of the cases go to what is there; a made-up name alone would only ever find a 404.
    if len(str(case.path_parameters)) % 2 == 0:
        case.path_parameters = {name: NAMES[name] for name in case.path_parameters or {}}
    case.call_and_validate(headers={"Authorization": f"Bearer {key}"}, checks=[not_a_server_error])
