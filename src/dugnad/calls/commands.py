"""What the command line calls: one member's answers as a file for other tools."""

from dugnad.calls.queries import REPLY_FILES, call_named, reply_of, submitted_version
from dugnad.kit.errors import Refused
from dugnad.members.queries import organisation_named


def answers(*, call: str, member: str, format: str) -> str | bytes:
    """What a member submitted last to a call; Refused says what is not there."""
    found, organisation = call_named(call), organisation_named(member)
    if found is None:
        raise Refused("call", f"There is no call {call!r}.")
    reply = reply_of(found, organisation) if organisation else None
    if reply is None:
        raise Refused("member", f"{member!r} was not asked in {call!r}.")
    version = submitted_version(reply)
    if version is None:
        raise Refused("version", f"{reply.organisation} has not submitted a reply to {call!r}.")
    return REPLY_FILES[format].write(version)
