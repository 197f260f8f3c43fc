"""Pages on which the secretariat says what is measured, and who has set out to reach what."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dugnad.indicators import changes, queries
from dugnad.indicators.forms import IndicatorForm, TargetForm
from dugnad.indicators.models import Indicator
from dugnad.indicators.queries.catalogue import all_targets
from dugnad.indicators.queries.targets import Owner
from dugnad.kit import clock
from dugnad.kit.access import STAFF, allow
from dugnad.kit.errors import Refused
from dugnad.kit.history import changes_of
from dugnad.members.queries import divisions


@allow(STAFF)
def add_indicator(request: HttpRequest) -> HttpResponse:
    """Define something that is measured, or worked out from what is."""
    form = IndicatorForm(_sent(request))
    if form.is_valid():
        try:
            made = changes.add_indicator(form.cleaned_data, by=_person(request), at=clock.now())
        except Refused as refusal:
            _say(form, refusal)
        else:
            messages.success(request, _("The indicator is defined."))
            return redirect("indicator", made.key)
    return _page(request, form)


@allow(STAFF)
def edit_indicator(request: HttpRequest, key: str) -> HttpResponse:
    """Change what an indicator is called, what drives it, and how it is worked out."""
    found = _indicator(key)
    form = IndicatorForm(_sent(request), indicator=found, initial=_values(found))
    if form.is_valid():
        try:
            changes.edit_indicator(found, form.cleaned_data, by=_person(request), at=clock.now())
        except Refused as refusal:
            found.refresh_from_db()
            _say(form, refusal)
        else:
            messages.success(request, _("The indicator is changed."))
            return redirect("indicator", key)
    return _page(request, form, indicator=found, changes=changes_of(found))


@allow(STAFF)
def set_target(request: HttpRequest, key: str) -> HttpResponse:
    """Write down a target; one for the same year and the same place takes the earlier one's place.

    A target that stands already is ended here, or moved to somebody else.
    """
    found, known = _indicator(key), divisions()
    owners = queries.target_owners(clock.today(), codes_day=known.newest_day)
    if "target" in request.POST:
        return _end_or_move(request, found, owners)
    form = TargetForm(_sent(request), owners=owners, unit=found.unit, initial={"base_year": found.base_year})
    if form.is_valid():
        values = form.values
        try:
            changes.set_target(
                found, values.pop("organisation"), **values, by=_person(request), at=clock.now()
            )
        except Refused as refusal:
            _say(form, refusal)
        else:
            messages.success(request, _("The target is written down."))
            return redirect("set_target", key)
    context = {
        "form": form,
        "indicator": found,
        "targets": queries.target_rows(found, known),
        "owners": owners,
    }
    return render(request, "indicators/set_target.html", context, status=422 if form.errors else 200)


def _end_or_move(request: HttpRequest, found: Indicator, owners: Sequence[Owner]) -> HttpResponse:
    """End a target, or let it hold for somebody else; one that has been ended meanwhile is gone."""
    pk = request.POST["target"]
    target = all_targets(found).filter(pk=pk).first() if pk.isdecimal() else None
    owner = next((one for one in owners if one.key == request.POST.get("owner")), None)
    if target is None:
        messages.error(request, _("This target has been ended already."))
        return redirect("set_target", found.key)
    try:
        if owner:
            changes.move_target(target, owner.values, by=_person(request), at=clock.now())
            messages.success(request, _("The target is moved."))
        elif "owner" in request.POST:
            messages.error(request, _("Choose whom the target shall hold for."))
        else:
            changes.end_target(target, by=_person(request), at=clock.now())
            messages.success(request, _("The target is ended; the trail keeps it."))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return redirect("set_target", found.key)


def _indicator(key: str) -> Indicator:
    try:
        return queries.indicator_with_key(key)
    except Refused:
        raise Http404 from None


def _values(found: Indicator) -> dict[str, Any]:
    names = (name for name in IndicatorForm.base_fields if name != "key")
    return {name: getattr(found, name) for name in names} | {"source": found.source.key}


def _say(form: Any, refusal: Refused) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))


def _sent(request: HttpRequest) -> Any:
    """What was sent; also nothing at all is something that was sent."""
    return request.POST if request.method == "POST" else None


def _person(request: HttpRequest) -> Any:
    return request.viewer.person  # type: ignore[attr-defined]


def _page(request: HttpRequest, form: IndicatorForm, **more: Any) -> HttpResponse:
    context = {"form": form, **more}
    return render(request, "indicators/edit_indicator.html", context, status=422 if form.errors else 200)
