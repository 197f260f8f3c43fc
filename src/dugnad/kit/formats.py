"""How figures and days are written: Norwegian in Norwegian, English in English."""

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from django.utils import dateformat, timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from dugnad.engine.exactness import decimals_needed

NO_BREAK = "\u00a0"
MISSING = "–"
NOTHING = 1e-12  # less than this is how floating numbers are added
GAS = re.compile("\\b(CO|CH|N|SF|NF)([2346₂₃₄₆])(?=e?\\b|O\\b)")
SUBSCRIPTS = str.maketrans("₂₃₄₆", "2346")
SUBSCRIPTS_AS_SIGNS = str.maketrans("2346", "₂₃₄₆")

DAY = {"en": "j F Y", "": "j. F Y"}
SHORT_DAY = {"en": "j F", "": "j. F"}
DAY_NUMBER = {"en": "j", "": "j."}
WEEKDAY = {"en": "l", "": "l"}
CLOCK = {"en": "H:i", "": "H.i"}


def is_english() -> bool:
    """Whether the reader has chosen English."""
    return (get_language() or "nb").startswith("en")


def number(value: Any, decimals: int = 0) -> str:
    """1 143 814,5 with no-break spaces; a dash where there is no figure, because a gap is not a zero."""
    if value is None or value == "":
        return MISSING
    step = Decimal(1).scaleb(-decimals)
    rounded = Decimal(str(value)).quantize(step, ROUND_HALF_UP)
    text = f"{abs(rounded):,.{decimals}f}"
    if not is_english():
        text = text.replace(",", NO_BREAK).replace(".", ",")
    return _minus() + text if rounded < 0 else text


def figure(value: Any, decimals: int = 0) -> str:
    """A figure that was measured: 0 only where it is zero; what is less than can be shown is “under 0,1”."""
    shown = number(value, decimals)
    if value in (None, "") or re.search("[1-9]", shown) or abs(value) < NOTHING:
        return shown
    if value < 0:
        return number(value, decimals_needed([value], digits=1))
    return below(decimals)


def below(decimals: int = 0) -> str:
    """Less than can be shown: under 0,1."""
    return _("below %(high)s") % {"high": number(Decimal(1).scaleb(-decimals), decimals)}


def percent(value: Any, decimals: int = 0) -> str:
    """23 %, from percentage points."""
    if value is None or value == "":
        return MISSING
    return f"{number(value, decimals)}{'' if is_english() else NO_BREAK}%"


def change(value: Any, decimals: int = 0) -> str:
    """A change in per cent with its sign: –12 %, +3 %, 0 %."""
    text = percent(value, decimals)
    grew = value not in (None, "") and Decimal(str(value)) > 0 and re.search("[1-9]", text)
    return f"+{text}" if grew else text


def day(value: date | None) -> str:
    """3. mai 2021"""
    return _written(_day_of(value), DAY)


def short_day(value: date | None) -> str:
    """3. mai"""
    return _written(_day_of(value), SHORT_DAY)


def day_number(value: date | None) -> str:
    """3. where the month stands above; no point in English."""
    return _written(_day_of(value), DAY_NUMBER)


def weekday(value: date | None) -> str:
    """Mandag 3. mai 2021, and with its time when it has one: for days on which somebody must act."""
    if value is None:
        return ""
    name = _written(_day_of(value), WEEKDAY)
    return f"{name} {moment(value) if isinstance(value, datetime) else day(value)}"


def moment(value: datetime | None) -> str:
    """3. mai 2021 kl. 14.02"""
    if value is None:
        return ""
    clock = _written(value, CLOCK)
    return f"{day(value)} at {clock}" if is_english() else f"{day(value)} kl.{NO_BREAK}{clock}"


def clock_time(value: datetime | None) -> str:
    """14.02"""
    return _written(value, CLOCK)


def distance(value: date | None, today: date) -> str:
    """How far a day is from today: today, tomorrow, in 5 days, 3 days ago."""
    if value is None:
        return ""
    days = (_day_of(value) - today).days
    near = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    if days in near:
        return near[days]
    if days > 0:
        return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}
    return ngettext("%(days)s day ago", "%(days)s days ago", -days) % {"days": -days}


def co2e(text: Any) -> SafeString:
    """The text with CO2, CH4, N2O and other gases written with a subscript that every font has."""
    return mark_safe(GAS.sub(_with_subscript, str(escape(text))))  # noqa: S308 - escaped on this line


def gases(text: str) -> str:
    """The same as plain text, for places that take no markup, such as the choices of a list."""
    return GAS.sub(lambda gas: f"{gas[1]}{gas[2].translate(SUBSCRIPTS_AS_SIGNS)}", text)


def _with_subscript(gas: re.Match[str]) -> str:
    return f"{gas[1]}<sub>{gas[2].translate(SUBSCRIPTS)}</sub>"


def _minus() -> str:
    return "\u2212" if is_english() else "–"


def _local(value: Any) -> Any:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


def _day_of(value: Any) -> Any:
    return _local(value).date() if isinstance(value, datetime) else value


def _written(value: date | None, formats: dict[str, str]) -> str:
    if value is None:
        return ""
    pattern = formats["en" if is_english() else ""]
    if isinstance(value, datetime):
        return dateformat.format(_local(value), pattern)
    return _written_day(value, pattern, get_language() or "")


@lru_cache(maxsize=4000)
def _written_day(value: date, pattern: str, language: str) -> str:
    """A day in words, kept: a list has hundreds of lines and few days."""
    return dateformat.format(value, pattern)
