"""Regions: dated sets of members, asked for on a day, and their land in the codes of another day.

A series for a region may hold the membership of one day constant, or take each year's actual members.
The two answer different questions: how this land has changed, and what those who were members emitted.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from dugnad.engine.boundaries.divisions import Divisions, Land

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


def land_on(region: Region[str], divisions: Divisions, *, on: date, to: date) -> Land:
    """The land of a day's members (codes of that day's division) in the codes of another day.

    Constant membership: this land in every year. Raises UnknownCode for a member that is no code then.
    """
    return divisions.land(region.members_on(on), published=on, to=to)


def lands_in(region: Region[str], divisions: Divisions, *, years: Iterable[int], to: date) -> dict[int, Land]:
    """The land of each year's actual members, those of its last day, in the codes of another day."""
    return {
        year: divisions.land(codes, published=date(year, 12, 31), to=to)
        for year, codes in region.members_in(years).items()
    }
