"""All members' answers side by side: what is counted and summed, what is left out, and the files of it."""

import io
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from dugnad.calls import changes, queries
from dugnad.calls.kinds import QuestionKind
from dugnad.calls.kinds.figures import figure_text, unit_words
from dugnad.calls.kinds.merging import MERGING
from dugnad.calls.models import Call, Question, Reply
from dugnad.calls.views import merging
from tests.factories.calls import AT, CHOICES, STORY, make_call, make_reply, save, submit
from tests.factories.documents import make_picture
from tests.factories.members import (
    make_approver,
    make_membership,
    make_municipality,
    make_secretary,
    make_subregion,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
CALL = "/innhenting/klimastatus-2021/"
ANSWERS = f"{CALL}svar/"
ASKED: dict[str, dict[str, Any]] = {
    "measures": {},
    "cars": {"kind": QuestionKind.NUMBER, "unit": "biler"},
    "budget": {"kind": QuestionKind.CHOICE, "choices": CHOICES},
    "wishes": {"kind": QuestionKind.CHOICES, "choices": CHOICES},
    "total": {"kind": QuestionKind.FIGURE, "unit": "tonn CO2e", "indicator": "ghg-emissions"},
    "year": {"kind": QuestionKind.YEAR},
    "story": {"kind": QuestionKind.STORY, "least": 3, "most": 500},
    "plan": {"kind": QuestionKind.FILE},
    "address": {"kind": QuestionKind.EMAIL},
}
MEMBERS = (("Hamar", "3403"), ("Stange", "3413"), ("Løten", "3412"), ("Årnes", "3414"))


def ask() -> Call:
    return make_call(ASKED)


def answer(call: Call, number: int, **answers: Any) -> Reply:
    """The reply of one of the members with these answers, submitted."""
    name, code = MEMBERS[number]
    reply = make_reply(call, make_municipality(name, code), **answers)
    submit(reply, key=name)
    return reply


def merged(call: Call, key: str, **filters: str) -> queries.Merge:
    return queries.merge_of(queries.round_of(call, at=AT), key, filters)


def names(rows: list[queries.MergedAnswer]) -> list[str]:
    return [row.name for row in rows]


def grouped(merge: queries.Merge, by: str) -> dict[str, list[str]]:
    return {group.label: names(group.rows) for group in merge.groups(by)}


def staff() -> Client:
    client = Client()
    client.force_login(make_secretary())
    return client


# What is there -------------------------------------------------------------------------------------------


def test_every_kind_of_question_can_be_laid_side_by_side() -> None:
    assert set(MERGING) == set(QuestionKind)


def test_a_merge_holds_the_newest_submission_and_no_draft() -> None:
    call = ask()
    reply = answer(call, 0, measures="Første")
    save(reply, measures="Andre")
    submit(reply, key="again")
    save(reply, measures="Kladd")
    make_reply(call, make_municipality("Stange", "3413"), measures="Bare kladd")
    merge = merged(call, "measures")
    assert [(row.name, row.text) for row in merge.rows] == [("Hamar", "Andre"), ("Stange", "")]
    assert (merge.everyone, merge.submitted, merge.answered) == (2, 1, 1)


def test_a_merge_leaves_out_what_was_withdrawn() -> None:
    call = ask()
    reply = answer(call, 0, measures="Trukket")
    changes.withdraw_reply(reply, reason="Feil", by=None, at=AT)
    assert names(merged(call, "measures").given) == []


def test_who_has_answered_is_the_same_number_in_every_list_and_file() -> None:
    call = ask()
    for number in range(4):
        answer(call, number, measures=f"Tiltak {number}")
    replies = {reply.organisation.name: reply for reply in call.replies.all()}
    changes.accept_reply(replies["Hamar"], by=None, at=AT)
    changes.return_reply(replies["Stange"], note="Mer", by=None, at=AT)
    changes.return_reply(replies["Løten"], note="Mer", by=None, at=AT)
    changes.decline_reply(replies["Løten"], reason="Nei", by=None, at=AT)
    client = staff()
    assert queries.chase_list(call, at=AT).answered == 2
    merge = merged(call, "measures")
    assert (merge.submitted, merge.answered, names(merge.given)) == (2, 2, ["Hamar", "Årnes"])
    assert "2 av 4 medlemmer" in client.get(CALL).text
    page = client.get(ANSWERS).text
    assert "2 av 4 medlemmer har svart" in page
    assert "1 svar er sendt tilbake til medlemmet" in page
    paper = Document(io.BytesIO(client.get(f"{ANSWERS}svar.docx").content))
    assert any("2 av 4 medlemmer har svart" in line.text for line in paper.paragraphs)


def test_the_page_of_many_answers_is_read_in_parts_and_headings_count_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(merging, "A_PAGE", 2)
    call = ask()
    for number in range(3):
        answer(call, number, measures=f"Tiltak nummer {number}")
    make_reply(call, make_municipality("Årnes", "3414"))
    client = staff()
    first, second = (client.get(f"{ANSWERS}measures/?page={number}").text for number in (1, 2))
    assert [f"Tiltak nummer {number}" in first for number in range(3)] == [True, False, True]
    assert [f"Tiltak nummer {number}" in second for number in range(3)] == [False, True, False]
    assert "Side 1 av 2" in first
    assert '<h2>Uten delregion</h2><span class="count">3</span>' in first
    assert "Årnes" in second
    assert client.get(f"{ANSWERS}measures/?q=finnes-ikke").status_code == 200
    groups = merged(call, "measures").groups()
    assert queries.part_of_groups(groups, 0, 100) == groups


def test_figures_come_to_a_total_and_missing_is_never_zero() -> None:
    call = ask()
    for number, cars in enumerate(("0", "10", "2,5", None)):
        answer(call, number, **({"cars": cars} if cars else {"measures": "x"}))
    figures = merged(call, "cars").figures
    assert figures == queries.Figures("biler", 3, 1, 0, total=12.5, median=2.5, least=0, most=10)
    with translation.override("nb"):
        assert figures.lines == [
            ("Til sammen", "12,5 biler"), ("Median", "2,5 biler"), ("Minst", "0 biler"), ("Mest", "10 biler"),
        ]  # fmt: skip


def test_shares_are_not_added_up() -> None:
    call = make_call({"target": {"kind": QuestionKind.NUMBER, "unit": "%"}})
    answer(call, 0, target="40")
    answer(call, 1, target="50")
    figures = merged(call, "target").figures
    assert figures is not None
    assert (figures.total, figures.median) == (None, 45)


def test_years_are_not_added_up() -> None:
    call = ask()
    answer(call, 0, year="2020")
    figures = merged(call, "year").figures
    assert figures is not None
    assert (figures.total, figures.median) == (None, 2020)


def test_years_are_written_as_years_on_the_page_and_in_the_paper(client: Client) -> None:
    call = ask()
    answer(call, 0, year="2030")
    answer(call, 1, year="2029")
    client.force_login(make_secretary())
    page = client.get(f"{ANSWERS}year/").content.decode()
    assert '<th scope="col" class="number">År</th>' in page
    assert 'data-label="År">2030 <' in page
    assert [found in page for found in ("<dd>2029,5</dd>", "2\xa0030", "2\xa0029")] == [True, False, False]
    paper = Document(io.BytesIO(client.get(f"{ANSWERS}year/svar.docx").content))
    assert [cell.text for row in paper.tables[0].rows for cell in row.cells][:4] == [
        "År", "Verdi", "Median", "2029,5",
    ]  # fmt: skip
    assert "2030" in "".join(line.text for line in paper.paragraphs).split("Hamar")[-1]


def test_a_question_that_nobody_answered_has_no_figures_and_no_text_has_any() -> None:
    call = ask()
    answer(call, 0, measures="x")
    figures = merged(call, "cars").figures
    assert figures == queries.Figures("biler", 0, 1, 0, total=None, median=None, least=None, most=None)
    assert figures.lines == []
    assert merged(call, "measures").figures is None


def test_choices_are_counted_and_a_member_with_several_stands_under_each() -> None:
    call = ask()
    answer(call, 0, wishes=["yes", "no"], budget="yes")
    answer(call, 1, wishes=["no"], budget="yes")
    with translation.override("nb"):
        merge = merged(call, "wishes")
        assert merge.counts == [("Ja", 1), ("Nei", 2)]
        assert grouped(merge, "choice") == {"Ja": ["Hamar"], "Nei": ["Hamar", "Stange"]}
        assert merged(call, "budget").counts == [("Ja", 2), ("Nei", 0)]


def test_e_mail_addresses_are_read_side_by_side_and_taken_along() -> None:
    call = ask()
    answer(call, 0, address="kari@hamar.example")
    client = staff()
    assert "kari@hamar.example" in client.get(f"{ANSWERS}address/").text
    for place in ("svar.xlsx", "svar.docx", "address/svar.xlsx", "address/svar.docx"):
        assert client.get(ANSWERS + place).status_code == 200
    for place in ("svar.docx", "address/svar.docx"):
        paper = Document(io.BytesIO(client.get(ANSWERS + place).content))
        said = "\n".join(line.text for line in paper.paragraphs)
        assert "1 av 1 medlemmer har svart." in said
        assert "så adressene står bare i regnearket" in said
        assert "kari@" not in said


def test_a_figure_is_confirmed_corrected_or_neither() -> None:
    call = ask()
    answer(call, 0, total={"right": False, "value": 12, "reason": "Feil måler"})
    answer(call, 1, total={"value": 5, "reason": "Vårt tall"})
    with translation.override("nb"):
        merge = merged(call, "total")
        assert grouped(merge, "choice") == {"Rettet": ["Hamar"], "Ingen av delene": ["Stange"]}
        assert [row.words for row in merge.rows] == ["Feil måler", "Vårt tall"]
    assert MERGING[QuestionKind.FIGURE].chosen({"right": True}) == ("confirmed",)


def test_groups_follow_sub_regions_and_standings_with_those_who_have_not_answered_last() -> None:
    call = ask()
    replies = [answer(call, number, measures=f"Svar {number}") for number in range(2)]
    make_membership(replies[0].organisation, make_subregion("Hamarregionen"))
    changes.accept_reply(replies[1], by=None, at=AT)
    make_reply(call, make_municipality("Løten", "3412"))
    with translation.override("nb"):
        merge = merged(call, "measures")
        assert grouped(merge, "subregion") == {
            "Hamarregionen": ["Hamar"],
            "Uten delregion": ["Stange"],
            "Ikke besvart": ["Løten"],
        }
        assert grouped(merge, "standing") == {
            "Sendt inn": ["Hamar"], "Godtatt": ["Stange"], "Ikke besvart": ["Løten"],
        }  # fmt: skip


def test_filters_are_by_sub_region_answer_state_and_words() -> None:
    call = ask()
    hamar = answer(call, 0, measures="Sykkelvei")
    answer(call, 1, measures="Ladepunkter")
    answer(call, 2, cars="1")
    make_membership(hamar.organisation, make_subregion("Hamarregionen", slug="hamarregionen"))
    changes.accept_reply(hamar, by=None, at=AT)
    assert names(merged(call, "measures", subregion="hamarregionen").rows) == ["Hamar"]
    assert names(merged(call, "measures", answered="no").rows) == ["Løten"]
    assert names(merged(call, "measures", answered="yes").rows) == ["Hamar", "Stange"]
    assert names(merged(call, "measures", state="accepted").rows) == ["Hamar"]
    assert names(merged(call, "measures", q="LADE stange").rows) == ["Stange"]


def reworded(call: Call, **values: Any) -> Question:
    """The cars question in new words, as a new version under the same key."""
    old = call.questions.get(key="cars")
    Question.objects.filter(pk=old.pk).update(retired_at=AT)
    values = {"kind": QuestionKind.NUMBER, "label_nb": "Nye biler", "unit": "biler"} | values
    return Question.objects.create(
        call=call, section=old.section, key="cars", version=2, position=2, replaces=old, **values
    )


def test_answers_under_an_earlier_wording_say_so_and_other_units_are_not_added() -> None:
    call = ask()
    answer(call, 0, cars="10")
    reworded(call, unit="tusen biler")
    answer(call, 1, cars="3")
    merge = merged(call, "cars")
    assert [(row.earlier_wording, row.unit) for row in merge.rows] == [("Cars", "biler"), ("", "tusen biler")]
    figures = merge.figures
    assert figures is not None
    assert (figures.total, figures.count, figures.other_units, figures.missing) == (3, 1, 1, 0)


def test_a_wording_that_differs_only_in_its_choices_is_an_earlier_one_too() -> None:
    call = ask()
    answer(call, 0, budget="yes")
    old = call.questions.get(key="budget")
    Question.objects.filter(pk=old.pk).update(retired_at=AT)
    Question.objects.create(
        call=call, section=old.section, key="budget", version=2, position=3, kind=QuestionKind.CHOICE,
        label_nb=old.label_nb, choices=[{"key": "yes", "nb": "Ja, helt"}],
    )  # fmt: skip
    with translation.override("nb"):
        (row,) = merged(call, "budget").given
        assert (row.text, row.earlier_wording) == ("Ja", "Budget")


def test_a_version_from_before_wordings_were_counted_is_known_by_its_words() -> None:
    call = ask()
    old = call.questions.get(key="cars")
    newest = reworded(call)
    content = {"questions": {"cars": {"kind": "number", "label": old.label_nb}}}
    assert queries.wording_seen(content, [newest, old]) == old
    assert queries.wording_seen({}, [newest, old]) == newest


# Who need not answer -------------------------------------------------------------------------------------


def ask_of_some() -> Call:
    """How many cars is asked only of those who have a budget."""
    call = make_call({"budget": ASKED["budget"]}, state="draft")
    changes.add_question(
        call.sections.get(), key="cars", kind=QuestionKind.NUMBER, label_nb="Cars", unit="biler",
        only_if=call.questions.get(key="budget"), only_if_choices=["yes"], by=None, at=AT,
    )  # fmt: skip
    changes.open_call(call, by=None, at=AT, tell=False)
    answer(call, 0, budget="yes", cars="10")
    answer(call, 1, budget="no")
    answer(call, 2, budget="yes")
    return call


def test_who_need_not_answer_is_neither_answered_nor_missing() -> None:
    merge = merged(ask_of_some(), "cars")
    assert (names(merge.given), names(merge.apart), names(merge.missing)) == (
        ["Hamar"],
        ["Stange"],
        ["Løten"],
    )
    assert merge.figures is not None
    assert (merge.figures.count, merge.figures.missing) == (1, 1)
    with translation.override("nb"):
        assert list(grouped(merge, "subregion")) == ["Uten delregion", "Gjelder ikke", "Ikke besvart"]
    call = Call.objects.get()
    found = {how: names(merged(call, "cars", answered=how).rows) for how in ("yes", "apart", "no")}
    assert found == {"yes": ["Hamar"], "apart": ["Stange"], "no": ["Løten"]}


def test_the_pages_and_files_say_to_whom_a_question_does_not_apply() -> None:
    ask_of_some()
    client = staff()
    listed = client.get(ANSWERS).text
    assert "1 trenger ikke" in listed
    assert "Bare for dem som på «Budget» har svart:" in listed
    assert "For 1 medlem gjelder det ikke." in client.get(f"{ANSWERS}cars/").text
    assert "Gjelder ikke." in client.get(f"{CALL}stange/vurder/").text
    rows = cells(client.get(f"{ANSWERS}svar.xlsx").content)
    assert [row[4] for row in rows[1:]] == [10, None, "Gjelder ikke"]
    told = cells(client.get(f"{ANSWERS}svar.xlsx").content, sheet=1)
    assert told[2][:6] == ["cars", "Tiltak", "Cars", "biler", 1, 1]
    assert told[2][6].startswith("Budget: ")
    one = client.get(f"{ANSWERS}cars/svar.xlsx").content
    assert [row[5] for row in cells(one)[1:]] == [None, None, "Gjelder ikke"]
    assert cells(one, sheet=1)[1:7] == [
        ["Spørsmål", "Cars"], ["Besvart", 1], ["Gjelder ikke", 1], ["Ikke besvart", 1],
        ["Til sammen", "10 biler"], ["Median", "10 biler"],
    ]  # fmt: skip
    paper = Document(io.BytesIO(client.get(f"{ANSWERS}cars/svar.docx").content))
    texts = [p.text for p in paper.paragraphs]
    assert "1 av 3 medlemmer har svart. Spørsmålet gjelder ikke for 1 medlem." in texts
    assert texts[-4:] == ["Gjelder ikke", "Stange", "Ikke besvart", "Løten"]


def test_the_workbook_of_a_call_says_in_which_earlier_words_it_was_asked() -> None:
    call = ask()
    answer(call, 0, cars="10")
    reworded(call)
    content = staff().get(f"{ANSWERS}svar.xlsx").content
    assert cells(content)[1][4] == "10 biler\nTidligere ordlyd: Cars"
    asked = {row[0]: row for row in cells(content, sheet=1)}
    assert (asked["cars"][2], asked["cars"][7]) == ("Nye biler", "Cars")


def test_a_choice_of_an_earlier_wording_keeps_its_words() -> None:
    call = ask()
    answer(call, 0, budget="yes")
    old = call.questions.get(key="budget")
    Question.objects.filter(pk=old.pk).update(retired_at=AT)
    Question.objects.create(
        call=call, section=old.section, key="budget", version=2, position=3, kind=QuestionKind.CHOICE,
        label_nb="Nytt", choices=[{"key": "a", "nb": "Alt"}, {"key": "b", "nb": "Litt"}],
    )  # fmt: skip
    with translation.override("nb"):
        merge = merged(call, "budget")
        assert merge.counts == [("Alt", 0), ("Litt", 0)]
        assert grouped(merge, "choice") == {"Ja": ["Hamar"]}


def test_a_retired_question_is_listed_while_somebody_has_answered_it() -> None:
    call = ask()
    answer(call, 0, measures="x")
    for key in ("measures", "cars"):
        changes.retire_question(call.questions.get(key=key), by=None, at=AT)
    keys = [question.key for question in queries.round_of(call, at=AT).questions]
    assert keys == ["measures", "budget", "wishes", "total", "year", "story", "plan", "address"]


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1))
def test_the_median_lies_between_the_least_and_the_most(values: list[int]) -> None:
    question = Question(kind=QuestionKind.NUMBER, key="n", unit="")
    rows = [queries.MergedAnswer(Reply(), None, "submitted", question, value=value) for value in values]
    figures = queries.Merge(question, rows, [], len(rows), len(rows), len(rows)).figures
    assert figures is not None
    assert figures.least <= figures.median <= figures.most  # type: ignore[operator]
    assert figures.total == sum(values)


