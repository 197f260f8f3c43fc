"""Pages on which the secretariat reads all members' answers together, and takes them along as files."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dugnad.calls.forms import MergeForm
from dugnad.calls.forms.merging import STATES
from dugnad.calls.models import Question
from dugnad.calls.queries import (
    Merge,
    Round,
    merge_of,
    merged_call_workbook,
    merged_paper,
    merged_question_workbook,
    part_of_groups,
    round_of,
    standing_label,
)
from dugnad.calls.views.finding import call_or_404
from dugnad.kit import clock
from dugnad.kit.access import STAFF, allow
from dugnad.kit.charts import Chart, ChartKind, Line

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAPER = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
A_PAGE = 100  # members; more are read by nobody at once, and the files hold all
FILTERS = ("subregion", "answered", "state", "q")


@allow(STAFF)
@require_safe
def merged_questions(request: HttpRequest, slug: str) -> HttpResponse:
    """The questions of a call, with how many have answered each."""
    found = call_or_404(request, slug)
    asked = round_of(found, at=clock.now())
    sections: dict[int, tuple[Any, list[tuple[Question, int, int]]]] = {}
    for question in asked.questions:
        rows = sections.setdefault(question.section_id, (question.section, []))[1]
        rows.append((question, asked.answered[question.key], asked.apart[question.key]))
    context = {
        "call": found,
        "sections": list(sections.values()),
        "submitted": asked.submitted,
        "returned": asked.returned,
        "everyone": len(asked.replies),
    }
    return render(request, "calls/merged_questions.html", context)


@allow(STAFF)
@require_safe
def merge_answers(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """All members' answers to one question, side by side."""
    asked, merge = _merged(request, slug, key)
    group = _group(request, merge)
    before, after = _neighbours(asked, key)
    groups = merge.groups(group)
    rows = range(sum(len(found.rows) for found in groups))
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "call": asked.call,
        "merge": merge,
        "question": merge.question,
        "group": group,
        "groups": part_of_groups(groups, page.start_index() - 1, page.end_index()) if rows else [],
        "page": page,
        "chart": _chart(merge, asked) if any(count for _label, count in merge.counts) else None,
        "figures": merge.figures,
        "form": _form(request, asked, merge, group),
        "before": before,
        "after": after,
    }
    return render(request, "calls/merge_answers.html", context)


@allow(STAFF)
@require_safe
def merge_answers_export(request: HttpRequest, slug: str, key: str, format: str) -> HttpResponse:
    """The answers to one question with their filters, as a spreadsheet or for a case paper."""
    asked, merge = _merged(request, slug, key)
    if format == "xlsx":
        return _file(merged_question_workbook(merge), f"{slug}-{key}", format)
    paper = merged_paper(
        asked, [(merge, _group(request, merge))], language=get_language() or "nb", at=clock.now()
    )
    return _file(paper, f"{slug}-{key}", format)


@allow(STAFF)
@require_safe
def merged_questions_export(request: HttpRequest, slug: str, format: str) -> HttpResponse:
    """The answers to the whole call: members by questions, or each question under its heading."""
    asked = round_of(call_or_404(request, slug), at=clock.now())
    if format == "xlsx":
        return _file(merged_call_workbook(asked), slug, format)
    merges = [merge_of(asked, question.key) for question in asked.questions]
    paper = merged_paper(
        asked,
        [(merge, merge.facts.group) for merge in merges],
        language=get_language() or "nb",
        at=clock.now(),
    )
    return _file(paper, slug, format)


def _merged(request: HttpRequest, slug: str, key: str) -> tuple[Round, Merge]:
    asked = round_of(call_or_404(request, slug), at=clock.now())
    if key not in asked.wordings:
        raise Http404
    return asked, merge_of(asked, key, {name: request.GET.get(name, "") for name in FILTERS})


def _groupings(merge: Merge) -> list[str]:
    return ["choice", "subregion", "standing"] if merge.counts else ["subregion", "standing"]


def _group(request: HttpRequest, merge: Merge) -> str:
    wanted = request.GET.get("group", "")
    return wanted if wanted in _groupings(merge) else merge.facts.group


def _form(request: HttpRequest, asked: Round, merge: Merge, group: str) -> MergeForm:
    data = request.GET.copy()
    data["group"] = group
    return MergeForm(
        data if request.GET else None,
        initial={"group": group},
        groups=_groupings(merge),
        subregions=[(one.slug, one.name) for one in asked.subregions],
        states=[(state, standing_label(state)) for state in STATES],
    )


def _neighbours(asked: Round, key: str) -> tuple[Question | None, Question | None]:
    """The question before and the one after, for who reads through them all."""
    row = asked.questions
    here = next((place for place, question in enumerate(row) if question.key == key), None)
    if here is None:
        return None, None
    return row[here - 1] if here else None, row[here + 1] if here + 1 < len(row) else None


def _chart(merge: Merge, asked: Round) -> Chart:
    said = {"answered": len(merge.given), "everyone": len(merge.rows)}
    return Chart(
        key="answers",
        kind=ChartKind.BARS,
        title=_("How the members answered"),
        unit=_("members"),
        categories=tuple(label for label, _count in merge.counts),
        lines=(Line(_("Members"), tuple(float(count) for _label, count in merge.counts)),),
        category_name=_("Answer"),
        source=_("What the members have submitted to %(call)s") % {"call": asked.call},
        notes=(_("%(answered)s of %(everyone)s members have answered.") % said,),
    )


def _file(content: bytes, name: str, format: str) -> HttpResponse:
    response = HttpResponse(content, content_type={"xlsx": WORKBOOK, "docx": PAPER}[format])
    response["Content-Disposition"] = f'attachment; filename="{name}.{format}"'
    return response
