"""How much a colleague without an account may put in by a link: enough for one section, and no more."""

from collections.abc import Sequence

from dugnad.kit.uploads import MEGABYTE

LENT_FILE, LENT_ALL = 10, 50  # megabytes: one file, and all that one link puts in
LENT_FILES = 20


def fits_in_link(size: int) -> bool:
    """Whether a file of so many bytes is small enough to be put in by a link."""
    return size <= LENT_FILE * MEGABYTE


def has_room(put_in: Sequence[int], size: int) -> bool:
    """Whether one file more goes in after those (sizes) that the link put in before.

    Also those that were taken out count: they are kept with what was submitted, and take their place.
    """
    return len(put_in) < LENT_FILES and sum(put_in) + size <= LENT_ALL * MEGABYTE
