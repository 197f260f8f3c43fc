"""How tests come in: an address of the API, with or without a key."""

import json
from typing import Any

from django.test import Client

from dugnad.api import changes
from dugnad.members.models import User
from tests.factories.members import AT


def key_of(user: User) -> str:
    """A key for a user, made on the demo's day."""
    return changes.make_token(user, name="test", by=user.person, at=AT)


def ask(
    client: Client, address: str, *, method: str = "GET", key: str = "", body: Any = None, **headers: str
) -> Any:
    """Ask the API and give its answer; headers are written with underscores."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if key:
        sent["Authorization"] = f"Bearer {key}"
    content = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.generic(
        method, f"/api/v1/{address}", content, content_type="application/json", headers=sent
    )