@pytest.mark.parametrize(("value", "text"), [(None, "–"), (0, "0"), (2.5, "2,5"), (0.1 + 0.2, "0,3")])
def test_a_figure_is_written_with_the_decimals_that_it_has(value: Any, text: str) -> None:
    with translation.override("nb"):
        assert figure_text(value) == text


# The pages -----------------------------------------------------------------------------------------------


def test_merged_questions_lists_each_question_with_how_many_have_answered() -> None:
    answer(ask(), 0, measures="x")
    page = staff().get(ANSWERS).text
    assert "1 av 1 har svart" in page
    assert f"{ANSWERS}measures/" in page


def test_merge_answers_shows_all_kinds_with_files_and_stories() -> None:
    call = ask()
    reply = make_reply(
        call, make_municipality("Hamar", "3403"), measures="Sykkelvei til alle", cars="12", budget="yes",
        total={"right": False, "value": 12, "reason": "Feil måler"}, story=STORY,
    )  # fmt: skip
    put_in = {"by": None, "at": AT, "licence": "alliance", "consent": "not_needed"}
    changes.attach_file(reply, call.questions.get(key="plan"), b"%PDF-1.7 plan", "plan.pdf", **put_in)
    changes.attach_file(
        reply, call.questions.get(key="story"), make_picture(), "bilde.png", alt_text="Båt", credit="Kari",
        **put_in,
    )  # fmt: skip
    submit(reply)
    client = staff()
    pages = {key: client.get(f"{ANSWERS}{key}/").text for key in ASKED}
    assert "Sykkelvei til alle" in pages["measures"]
    assert "12 biler" in pages["cars"].replace("\xa0", " ")
    assert "Slik svarte medlemmene" in pages["budget"]
    assert "Feil måler" in pages["total"]
    assert "Elbåt" in pages["story"]
    assert "plan.pdf" in pages["plan"]
    changes.accept_reply(reply, by=None, at=AT)
    assert "/dokumenter/" in client.get(f"{ANSWERS}story/").text
    assert client.get(f"{ANSWERS}unknown/").status_code == 404


