"""Expecting a verb to say no."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from dugnad.kit.errors import Refused


@contextmanager
def refused(code: str, *, field: str | None = None) -> Iterator[None]:
    """The block must be refused with this code, and at this field where one is named."""
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.code == code
    if field is not None:
        assert caught.value.field == field
