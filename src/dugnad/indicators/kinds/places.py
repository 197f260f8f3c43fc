"""Places that are no municipality: countries, unions of them, and counties."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from dugnad.kit.text import localised


@dataclass(frozen=True)
class Country:
    """A place that is no municipality and has no parts here: a country, or a union of countries."""

    code: str
    name_nb: str
    name_nn: str
    name_en: str


COUNTRY = "country"  # as regions write it: country:NO
COUNTRIES = {
    country.code: country
    for country in (
        Country("NO", "Norge", "Noreg", "Norway"),
        Country("EU27", "EU (27 land)", "EU (27 land)", "EU (27 countries)"),
    )
}


def country_name(code: str) -> str:
    """A country in the reader's language; one that we do not know by its code."""
    return localised(COUNTRIES[code], "name") if code in COUNTRIES else code


def county_in_words(name: str) -> str:
    """A county beside municipalities and sub-regions, of which one may have the same name."""
    return _("%(county)s (county)") % {"county": name}
