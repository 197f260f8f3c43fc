"""Figures and units as templates write them."""

from django import template

from dugnad.calls.kinds.figures import figure_text, spread_text, unit_words

register = template.Library()


@register.filter
def figure(value: float | None) -> str:
    """{{ 85739.2|figure }} → 85 739,2: with the decimals that are stored, and no fewer"""
    return figure_text(value)


@register.filter
def spread(value: float) -> str:
    """{{ 684.725|spread }} → 684,7, and 1800.0 is 1 800"""
    return spread_text(value)


@register.filter
def unit(words: str) -> str:
    """{{ "tonn CO2e"|unit }} → tonnes CO2e on an English page"""
    return unit_words(words)
