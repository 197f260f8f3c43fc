"""The choices of a field, drawn at once: a template for each of 400 people takes longer than the page."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from django import template
from django.forms.boundfield import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

Choice = Mapping[str, Any]  # as a widget describes it
Group = tuple[str | None, list[Choice], int]  # a heading or none, and what stands under it
NOTHING = SafeString("")
OPTION = '\n  <option value="{}"{}>{}</option>'
GROUP = '\n  <optgroup label="{}">{}\n  </optgroup>'
TICK = """
    <div class="option"><input type="{type}" name="{name}" value="{value}"{attributes}>\
<label for="{id}">{label}</label></div>"""


@register.simple_tag
def attributes(attrs: Mapping[str, Any]) -> SafeString:
    """What a widget wants said of its input; true is the name alone, and false is nothing."""
    return format_html_join("", "{}", ((each,) for each in _attributes(attrs))) if attrs else NOTHING


@register.simple_tag
def options(groups: Iterable[Group]) -> SafeString:
    """The inside of a <select>; choices under a heading of their own stay together."""
    by_heading = groupby(groups, key=itemgetter(0))
    return format_html_join("", "{}", ((_options(heading, run),) for heading, run in by_heading))


@register.simple_tag
def ticks(field: BoundField) -> SafeString:
    """Boxes or buttons of a question, each before its label."""
    return format_html_join("", TICK, (_tick(choice.data) for choice in field.subwidgets))


def _attributes(attrs: Mapping[str, Any]) -> Iterator[SafeString]:
    for name, value in attrs.items():
        if value is True:
            yield format_html(" {}", name)
        elif value is not False:
            yield format_html(' {}="{}"', name, value)


def _options(heading: str | None, groups: Iterable[Group]) -> SafeString:
    choices = (choice for _heading, choices, _place in groups for choice in choices)
    cells = ((each["value"], attributes(each["attrs"]), each["label"]) for each in choices)
    drawn = format_html_join("", OPTION, cells)
    return format_html(GROUP, heading, drawn) if heading else drawn


def _tick(choice: Choice) -> dict[str, Any]:
    attrs = choice["attrs"]
    shown = {name: choice[name] for name in ("type", "name", "value", "label")}
    return shown | {"attributes": attributes(attrs), "id": attrs.get("id", "")}
