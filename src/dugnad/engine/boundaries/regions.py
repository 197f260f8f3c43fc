"""Regions: dated sets of members, asked for on a day."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

Member = TypeVar("Member", bound=Hashable)


@dataclass(frozen=True)
class Membership(Generic[Member]):
    """A member of a region (a code, or any other key), with its first and last day."""

    member: Member
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True)
class Region(Generic[Member]):
    """A dated set of members: who belongs depends on the day that is asked about."""

    memberships: tuple[Membership[Member], ...]

    def members_on(self, day: date) -> frozenset[Member]:
        """The members on a day; a membership's last day is included."""
        return frozenset(
            m.member
            for m in self.memberships
            if m.valid_from <= day and (m.valid_to is None or day <= m.valid_to)
        )

    def members_in(self, years: Iterable[int]) -> dict[int, frozenset[Member]]:
        """The actual members of each year: those on its last day."""
        return {year: self.members_on(date(year, 12, 31)) for year in years}