def test_merge_answers_leads_to_the_question_before_and_after() -> None:
    call = ask()
    answer(call, 0, cars="1")
    client = staff()
    page = client.get(f"{ANSWERS}cars/").text
    assert f'href="{ANSWERS}measures/" rel="prev"' in page
    assert f'href="{ANSWERS}budget/" rel="next"' in page
    changes.retire_question(call.questions.get(key="year"), by=None, at=AT)
    assert "rel=" not in client.get(f"{ANSWERS}year/").text.partition("<main")[2].partition("</main>")[0]


def test_merge_answers_says_when_nobody_fits_the_filters() -> None:
    answer(ask(), 0, measures="x")
    page = staff().get(f"{ANSWERS}measures/?q=finnes+ikke&group=unknown").text
    assert "Ingen passer til disse filtrene" in page


@pytest.mark.parametrize("members", [1, 3])
@pytest.mark.parametrize(
    ("page", "count"), [("", 8), ("measures/", 8), ("cars/", 8), ("budget/", 8), ("story/", 10)]
)
def test_merge_answers_asks_the_database_the_same_for_one_member_and_for_three(
    members: int, page: str, count: int, django_assert_num_queries: Any
) -> None:
    call = ask()
    for number in range(members):
        answer(call, number, measures="x", cars="1", budget="no", story=STORY)
    client = staff()
    with django_assert_num_queries(count):
        assert client.get(ANSWERS + page).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("file", "count"), [("svar.xlsx", 10), ("svar.docx", 10)])
