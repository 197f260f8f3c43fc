"""Municipalities through time: divisions of the country, and series moved from one division to another.

A *division* is the set of municipality codes that hold on one day. Codes follow each other: a
renumbering or a merger has one successor, a split has several. What can be moved without a guess is
found by *blocks*: the smallest groups of municipalities that cover the same land in both divisions.
A block that ends in one code is summed (Statistics Norway's own practice for counts and totals); one
that ends in several is refused unless the caller names a key. Going backward is the same question
asked the other way: undoing a merger is a split.

A key is a table of shares with a name: of the register's own weights, of a measure such as the inhabitants
of a year, or of the caller's. A keyed figure is an estimate and carries the key's name.

Units: values keep the unit they came with; only additive quantities (tonnes, persons, kilometres)
may be moved, which is the caller's duty: shares and means are worked out again from their parts.

Source of the method: Statistics Norway's classification of municipalities (Klass 131), its codes,
periods of validity and correspondences.
"""

from dugnad.engine.boundaries.codes import (
    BoundaryError,
    Code,
    SplitRefused,
    UnknownCode,
    UnplacedName,
)
from dugnad.engine.boundaries.divisions import Block, Divisions, Land
from dugnad.engine.boundaries.moving import (
    Converted,
    Key,
    Measure,
    Missing,
    Undivided,
    convert,
    harmonise,
    move,
)
from dugnad.engine.boundaries.names import county_in_norwegian, split_county_suffix
from dugnad.engine.boundaries.regions import Membership, Region, land_on, lands_in

__all__ = [
    "Block",
    "BoundaryError",
    "Code",
    "Converted",
    "Divisions",
    "Key",
    "Land",
    "Measure",
    "Membership",
    "Missing",
    "Region",
    "SplitRefused",
    "Undivided",
    "UnknownCode",
    "UnplacedName",
    "convert",
    "county_in_norwegian",
    "harmonise",
    "land_on",
    "lands_in",
    "move",
    "split_county_suffix",
]
