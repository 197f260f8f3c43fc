"""Cells of tables as pages show them, drawn at once: a template opened for each of a thousand is slow."""

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


def cell(words: str, address: str = "", mark: str = "", *, reason: str = "", about: str = "") -> SafeString:
    """A figure with the link to its trail; a missing one with the letter of its reason, or the reason itself.

    `about` is what a screen reader says of a link whose words are the figure alone.
    """
    drawn = str(escape(words))
    if about and address:
        drawn += f'<span class="ds-sr-only"> {escape(about)}</span>'
    if address:
        drawn = f'<a href="{escape(address)}">{drawn}</a>'
    if mark:
        drawn += f"<sup>{escape(mark)}</sup>"
    if reason:
        drawn += f' <span class="quiet">{escape(reason)}</span>'
    return mark_safe(drawn)  # noqa: S308 - every part is escaped above