def test_the_files_of_a_call_ask_the_database_the_same_for_one_question_and_for_three(
    number: int, file: str, count: int, django_assert_num_queries: Any
) -> None:
    asked = {f"{key}-{index}": ASKED[key] for key in ("story", "plan", "total") for index in range(number)}
    call = make_call(asked)
    for index in range(number):
        answer(call, index, **{f"story-{place}": STORY for place in range(number)})
    client = staff()
    with django_assert_num_queries(count):
        assert client.get(ANSWERS + file).status_code == 200


def test_only_the_secretariat_reads_the_answers_together() -> None:
    reply = answer(ask(), 0, measures="Hemmelig")
    client = Client()
    client.force_login(make_approver(reply.organisation, "ola@demo.example"))
    places = ["", "measures/", "svar.xlsx", "svar.docx", "measures/svar.xlsx", "measures/svar.docx"]
    assert {client.get(ANSWERS + place).status_code for place in places} == {404}
    assert {Client().get(ANSWERS + place).status_code for place in places} == {302}


# The files -----------------------------------------------------------------------------------------------


def cells(content: bytes, sheet: int = 0) -> list[list[Any]]:
    page = load_workbook(io.BytesIO(content)).worksheets[sheet]
    return [[cell.value for cell in row] for row in page.iter_rows()]


