"""Pages on which the secretariat writes what a call asks."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dugnad.calls import changes
from dugnad.calls.forms import QuestionForm, SectionForm
from dugnad.calls.models import Call, Question, Section
from dugnad.calls.queries import (
    answered_questions,
    doubts_about,
    has_answers,
    lineage_of,
    missing_texts,
    possible_hinges,
    sections_of,
)
from dugnad.calls.states import CallState
from dugnad.calls.views.finding import call_or_404, tried, viewer_on
from dugnad.kit import clock
from dugnad.kit.access import STAFF, allow, form_on
from dugnad.kit.errors import Refused


@allow(STAFF)
@require_safe
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """The sections and questions of a call, in order."""
    found = call_or_404(request, slug)
    sections = sections_of(found, with_retired=True)
    asked = [question for section in sections for question in section.asked]  # type: ignore[attr-defined]
    now = {question.key for question in asked if question.retired_at is None}
    newest = {question.key: question.pk for question in sorted(asked, key=lambda q: q.version)}
    context = {
        "call": found,
        "sections": sections,
        "top": _asked_in(sections[:1], 0),
        "bottom": _asked_in(sections[-1:], -1),
        "again": {pk for key, pk in newest.items() if key not in now},
        "answered": answered_questions(found),
        "missing": missing_texts(found),
        "lineage": lineage_of(found),
        "doubts": doubts_about(found, on=clock.today()) if found.state == CallState.DRAFT else None,
        "form": SectionForm(call=found),
    }
    return render(request, "calls/questions.html", context)


def _asked_in(sections: list[Section], place: int) -> int | None:
    """The first or last question (id) of a section that is asked: there is no place above or below it."""
    asked = [q.pk for section in sections for q in section.asked if not q.retired_at]  # type: ignore[attr-defined]
    return asked[place] if asked else None


@allow(STAFF)
@require_POST
def add_section(request: HttpRequest, slug: str) -> HttpResponse:
    """One section more, at the end."""
    found = call_or_404(request, slug)
    form = SectionForm(request.POST, call=found)
    if form.is_valid():
        try:
            section = changes.add_section(
                found, by=viewer_on(request).person, at=clock.now(), **form.cleaned_data
            )
        except Refused as refusal:
            messages.error(request, refusal.message)
            return redirect("questions", found.slug)
        messages.success(request, _("The section is added. Now write what it asks."))
        return redirect("write_questions", found.slug, section.pk)
    return _form_page(request, form, found, _("New section"))


@allow(STAFF)
def edit_section(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The title of a section."""
    found = call_or_404(request, slug)
    section = get_object_or_404(Section, pk=pk, call=found)
    titles = {name: getattr(section, name) for name in SectionForm.base_fields}
    form = SectionForm(request.POST or None, call=found, initial=titles)
    if form.is_valid():
        values = form.cleaned_data
        tried(
            request, lambda **who: changes.edit_section(section, **values, **who), _("The section is saved.")
        )
        return at_section(section)
    return _form_page(request, form, found, str(section))


