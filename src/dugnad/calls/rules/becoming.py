"""Answers that become figures: never under the name of a publisher's."""


def own_key(key: str, source: str, members: str) -> str:
    """The indicator that answers go into: the one that is named, unless it is a publisher's."""
    return key if source in ("", members) else f"{key[:56]}-own"