def as_day(value: Any) -> str:
    return value.date().isoformat() if isinstance(value, datetime) else str(value)


def test_days_are_days_in_the_workbooks_and_a_note_beside_one_is_kept() -> None:
    call = make_call({"opened": {"kind": QuestionKind.DATE}})
    answer(call, 0, opened="3.5.2021")
    noted = make_reply(call, make_municipality("Stange", "3413"))
    changes.save_draft(noted, {"opened": "4.5.2021"}, 0, None, AT, notes={"opened": "Omtrent"})
    submit(noted, key="noted")
    client = staff()
    whole = client.get(f"{ANSWERS}svar.xlsx").content
    assert [as_day(row[3]) for row in cells(whole)[1:]] == ["2021-05-03", "4. mai 2021\nOmtrent"]
    assert load_workbook(io.BytesIO(whole)).worksheets[0]["D2"].number_format == "dd.mm.yyyy"
    one = client.get(f"{ANSWERS}opened/svar.xlsx").content
    assert [as_day(row[3]) for row in cells(one)[1:]] == ["2021-05-03", "2021-05-04"]


def test_units_are_read_in_the_readers_language_wherever_answers_stand() -> None:
    call = make_call({"total": {"kind": QuestionKind.NUMBER, "unit": "tonn CO2e"}})
    answer(call, 0, total="85739,2")
    client = staff()
    client.post("/sprak/", {"language": "en", "next": "/"})
    for page in (f"{ANSWERS}total/", f"{CALL}hamar/"):
        shown = client.get(page).text.split("<main")[1]
        assert ("tonnes CO<sub>2</sub>e" in shown, "tonn CO" in shown) == (True, False)
    book = client.get(f"{ANSWERS}svar.xlsx").content
    assert cells(book)[0][3] == "Total (tonnes CO2e)"
    with translation.override("nb"):
        assert [unit_words(unit) for unit in ("t CO2e", "furlong", "")] == ["tonn CO2e", "furlong", ""]


