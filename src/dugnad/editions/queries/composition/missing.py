"""Why the edition's own indicator has no figure: by place and year, frozen beside the figures there are."""

from collections.abc import Mapping

from dugnad.editions.queries.composition.gathering import Composition, Sums
from dugnad.editions.queries.composition.reasons import Gaps, as_frozen, together


def gaps_in(composition: Composition) -> dict[str, Gaps]:
    """The gaps of each place in the years of the edition; a place without any is left out."""
    names = {member.code.code: member.organisation.name for member in composition.members}
    groups = {"alliance": composition.codes} | {
        f"subregion:{slug}": frozenset(codes) for slug, codes in composition.subregion_codes.items()
    }
    found = {code: _of_one(composition, code) for code in sorted(composition.codes)}
    found |= {place: _of_several(composition, codes, names) for place, codes in groups.items()}
    return as_frozen(found)


def _of_one(composition: Composition, code: str) -> Gaps:
    sums, own = composition.sums, frozenset({code})
    years = [year for year in composition.years if sums.total(own, year) is None]
    return {str(year): [[_reason(sums, code, year), []]] for year in years}


def _of_several(composition: Composition, codes: frozenset[str], names: Mapping[str, str]) -> Gaps:
    """Whose figures are missing, and why: those who lack it for the same reason are named together."""
    sums = composition.sums
    years = [year for year in composition.years if sums.total(codes, year) is None]
    return {
        str(year): together(
            (_reason(sums, code, year), names[code])
            for code in sorted(codes)
            if sums.total(frozenset({code}), year) is None
        )
        for year in years
    }


def _reason(sums: Sums, code: str, year: int) -> str:
    """What is known of why a place has no figure; nothing where nobody has read one in."""
    return sums.figures.missing.get((code, year), "")
