"""How forms are drawn and what their inputs understand."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.utils.translation import override

from dugnad.kit.forms import (
    CountedTextarea,
    DayField,
    DayInput,
    FigureField,
    LinkField,
    MomentField,
    MomentInput,
    SeveralField,
    UploadField,
    WholeField,
)
from dugnad.kit.models import Change


class Story(forms.Form):
    title = forms.CharField(
        label="Overskrift", help_text="Ett tiltak", widget=forms.TextInput({"class": "own"})
    )
    begun = forms.DateField(widget=DayInput(), required=False)
    seen = forms.DateTimeField(widget=MomentInput(), required=False)
    text = forms.CharField(widget=CountedTextarea("words", 250, 500))
    cut = FigureField(unit="tonn CO2e", required=False)
    right = forms.ChoiceField(choices=[("y", "Ja"), ("n", "Nei")], widget=forms.RadioSelect)
    consent = forms.BooleanField(required=False)


def drawn(**data):
    return str(Story(data or None))


def test_every_input_has_the_class_of_the_design_system():
    html = drawn()
    assert '<input type="text" name="title" class="ds-input own"' in html
    assert html.count('type="radio" name="right"') == 2
    assert html.count('class="ds-input') == 8


def test_an_optional_field_says_so_and_a_box_to_tick_does_not():
    assert drawn().count('<span class="field-optional">(valgfritt)</span>') == 3


def test_a_group_of_choices_is_a_fieldset_with_its_question():
    html = drawn()
    assert '<fieldset class="field" id="id_right">' in html
    assert '<label for="id_right_1">Nei</label>' in html


def test_the_choice_that_was_made_is_ticked_and_a_label_is_written_as_it_is():
    class Question(forms.Form):
        way = forms.ChoiceField(choices=[("a&b", "Ja <b>"), (2021, 2021)], widget=forms.RadioSelect)

    html = str(Question({"way": "2021"}))
    assert html.count(" checked") == 1
    assert 'type="radio" name="way" value="2021" id="id_way_1" required class="ds-input" checked>' in html
    assert '<label for="id_way_1">2021</label>' in html
    assert 'value="a&amp;b" id="id_way_0"' in html
    assert '<label for="id_way_0">Ja &lt;b&gt;</label>' in html


def test_a_list_to_choose_from_keeps_its_headings_what_was_chosen_and_what_cannot_be():
    class Numbered(forms.Select):
        def create_option(self, name, value, *args, **kwargs):
            option = super().create_option(name, value, *args, **kwargs)
            return option | {"attrs": option["attrs"] | {"disabled": value == 1}}

    class Choice(forms.Form):
        place = forms.ChoiceField(
            choices=[("", "Alle"), ("Innlandet <fylke>", [(1, "Hamar"), ("l&m", "Lillestrøm & Moelv")])],
            widget=Numbered,
            required=False,
        )

    html = str(Choice({"place": "l&m"}))
    assert '<select name="place" class="ds-input" id="id_place">' in html
    assert '<option value="">Alle</option>' in html
    assert '<optgroup label="Innlandet &lt;fylke&gt;">' in html
    assert '<option value="1" disabled>Hamar</option>' in html
    assert '<option value="l&amp;m" selected>Lillestrøm &amp; Moelv</option>' in html
    assert html.count("</optgroup>") == 1


def test_a_length_rule_is_counted_beside_its_text():
    html = drawn()
    assert 'data-count="words" data-count-of="id_text" data-min="250" data-max="500"' in html
    assert 'data-one="%d ord"' in html


@pytest.mark.parametrize(("rows", "is_page"), [(5, False), (14, True), (24, True)])
def test_a_long_text_gets_a_page_to_write_on(rows, is_page):
    class Written(forms.Form):
        text = forms.CharField(widget=CountedTextarea(attrs={"rows": rows}))

    assert ('class="ds-input long-text"' in str(Written()["text"])) == is_page


def test_a_unit_stands_behind_its_figure():
    assert "<span>tonn CO<sub>2</sub>e</span>" in drawn()


def test_errors_stand_on_top_with_links_and_beside_their_fields():
    html = drawn(text="Kort", right="maybe", cut="mange")
    assert "Rett 3 ting før du går videre" in html
    assert '<a href="#id_title">Overskrift: Fyll ut dette feltet.</a>' in html
    assert '<a href="#id_right_0">' in html
    assert 'id="id_cut_error"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html


def test_what_was_typed_stays_in_the_form():
    assert 'value="mange"' in drawn(cut="mange")


def test_days_are_given_to_the_browser_in_its_own_format():
    form = Story({"begun": "2021-05-03", "seen": "2021-05-03T14:02"})
    assert 'value="2021-05-03"' in str(form["begun"])
    assert 'value="2021-05-03T14:02"' in str(form["seen"])


@pytest.mark.parametrize(
    ("typed", "figure"),
    [
        ("1 143 814,5", "1143814.5"),
        ("1\u00a0143", "1143"),
        ("1143814.5", "1143814.5"),
        ("–12", "-12"),
        ("\u221212,5", "-12.5"),
    ],
)
def test_a_figure_is_understood_as_people_write_it(typed, figure):
    assert FigureField().clean(typed) == Decimal(figure)


@pytest.mark.parametrize(
    ("language", "typed", "figure"),
    [
        ("en", "1,250", "1250"),
        ("en", "1,143,814.5", "1143814.5"),
        ("en", "12.5", "12.5"),
        ("en", "12,5", "12.5"),
        ("nb", "1.143.814,5", "1143814.5"),
        ("nn", "1.250,5", "1250.5"),
        ("nb", "0.125", "0.125"),
    ],
)
def test_signs_between_thousands_are_those_of_the_readers_language(language, typed, figure):
    with override(language):
        assert FigureField().clean(typed) == Decimal(figure)


@pytest.mark.parametrize("typed", ["12,5", "12,5 %", "12,5%"])
def test_a_per_cent_sign_is_read_where_it_stands_behind_the_field_anyway(typed):
    assert FigureField(unit="%").clean(typed) == Decimal("12.5")


@pytest.mark.parametrize(("unit", "typed"), [("", "12 %"), ("%", "%")])
def test_a_per_cent_sign_elsewhere_or_alone_is_no_figure(unit, typed):
    with pytest.raises(forms.ValidationError, match="Skriv et tall"):
        FigureField(unit=unit).clean(typed)


def test_a_figure_that_may_be_a_thousand_times_another_is_asked_about():
    with pytest.raises(forms.ValidationError, match="Skriv 1250 eller 1,25; dette kan"):
        FigureField().clean("1.250")


@pytest.mark.parametrize(
    ("language", "told", "examples"),
    [
        ("nb", "Skriv et tall, for eksempel 1 250 eller 12,5.", ["1 250", "12,5"]),
        ("en", "Write a number, for example 1250 or 12.5.", ["1250", "12.5"]),
    ],
)
def test_a_word_is_no_figure_and_what_is_told_to_write_is_one(language, told, examples):
    with override(language):
        with pytest.raises(forms.ValidationError) as caught:
            FigureField().clean("mange")
        assert caught.value.messages == [told]
        assert [FigureField().clean(example) for example in examples] == [1250, Decimal("12.5")]


@pytest.mark.parametrize(
    ("language", "told"), [("nb", "Skriv bare bokstavene"), ("en", "Use only the letters")]
)
def test_a_wrong_short_name_is_told_in_plain_words(language, told):
    with override(language), pytest.raises(forms.ValidationError, match=told):
        forms.SlugField().clean("Ny indikator!")


def test_a_figure_may_be_left_out():
    assert FigureField(required=False).clean("") is None


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["9" * 20, "-" + "9" * 20, "abc", "7"])
def test_a_row_that_cannot_be_there_is_no_choice(key):
    field = SeveralField(Change.objects.all())
    with pytest.raises(forms.ValidationError):
        field.clean([key])


def test_a_file_that_is_not_chosen_is_asked_for_as_a_file():
    class Sent(forms.Form):
        file = UploadField()

    assert Sent({}, {}).errors == {"file": ["Velg en fil."]}


def test_a_question_keeps_its_own_mark_before_what_is_wrong():
    class Asked(forms.Form):
        year = forms.IntegerField(label="Når når dere målet?")

    drawn = str(Asked({"year": ""}).render("kit/forms/errors.html"))
    assert "Når når dere målet? Fyll ut" in drawn


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nb", "Skriv et helt tall fra 2000 til 2100, for eksempel 2021."),
        ("nn", "Skriv eit heilt tal frå 2000 til 2100, til dømes 2021."),
        ("en", "Write a whole number from 2000 to 2100, for example 2021."),
    ],
)
@pytest.mark.parametrize("typed", ["1999", "2101", "i fjor", "2021,5"])
def test_a_wrong_number_is_told_with_its_limits_and_an_example(language, words, typed):
    with override(language), pytest.raises(forms.ValidationError) as told:
        WholeField(min_value=2000, max_value=2100, example=2021).clean(typed)
    assert told.value.messages == [words]


def test_a_number_without_an_upper_limit_tells_the_lower():
    with pytest.raises(forms.ValidationError) as told:
        WholeField(min_value=0, example=150).clean("-1")
    assert told.value.messages == ["Skriv et helt tall, 0 eller mer, for eksempel 150."]


def test_a_number_that_is_left_out_is_asked_for_and_not_judged():
    with pytest.raises(forms.ValidationError) as told:
        WholeField(min_value=0, example=150).clean("")
    assert told.value.messages == ["Fyll ut dette feltet."]
    assert WholeField(min_value=0, example=150, required=False).clean("") is None
    assert WholeField(min_value=0, example=150).clean("7") == 7


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("typed", ["2021-05-03", "3.5.2021", "03.05.21"])
def test_a_day_is_understood_in_every_language_as_its_example_shows(language, typed):
    with override(language):
        assert DayField().clean(typed) == date(2021, 5, 3)


def test_what_is_no_day_is_told_with_an_example():
    with pytest.raises(forms.ValidationError) as told:
        DayField().clean("neste uke")
    assert told.value.messages == ["Skriv en dato, for eksempel 3.5.2021."]


def test_what_is_no_address_is_told_with_an_example():
    with pytest.raises(forms.ValidationError) as told:
        LinkField().clean("se nettsiden vår")
    assert told.value.messages == ["Skriv hele adressen, for eksempel https://www.hamar.kommune.no/klima."]
    assert LinkField().clean("www.hamar.kommune.no") == "https://www.hamar.kommune.no"


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        (forms.CharField(max_length=5), "Klimamål", "Skriv høyst 5 tegn; nå er det 8."),
        (
            forms.ChoiceField(choices=[("a", "A")]),
            "b",
            "Velg en av mulighetene i listen. «b» er ikke blant dem.",
        ),
        (
            forms.SlugField(),
            "Æ Ø",
            "Skriv bare bokstavene a–z, tall og bindestrek, for eksempel klimastatus-2021.",
        ),
    ],
)
def test_what_the_framework_finds_wrong_is_told_in_plain_words(field, typed, words):
    with pytest.raises(forms.ValidationError) as told:
        field.clean(typed)
    assert told.value.messages == [words]


@pytest.mark.parametrize("typed", ["0001-01-01", "9999-12-31", "1.1.1899", "1.1.2200"])
def test_a_day_or_a_moment_in_a_year_that_nobody_can_mean_is_refused(typed):
    with override("nb"):
        for field, words in ((DayField(), typed), (MomentField(), f"{typed} 12:00")):
            with pytest.raises(forms.ValidationError, match="Skriv et år fra 1900 til 2199"):
                field.clean(words)


def test_a_moment_is_read_as_browsers_and_people_write_it():
    for typed in ("2021-03-17T09:00", "2021-03-17 09:00", "17.3.2021 09:00"):
        assert MomentField().clean(typed).isoformat() == "2021-03-17T09:00:00+01:00"
    with override("nb"), pytest.raises(forms.ValidationError, match="Skriv dag og klokkeslett"):
        MomentField().clean("onsdag")