def test_the_workbook_of_a_call_has_a_row_for_each_member_and_a_column_for_each_question() -> None:
    call = ask()
    answer(call, 0, measures="=1+1", cars="12", budget="yes")
    make_reply(call, make_municipality("Stange", "3413"))
    content = staff().get(f"{ANSWERS}svar.xlsx").content
    rows = cells(content)
    assert rows[0][:6] == ["Kommune", "Delregion", "Status", "Measures", "Cars (biler)", "Budget"]
    assert rows[1][:6] == ["Hamar", None, "Sendt inn", "=1+1", 12, "Ja"]
    assert rows[2][3:6] == [None, None, None]
    assert load_workbook(io.BytesIO(content)).worksheets[0]["D2"].data_type == "s"


def test_the_workbook_of_a_question_keeps_the_filters_and_the_unit() -> None:
    call = ask()
    answer(call, 0, cars="12")
    answer(call, 1, measures="x")
    client = staff()
    rows = cells(client.get(f"{ANSWERS}cars/svar.xlsx?answered=yes").content)
    assert rows == [
        ["Kommune", "Delregion", "Status", "Tall", "Enhet", "Svar", "Merknad", "Tidligere ordlyd"],
        ["Hamar", None, "Sendt inn", 12, "biler", None, None, None],
    ]
    rows = cells(client.get(f"{ANSWERS}budget/svar.xlsx").content)
    assert rows[0][3:5] == ["Valgt", "Svar"]


