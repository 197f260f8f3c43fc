"""What templates write with."""

from datetime import date, datetime
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from dugnad.kit.clock import OSLO
from dugnad.kit.icons import ICONS
from dugnad.kit.models import Change
from dugnad.kit.templatetags.kit import verb
from dugnad.programme.states import ActivityStatus


def render(source, **context):
    return Template("{% load kit %}" + source).render(Context(context)).strip()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ 1250|number }}", "1\u00a0250"),
        ("{{ 12.25|number:1 }}", "12,3"),
        ("{{ 23|percent }}", "23\u00a0%"),
        ("{{ shrink|change }}", "–12\u00a0%"),
        ("{{ day|day }}", "30. april 2021"),
        ("{{ day|short_day }}", "30. april"),
        ("{{ day|weekday_date }}", "fredag 30. april 2021"),
        ("{{ at|moment }}", "3. mai 2021 kl.\u00a014.02"),
        ("{{ at|clock_time }}", "14.02"),
        ("{{ day|distance:today }}", "for 3 dager siden"),
        ('{{ "CO2"|co2e }}', "CO<sub>2</sub>"),
        ("{{ activity|localised:'title' }}", "Klimaskolen"),
        ("{{ activity|spoken:'title' }}", "Klimaskolen"),
        ("{{ activity|spoken:'outcome' }}", '<span lang="nn">&lt;Lært&gt;</span>'),
        ("{{ activity|spoken:'nothing' }}", ""),
        ("{{ '*mye*'|markdown }}", "<p><em>mye</em></p>"),
        ("{{ 'late'|tone }}", "warning"),
        ("{{ 'something else'|tone }}", ""),
    ],
)
def test_filters_write_figures_days_and_texts(source, expected):
    values = {
        "shrink": -12,
        "day": date(2021, 4, 30),
        "today": date(2021, 5, 3),
        "at": datetime(2021, 5, 3, 14, 2, tzinfo=OSLO),
        "activity": SimpleNamespace(title_nb="Klimaskolen", outcome_nn="<Lært>"),
    }
    assert render(source, **values) == expected


def test_every_icon_is_decoration_unless_it_has_a_label():
    for name, path in ICONS.items():
        assert render(f'{{% icon "{name}" %}}') == (
            f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="{path}"/></svg>'
        )
    assert 'role="img" aria-label="Søk"' in render('{% icon "search" "Søk" %}')


def test_status_tag_says_the_word_and_marks_the_tone():
    done = '<span class="status" data-tone="done">Ferdig</span>'
    assert render('{% status_tag "done" "Ferdig" %}') == done
    assert render("{% status_tag status %}", status=ActivityStatus.DONE) == done.replace(
        "Ferdig", str(ActivityStatus.DONE.label)
    )
    assert render('{% status_tag "x" "Ukjent" tone="off" %}') == (
        '<span class="status" data-tone="off">Ukjent</span>'
    )


def test_sparkline_starts_at_zero_and_leaves_gaps_open():
    drawn = render('{% sparkline values "Fra 40 til 30" %}', values=[40, 20, None, 30])
    assert 'aria-label="Fra 40 til 30"' in drawn
    assert 'class="sparkline-line" d="M0.0 0.0L33.3 15.0"' in drawn
    assert 'class="sparkline-gap" d="M33.3 15.0L100.0 7.5"' in drawn
    assert 'class="sparkline-dot" d="M100.0 7.5h0"' in drawn
    assert 'class="sparkline-area" d="M0.0 30L0.0 0.0L33.3 15.0L100.0 7.5V30Z"' in drawn


def test_sparkline_of_values_by_year_leaves_missing_years_open():
    drawn = render('{% sparkline values "Utslipp" %}', values={"2009": 40, "2011": 20, "2012": 10})
    assert 'class="sparkline-line" d="M66.7 15.0L100.0 22.5"' in drawn
    assert 'class="sparkline-dot" d="M0.0 0.0h0"' in drawn


def test_sparkline_of_nothing_draws_nothing():
    assert 'class="sparkline-line" d=""' in render('{% sparkline values "Ingen tall" %}', values={})
    assert 'class="sparkline-line" d=""' in render('{% sparkline values "Ingen tall" %}', values=[None])


def test_a_missing_value_is_said():
    assert render('{% field_value "Frist" "" %}') == '<dt>Frist</dt><dd class="quiet">Ikke oppgitt</dd>'
    assert render('{% field_value "Frist" "3. mai" %}') == "<dt>Frist</dt><dd>3. mai</dd>"


def test_goals_stand_in_a_list():
    assert render("{% goals numbers %}", numbers=[11, 17]) == (
        '<ul class="goals" aria-label="Bærekraftsmål"><li>11</li><li>17</li></ul>'
    )


def test_empty_state_teaches_the_first_step():
    drawn = render('{% empty_state "Ingenting" "Her kommer svarene." "/ny/" "Lag en" %}')
    assert '<a class="ds-button" href="/ny/">Lag en</a>' in drawn


def test_trail_says_who_did_what():
    change = Change(at=datetime(2021, 5, 3, 14, 2, tzinfo=OSLO), actor_name="Kari", verb="do_this")
    drawn = render("{% trail changes %}", changes=[change])
    assert "Hvem som endret hva (1 hendelse)" in drawn
    assert '<span class="strong">Kari</span> do this' in drawn


def test_trail_says_from_what_to_what_where_that_is_known():
    changes = [Change(pk=pk, at=datetime(2021, 5, 3, tzinfo=OSLO), verb="edit_story") for pk in (7, 8)]
    drawn = render("{% trail changes told %}", changes=changes, told={7: "Status: planlagt → i gang"})
    assert drawn.count("edit story. Status: planlagt → i gang</span>") == 1
    assert drawn.count("edit story</span>") == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "set the target"), ("nb", "skrev ned målet"), ("nn", "skreiv ned målet")],
)
def test_the_trail_is_told_in_the_words_of_each_language(language, words):
    with override(language):
        assert verb(Change(verb="set_target")) == words


def test_no_trail_is_drawn_where_nothing_has_happened():
    assert render("{% trail changes %}", changes=[]) == ""


def test_pagination_keeps_the_other_words_of_the_address():
    request = RequestFactory().get("/program/", {"status": "done", "page": "2"})
    page = Paginator(range(30), 10).page(2)
    drawn = render("{% pagination page %}", page=page, request=request)
    assert 'rel="prev" href="?status=done&amp;page=1"' in drawn
    assert 'rel="next" href="?status=done&amp;page=3"' in drawn


def test_pagination_of_one_page_is_silent():
    request = RequestFactory().get("/")
    assert render("{% pagination page %}", page=Paginator([1], 10).page(1), request=request) == ""