@allow(STAFF)
@form_on("questions", "slug")
@require_POST
def remove_section(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """An empty section goes."""
    found = call_or_404(request, slug)
    section = get_object_or_404(Section, pk=pk, call=found)
    tried(request, lambda **who: changes.remove_section(section, **who), _("The section is gone."))
    return redirect("questions", found.slug)


@allow(STAFF)
def add_question(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One question more, at the end of a section."""
    found = call_or_404(request, slug)
    section = get_object_or_404(Section, pk=pk, call=found)
    form = QuestionForm(request.POST or None, call=found, hinges=possible_hinges(section))
    if form.is_valid() and _written(request, form, lambda **w: changes.add_question(section, **w)):
        if "next" in request.POST:
            return redirect("add_question", found.slug, section.pk)
        return at_section(section)
    return _question_page(request, form, found, _("New question"), is_new=True)


@allow(STAFF)
def edit_question(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A question that nobody has answered yet."""
    found = call_or_404(request, slug)
    question = _question(found, pk)
    form = _form_of(request, question)
    if form.is_valid() and _written(request, form, lambda **w: changes.edit_question(question, **w)):
        return at_section(question.section)
    return _question_page(request, form, found, str(question))


@allow(STAFF)
def reword_question(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """New words for a question that somebody has answered; the old ones keep their answers."""
    found = call_or_404(request, slug)
    question = _question(found, pk)
    if not has_answers(question):
        return redirect("edit_question", found.slug, question.pk)
    form = _form_of(request, question)
    if form.is_valid() and _written(request, form, lambda **w: changes.reword_question(question, **w)):
        return at_section(question.section)
    return _question_page(request, form, found, str(question), is_rewording=True)


@allow(STAFF)
@form_on("questions", "slug")
@require_POST
def retire_question(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask no longer."""
    found = call_or_404(request, slug)
    question = _question(found, pk)
    done = _("The question is no longer asked. Answers that were given are kept.")
    tried(request, lambda **who: changes.retire_question(question, **who), done)
    return at_section(question.section)


@allow(STAFF)
@form_on("questions", "slug")
@require_POST
def ask_again(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask once more what was retired."""
    found = call_or_404(request, slug)
    question = get_object_or_404(Question, pk=pk, call=found, retired_at__isnull=False)
    tried(request, lambda **who: changes.ask_again(question, **who), _("The question is asked again."))
    return at_section(question.section)


@allow(STAFF)
@form_on("questions", "slug")
@require_POST
def remove_question(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Out of a draft."""
    found = call_or_404(request, slug)
    question = get_object_or_404(Question, pk=pk, call=found)
    tried(request, lambda **who: changes.remove_question(question, **who), _("The question is gone."))
    return at_section(question.section)


@allow(STAFF)
@form_on("questions", "slug")
@require_POST
def move_question(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A question up or down."""
    found = call_or_404(request, slug)
    question, up = _question(found, pk), "up" in request.POST
    tried(request, lambda **who: changes.move_question(question, up=up, **who), _("The order is saved."))
    return at_section(question.section)


@allow(STAFF)
@form_on("questions", "slug")
@require_POST
def move_section(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A section up or down."""
    found = call_or_404(request, slug)
    section, up = get_object_or_404(Section, pk=pk, call=found), "up" in request.POST
    tried(request, lambda **who: changes.move_section(section, up=up, **who), _("The order is saved."))
    return at_section(section)


def at_section(section: Section) -> HttpResponse:
    """Back to the questions of a call, where one was."""
    return redirect(f"{reverse('questions', args=[section.call.slug])}#del-{section.pk}")


def _question(found: Call, pk: int) -> Question:
    question = found.questions.filter(pk=pk, retired_at__isnull=True).first()
    if question is None:
        raise Http404
    return question


def _written(request: HttpRequest, form: QuestionForm, write: Any) -> bool:
    try:
        write(by=viewer_on(request).person, at=clock.now(), **form.values())
    except Refused as refusal:
        form.add_error(form.place_of_error(refusal.field), str(refusal.message))
        return False
    messages.success(request, _("The question is saved."))
    return True


def _form_of(request: HttpRequest, question: Question) -> QuestionForm:
    hinges = possible_hinges(question.section, before=question)
    return QuestionForm(request.POST or None, call=question.call, question=question, hinges=hinges)


def _question_page(
    request: HttpRequest,
    form: QuestionForm,
    found: Call,
    heading: str,
    *,
    is_rewording: bool = False,
    is_new: bool = False,
) -> HttpResponse:
    context = {
        "form": form,
        "call": found,
        "heading": heading,
        "is_rewording": is_rewording,
        "is_new": is_new,
    }
    return render(request, "calls/question_form.html", context, status=422 if form.errors else 200)


def _form_page(request: HttpRequest, form: Any, found: Call, heading: str) -> HttpResponse:
    context = {"form": form, "call": found, "heading": heading, "button": _("Save"), "asking": True}
    return render(request, "calls/call_form.html", context, status=422 if form.errors else 200)