def test_the_document_has_headings_a_language_and_the_same_bytes_each_time() -> None:
    call = ask()
    answer(call, 0, measures="Linje en\nLinje to\x0b", cars="12", budget="yes")
    reworded(call)
    content = staff().get(f"{ANSWERS}svar.docx").content
    document = Document(io.BytesIO(content))
    styles = {p.text: p.style.name for p in document.paragraphs}
    assert styles["Klimastatus 2021"] == "Title"
    assert styles["Measures"] == "Heading 1"
    assert styles["Uten delregion"] == "Heading 2"
    assert "Hamar: Linje en" in styles
    assert "Linje to" in styles
    assert "Tidligere ordlyd: Cars" in styles
    assert document.core_properties.language == "nb-NO"
    assert 'w:lang w:val="nb-NO"' in document.styles.element.xml
    asked = queries.round_of(call, at=AT)
    merges = [(queries.merge_of(asked, "measures"), "subregion")]
    first, second = (queries.merged_paper(asked, merges, language="nn", at=AT) for _ in range(2))
    assert first == second


def test_the_document_of_a_question_lists_who_answered_what() -> None:
    call = ask()
    reply = make_reply(call, make_municipality("Hamar", "3403"))
    changes.save_draft(reply, {"budget": "yes"}, reply.revision, None, AT, notes={"budget": "Fra i år"})
    submit(reply)
    content = staff().get(f"{ANSWERS}budget/svar.docx").content
    document = Document(io.BytesIO(content))
    assert [cell.text for cell in document.tables[0].column_cells(0)] == ["Svar", "Ja", "Nei"]
    assert [p.text for p in document.paragraphs][-2:] == ["Hamar: Ja", "Merknad: Fra i år"]
