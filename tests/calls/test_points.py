"""Questions about the points of a declaration: asked, answered, accepted, and what becomes of the answers."""

from datetime import date, time
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from openpyxl import load_workbook

from dugnad.calls import changes, queries
from dugnad.calls.kinds import QUESTION_KINDS, CallKind, Given, NotUnderstood, QuestionKind
from dugnad.calls.kinds.merging import MERGING
from dugnad.calls.kinds.schemas import answer_schema
from dugnad.calls.models import Call, Question, Reply
from dugnad.calls.queries import name_of, reply_workbook, sheet_of
from dugnad.declarations.kinds import EvidenceKind, PointKind, Scope, SuccessionKind
from dugnad.declarations.models import Evidence, Point, Progress, Wording
from dugnad.declarations.states import ProgressState, WordingState
from dugnad.documents import changes as documents
from dugnad.documents.queries import newest_version
from dugnad.indicators.models import Indicator
from dugnad.kit.errors import Refused
from dugnad.members.kinds import OrganisationKind
from tests.declarations.test_matrix import become, second_wording
from tests.factories.calls import AT, make_call, make_figures, make_hamar, make_reply, save, submit
from tests.factories.declarations import make_point, make_progress, make_wording
from tests.factories.documents import make_story
from tests.factories.members import make_code, make_editor, make_membership, make_organisation, make_secretary

pytestmark = [pytest.mark.django_db]
WHO: dict[str, Any] = {"by": None, "at": AT}
FACTS = QUESTION_KINDS[QuestionKind.POINT]
DONE = {"state": "under_way", "done": "Femti ladere."}
CHOICES = [{"key": "ghg-emissions", "nb": "Klimagassutslipp", "nn": "", "en": "Emissions"}]


@pytest.fixture
def wording() -> Wording:
    return make_wording(state=WordingState.ADOPTED)


@pytest.fixture
def point(wording: Wording) -> Point:
    make_hamar()  # whose number the figures carry
    return make_point(wording, title_nn="Punkt 1", title_en="Point 1", text_nn="Gjere.", text_en="Do.")


def follow_up(year: int = 2021, **values: Any) -> Call:
    days = {"opens": date(year, 3, 15), "due_day": date(year, 4, 30), "due_time": time(16)}
    return changes.create_call_from_template(kind=CallKind.FOLLOW_UP, year=year, **(WHO | days | values))


def asking(**facts: Any) -> Call:
    """An open call that asks about one point."""
    asked = {"kind": QuestionKind.POINT, "point": "kutt-utslipp", "required": True, "choices": CHOICES}
    return make_call({"kutt-utslipp": asked | facts})


def answered(call: Call | None = None, **answer: Any) -> Reply:
    reply = make_reply(call or asking(), None, **{"kutt-utslipp": answer or DONE})
    submit(reply, key=f"key-{reply.pk}-{reply.revision}")
    return reply


def told() -> list[tuple[str, int, str, str, str]]:
    rows = Progress.objects.order_by("pk")
    return list(rows.values_list("point__key", "year", "state", "done", "source"))


def question(**values: Any) -> Question:
    return Question(kind=QuestionKind.POINT, **values)


# The kind ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("På plass", {"state": "in_place"}),
        ({"state": "I gang", "done": " Ladere "}, {"state": "under_way", "done": "Ladere"}),
        (
            {"indicators": "Klimagassutslipp", "story": "elbaten", "decision_on": "3.5.2021"},
            {"indicators": ["ghg-emissions"], "story": "elbaten", "decision_on": "2021-05-03"},
        ),
        ("", None),
    ],
)
def test_an_answer_is_read_as_people_write_it(raw: Any, value: Any) -> None:
    assert FACTS.parse(question(choices=CHOICES), raw) == value


@pytest.mark.parametrize(
    ("raw", "part"),
    [({"state": "nesten"}, "state"), ({"decision_on": "i fjor"}, "decision_on"), ({"farge": "blå"}, "")],
)
def test_what_is_no_answer_is_refused_with_its_place(raw: Any, part: str) -> None:
    with pytest.raises(NotUnderstood) as error:
        FACTS.parse(question(), raw)
    assert error.value.part == part


@pytest.mark.parametrize(
    ("value", "lacking"),
    [
        (None, ["state"]),
        ({"state": "planned"}, []),
        ({"state": "in_place"}, ["done"]),
        ({"state": "not_applicable"}, ["done"]),
        ({"state": "not_begun", "decision_case": "12/21"}, ["decision_body"]),
        ({"state": "not_begun", "link": "hamar.no"}, ["link"]),
        (DONE | {"link": "https://hamar.no"}, []),
    ],
)
def test_an_answer_says_what_it_lacks(value: Any, lacking: list[str]) -> None:
    given = Given(files=["plan.pdf"]) if value is None else Given()
    assert [part for part, _words in FACTS.complaints(question(required=True), value, given)] == lacking


def test_an_answer_reads_as_its_parts_with_their_names() -> None:
    value = DONE | {"indicators": ["ghg-emissions"], "decision_on": "2021-05-03"}
    assert FACTS.as_text(question(choices=CHOICES), value) == (
        "I gang\nHva som er gjort: Femti ladere.\nIndikatorer som viser det: Klimagassutslipp\n"
        "Dato for vedtaket: 3. mai 2021"
    )


def test_without_indicators_nobody_is_asked_to_choose_one() -> None:
    keys = [part.key for part in FACTS.parts(question())]
    assert (
        "indicators" in keys,
        "indicators" in [p.key for p in FACTS.parts(question(choices=CHOICES))],
    ) == (
        False,
        True,
    )


def test_programs_get_the_shape_of_an_answer() -> None:
    schema = answer_schema(question(choices=CHOICES))
    assert (schema["required"], schema["properties"]["state"]["enum"]) == (["state"], list(ProgressState))
    assert schema["properties"]["story"] == {"type": "string"}


def test_answers_of_all_are_grouped_by_how_far_they_have_come() -> None:
    facts = MERGING[QuestionKind.POINT]
    assert (facts.group, facts.chosen(DONE), facts.chosen({"done": "x"})) == ("choice", ("under_way",), ())
    assert facts.words(question(), DONE | {"help_wanted": "Mal."}) == "Femti ladere.\nMal."


def test_a_question_about_a_point_names_it_and_is_not_confidential() -> None:
    call = make_call(state="draft")
    section = call.sections.get()
    asked = {"kind": QuestionKind.POINT, "label_nb": "Punkt"}
    for values, field in (({}, "point"), ({"point": "a", "is_confidential": True}, "is_confidential")):
        with pytest.raises(Refused) as refusal:
            changes.add_question(section, **asked, **values, **WHO)
        assert refusal.value.field == field


# The call ----------------------------------------------------------------------------------------------


def test_a_follow_up_asks_about_each_point_in_the_parts_of_the_text(wording: Wording, point: Point) -> None:
    make_point(wording, "handlingsrom", kind=PointKind.REQUEST)
    make_point(wording, "punkt-7", is_missing=True)
    make_point(wording, "klimamaal", kind=PointKind.COMMITMENT, position=0, number="a")
    call = follow_up()
    assert (call.slug, call.title_nn) == ("oppfolging-2021", "Oppfølging av ordførarerklæringa 2021")
    assert [
        (str(q.section), q.section.title_en, q.key, q.point, q.required) for q in queries.questions_of(call)
    ] == [
        ("Det vi forplikter oss til", "What we commit to", "klimamaal", "klimamaal", True),
        (
            "Tiltak som hver av oss skal gjennomføre",
            "Measures that each of us is to carry out",
            "kutt-utslipp",
            "kutt-utslipp",
            True,
        ),
    ]
    asked = call.questions.get(key="kutt-utslipp")
    assert (asked.label_nn, asked.help_en, asked.choices) == ("1. Punkt 1", "Do.", [])


def test_a_follow_up_offers_the_indicators_that_speak_to_a_point(point: Point) -> None:
    make_figures((2019, "road_traffic", 100.0))
    point.indicators.add(Indicator.objects.get(key="ghg-emissions"))
    (choice,) = follow_up().questions.get().choices
    assert (choice["key"], sorted(choice)) == ("ghg-emissions", ["en", "key", "nb", "nn"])


def test_a_follow_up_of_nothing_is_refused() -> None:
    make_point(make_wording())
    with pytest.raises(Refused) as refusal:
        follow_up()
    assert (refusal.value.code, Call.objects.count()) == ("declaration", 0)


def test_the_secretariat_begins_a_follow_up_on_the_page(point: Point) -> None:
    client = Client()
    client.force_login(make_secretary())
    sent = {"begin": "follow_up", "year": "2026", "title": ""}
    assert client.post("/innhenting/ny/", sent).status_code == 302
    assert Call.objects.get().kind == CallKind.FOLLOW_UP


def test_a_point_for_some_is_asked_of_them_alone_and_what_they_are_is_filled_in(wording: Wording) -> None:
    words = {"title_nn": "P", "title_en": "P", "text_nn": "P", "text_en": "P"}
    make_point(wording, scope=Scope.MUNICIPALITIES, **words)
    make_point(wording, "fylkesveier", scope=Scope.COUNTIES, **words)
    make_point(wording, "alle", **words)
    hamar, county = make_hamar(), make_organisation("Innlandet", kind=OrganisationKind.COUNTY_AUTHORITY)
    make_membership(county)
    call = follow_up()
    changes.open_call(call, members=[hamar, county], tell=False, **WHO)
    asked = {}
    for member in (hamar, county):
        reply = changes.open_reply(call, member, **WHO)
        asked[member.name] = [i.question.key for i in sheet_of(reply, on=AT.date()).items if i.is_asked]
    assert asked == {
        "Hamar": ["organisation-kind", "kutt-utslipp", "alle"],
        "Innlandet": ["organisation-kind", "fylkesveier", "alle"],
    }
    assert Reply.objects.get(organisation=hamar).answers.get().value == "municipality"


# What we know ------------------------------------------------------------------------------------------


def test_last_years_answer_follows_the_point_to_its_new_words(wording: Wording) -> None:
    old, new = make_point(wording), make_point(second_wording(date(2021, 1, 5)), "utslippskutt")
    become(old, new, SuccessionKind.SPLIT)
    progress = make_progress(old, make_hamar(), 2020, state="planned", next_step="Ladere.")
    make_progress(old, make_hamar(), 2019, state="not_begun")
    make_figures((2019, "road_traffic", 100.0))
    indicator = Indicator.objects.get(key="ghg-emissions")
    rows = (
        {"kind": EvidenceKind.INDICATOR, "indicator": indicator},
        {"kind": EvidenceKind.LINK, "link": "https://hamar.no/a"},
        {
            "kind": EvidenceKind.DECISION,
            "body_name": "Kommunestyret",
            "case_number": "1/20",
            "on": date(2020, 2, 3),
        },
        {"kind": EvidenceKind.STORY, "document": make_story(owner=make_hamar())},
    )
    for row in rows:
        Evidence.objects.create(point=old, progress=progress, title="Vist", added_at=AT, **row)
    call = make_call({"kutt": {"kind": QuestionKind.POINT, "point": "utslippskutt", "choices": CHOICES}})
    (item,) = sheet_of(make_reply(call), on=AT.date(), with_last_year=True).items
    assert item.last_value == {
        "state": "planned",
        "next_step": "Ladere.",
        "indicators": ["ghg-emissions"],
        "link": "https://hamar.no/a",
        "decision_body": "Kommunestyret",
        "decision_case": "1/20",
        "decision_on": "2020-02-03",
        "story": Evidence.objects.get(kind=EvidenceKind.STORY).document.slug,  # type: ignore[union-attr]
    }
    assert item.last_year.startswith("Planlagt")


def test_what_is_told_of_the_year_itself_is_not_last_years(point: Point) -> None:
    make_progress(point, make_hamar(), 2021)
    (item,) = sheet_of(make_reply(asking()), on=AT.date(), with_last_year=True).items
    assert (item.last_value, item.last_year) == (None, "")


def test_the_members_latest_figure_stands_beside_with_its_change(point: Point) -> None:
    make_figures((2009, "road_traffic", 200.0), (2019, "road_traffic", 150.0))
    point.indicators.add(Indicator.objects.get(key="ghg-emissions"))
    (item,) = sheet_of(make_reply(asking()), on=AT.date(), with_last_year=True).items
    assert item.beside is not None
    (speaking,) = item.beside.figures
    assert (speaking.figure.value, speaking.figure.year, speaking.since, speaking.change) == (
        150,
        2019,
        2009,
        -25.0,
    )


def test_figures_of_others_alone_show_nothing_beside_the_point(point: Point) -> None:
    make_code("0301", "Oslo")
    make_figures((2019, "road_traffic", 150.0), code="0301")
    point.indicators.add(Indicator.objects.get(key="ghg-emissions"))
    (item,) = sheet_of(make_reply(asking()), on=AT.date(), with_last_year=True).items
    assert item.beside is not None
    assert item.beside.figures == []


def test_a_figure_of_one_year_has_no_change_and_one_that_we_lack_is_not_shown(point: Point) -> None:
    make_figures((2019, "road_traffic", 150.0))
    point.indicators.add(*Indicator.objects.filter(key__in=("ghg-emissions", "population")))
    (item,) = sheet_of(make_reply(asking()), on=AT.date(), with_last_year=True).items
    assert item.beside is not None
    assert [(s.indicator.key, s.change) for s in item.beside.figures] == [("ghg-emissions", None)]


def test_who_has_no_number_has_no_figures(point: Point) -> None:
    make_figures((2019, "road_traffic", 150.0))
    point.indicators.add(Indicator.objects.get(key="ghg-emissions"))
    county = make_organisation("Innlandet", kind=OrganisationKind.COUNTY_AUTHORITY)
    (item,) = sheet_of(make_reply(asking(), county), on=AT.date(), with_last_year=True).items
    assert item.beside is not None
    assert item.beside.figures == []


def test_a_point_that_is_not_there_any_more_has_nothing_beside_it() -> None:
    (item,) = sheet_of(make_reply(asking()), on=AT.date(), with_last_year=True).items
    assert (item.beside, item.last_value) == (None, None)


# Accepted ----------------------------------------------------------------------------------------------


def test_an_accepted_answer_becomes_progress_with_its_reply(point: Point) -> None:
    reply = answered()
    assert told() == []
    changes.accept_reply(reply, **WHO)
    assert told() == [("kutt-utslipp", 2021, "under_way", "Femti ladere.", "klimastatus-2021/hamar")]
    progress = Progress.objects.get()
    version = reply.versions.get()
    assert (progress.source, progress.source_sha256) == (name_of(reply), version.sha256)


def test_in_the_demo_it_says_that_it_is_made_up(point: Point, settings: Any) -> None:
    settings.DEMO = True
    changes.accept_reply(answered(), **WHO)
    assert Progress.objects.get().is_illustrative


def test_evidence_of_every_kind_comes_along(point: Point) -> None:
    make_figures((2019, "road_traffic", 150.0))
    story = make_story(owner=make_hamar())
    for step in (documents.submit_for_review, documents.approve, documents.publish):
        story.refresh_from_db()
        more = {"on_behalf_of": make_organisation()} if step is documents.approve else {}
        step(story, **more, **WHO)
    reply = make_reply(asking())
    plan = b"%PDF-1.7 plan"
    asked = reply.call.questions.get()
    changes.attach_file(reply, asked, plan, "plan.pdf", licence="alliance", consent="not_needed", **WHO)
    answer = DONE | {
        "indicators": ["ghg-emissions"],
        "story": story.slug,
        "decision_body": "Kommunestyret",
        "decision_on": "2021-02-03",
        "link": "https://hamar.no/plan",
    }
    save(reply, **{"kutt-utslipp": answer})
    submit(reply)
    changes.accept_reply(reply, **WHO)
    rows = Evidence.objects.order_by("pk").values_list("kind", "title", "on")
    assert list(rows) == [
        ("indicator", Indicator.objects.get(key="ghg-emissions").title_nb, None),
        ("story", story.versions.get().title, None),
        ("decision", "Kommunestyret", date(2021, 2, 3)),
        ("link", "hamar.no/plan", None),
        ("file", "plan.pdf", None),
    ]


def test_a_story_that_others_cannot_read_shows_nothing(point: Point) -> None:
    draft = make_story(owner=make_hamar())
    changes.accept_reply(answered(**DONE, story=draft.slug), **WHO)
    assert not Evidence.objects.exists()


def test_a_reply_that_goes_back_takes_its_progress_out(point: Point) -> None:
    reply = answered()
    changes.accept_reply(reply, **WHO)
    changes.return_reply(reply, note="Hva kostet det?", **WHO)
    assert told() == []
    save(reply, **{"kutt-utslipp": {"state": "in_place", "done": "Alt."}})
    submit(reply, key="igjen")
    changes.accept_reply(reply, **WHO)
    assert [row[2:4] for row in told()] == [("in_place", "Alt.")]


def test_a_section_that_is_accepted_is_told_and_one_that_is_returned_taken_out(
    wording: Wording, point: Point
) -> None:
    make_point(wording, "klimamaal", kind=PointKind.COMMITMENT)
    call = asking()
    second = changes.add_section(call, title_nb="Mer", **WHO)
    asked = {"kind": QuestionKind.POINT, "point": "klimamaal", "label_nb": "Mål"}
    changes.add_question(second, key="klimamaal", **asked, **WHO)
    reply = make_reply(call, None, **{"kutt-utslipp": DONE, "klimamaal": {"state": "planned"}})
    submit(reply)
    first = call.questions.get(key="kutt-utslipp").section
    changes.accept_section(reply, first, **WHO)
    assert [row[0] for row in told()] == ["kutt-utslipp"]
    changes.accept_section(reply, second, **WHO)
    changes.return_section(reply, first, note="Hva kostet det?", **WHO)
    assert [row[0] for row in told()] == ["klimamaal"]
    changes.return_reply(reply, note="", **WHO)
    assert told() == []


def test_what_a_later_version_does_not_tell_goes_out_again(wording: Wording, point: Point) -> None:
    call = asking(required=False)
    reply = answered(call)
    changes.accept_section(reply, call.sections.get(), **WHO)
    save(reply, **{"kutt-utslipp": None})
    submit(reply, key="igjen")
    changes.accept_reply(reply, **WHO)
    assert told() == []


def test_a_reply_that_is_withdrawn_takes_out_what_was_accepted_of_it(point: Point) -> None:
    reply = answered()
    changes.accept_section(reply, reply.call.sections.get(), **WHO)
    changes.withdraw_reply(reply, reason="Feil", **WHO)
    assert told() == []


def test_an_answer_takes_the_place_of_what_was_entered_by_hand_and_not_of_what_others_told(
    point: Point,
) -> None:
    make_progress(point, make_hamar(), 2021, state="planned")
    make_progress(point, make_hamar(), 2020, state="planned")
    changes.accept_reply(answered(), **WHO)
    assert sorted(row[1:3] for row in told()) == [(2020, "planned"), (2021, "under_way")]


@pytest.mark.parametrize("facts", [{"point": "finnes-ikke"}, {"point": "fylkesveier"}])
def test_what_nobody_promised_becomes_nothing(wording: Wording, point: Point, facts: dict[str, Any]) -> None:
    make_point(wording, "fylkesveier", scope=Scope.COUNTIES)
    changes.accept_reply(answered(asking(**facts)), **WHO)
    assert told() == []


def test_a_call_without_points_asks_nothing_more(django_assert_num_queries: Any) -> None:
    questions = queries.questions_of(make_call())
    reply = make_reply(Call.objects.get())
    with django_assert_num_queries(0):
        points = queries.points_of(reply.call, questions)
        assert queries.beside_points(reply, points, queries.figures_here(reply, [], on=AT.date())) == {}
        assert queries.told_before(reply, questions, points) == {}


# The page and the workbook -----------------------------------------------------------------------------


@pytest.fixture
def adviser() -> Client:
    client = Client()
    client.cookies["language"] = "en"
    client.force_login(make_editor(make_hamar()))
    return client


PAGE = "/innhenting/klimastatus-2021/hamar/"


@pytest.mark.usefixtures("demo_day")
def test_the_page_asks_with_what_we_know_beside(point: Point, adviser: Client) -> None:
    make_figures((2009, "road_traffic", 200.0), (2019, "road_traffic", 150.0))
    point.indicators.add(Indicator.objects.get(key="ghg-emissions"))
    make_progress(point, make_hamar(), 2020, state="planned", next_step="Ladere.")
    make_reply(asking())
    page = adviser.get(PAGE).content.decode()
    for words in (
        "How far have you come?",
        "What shows it",
        "25% since 2009",
        "Filled in from your answer of 2020.",
        "Still true",
        "Ladere.",
    ):
        assert words in page
    assert page.count('name="kutt-utslipp.state"') == 5


@pytest.mark.usefixtures("demo_day")
def test_what_is_filled_in_from_an_earlier_point_says_of_which_it_was_told(
    wording: Wording, adviser: Client
) -> None:
    old = make_point(wording, title_nb="Kutte klimagassutslipp")
    become(old, make_point(second_wording(date(2021, 1, 5)), "tungtransport", title_nb="Tungtransport"))
    make_progress(old, make_hamar(), 2020, state="under_way", done="Femti ladere.")
    make_reply(asking(point="tungtransport"))
    page = adviser.get(PAGE).text
    assert "your answer of 2020, which was told of “1. Kutte klimagassutslipp” in text 2019." in page
    assert "True of this point too" in page
    book = load_workbook(BytesIO(adviser.get(f"{PAGE}regneark.xlsx").content))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any("told of “1. Kutte klimagassutslipp” in text 2019" in words for words in cells)


@pytest.mark.usefixtures("demo_day")
def test_last_years_answer_is_used_by_one_press(point: Point, adviser: Client) -> None:
    make_progress(point, make_hamar(), 2020, state="planned", next_step="Ladere.")
    reply = make_reply(asking())
    adviser.post(PAGE, {"reuse": "kutt-utslipp", "kutt-utslipp.seen": "0"})
    assert reply.answers.get().value == {"state": "planned", "next_step": "Ladere."}


@pytest.mark.usefixtures("demo_day")
def test_last_years_answer_is_filled_in_and_counts_only_when_it_is_said_to_be_true(
    point: Point, adviser: Client
) -> None:
    make_progress(point, make_hamar(), 2020, state="under_way", done="Femti ladere.")
    reply = make_reply(asking())
    page = adviser.get(PAGE)
    form = page.context["form"]
    assert form["kutt-utslipp.done"].value() == "Femti ladere."
    as_shown = {"kutt-utslipp.state": "under_way", "kutt-utslipp.done": "Femti ladere."}
    adviser.post(PAGE, as_shown | {"kutt-utslipp.seen": "0"})
    assert list(reply.answers.all()) == []
    reply.refresh_from_db()
    assert (reply.answered, "This must be answered." in adviser.get(f"{PAGE}les/").text) == (0, True)
    with pytest.raises(Refused, match="besvares"):
        submit(reply)
    adviser.post(PAGE, as_shown | {"kutt-utslipp.seen": "0", "reuse": "kutt-utslipp"})
    assert reply.answers.get().value == DONE
    assert "Still true" not in adviser.get(PAGE).text


@pytest.mark.usefixtures("demo_day")
def test_what_was_filled_in_and_changed_is_an_answer_also_when_it_is_said_to_be_true(
    point: Point, adviser: Client
) -> None:
    make_progress(point, make_hamar(), 2020, state="under_way", done="Femti ladere.")
    reply = make_reply(asking())
    changed = {"kutt-utslipp.state": "in_place", "kutt-utslipp.done": "Hundre ladere."}
    adviser.post(PAGE, changed | {"kutt-utslipp.seen": "0", "reuse": "kutt-utslipp"})
    assert reply.answers.get().value == {"state": "in_place", "done": "Hundre ladere."}


@pytest.mark.usefixtures("demo_day")
def test_a_point_that_was_made_of_several_offers_what_was_told_of_each(
    wording: Wording, adviser: Client
) -> None:
    olds = [make_point(wording, key, number=number) for number, key in (("1", "en"), ("2", "to"))]
    new = make_point(second_wording(date(2021, 1, 5)), "kutt-utslipp")
    for old, words in zip(olds, ("Ladere.", "Busser."), strict=True):
        become(old, new, SuccessionKind.MERGED)
        make_progress(old, make_hamar(), 2020, state="planned", next_step=words)
        make_progress(old, make_hamar(), 2019, state="not_begun")
    reply = make_reply(asking())
    page = adviser.get(PAGE).text
    assert ("Ladere." in page, "Busser." in page, "Still true" in page) == (True, True, False)
    assert adviser.post(PAGE, {"reuse": "kutt-utslipp.2"}).status_code == 404
    adviser.post(PAGE, {"reuse": "kutt-utslipp.1", "kutt-utslipp.seen": "0"})
    assert reply.answers.get().value == {"state": "planned", "next_step": "Busser."}


@pytest.mark.usefixtures("demo_day")
def test_what_was_done_is_never_called_optional(point: Point, adviser: Client) -> None:
    make_reply(asking())
    form = adviser.get(PAGE).context["form"]
    parts = ("done", "next_step")
    assert [form.fields[f"kutt-utslipp.{part}"].required for part in parts] == [True, False]


@pytest.mark.usefixtures("demo_day")
def test_ones_own_stories_are_offered_and_what_was_chosen_stays(point: Point, adviser: Client) -> None:
    story = make_story(owner=make_hamar())
    for step in (documents.submit_for_review, documents.approve, documents.publish):
        story.refresh_from_db()
        more = {"on_behalf_of": make_organisation()} if step is documents.approve else {}
        step(story, **more, **WHO)
    reply = make_reply(asking(), None, **{"kutt-utslipp": DONE | {"story": "gammel-historie"}})
    page = adviser.get(PAGE).content.decode()
    assert f'<option value="{story.slug}">' in page
    assert '<option value="gammel-historie" selected>' in page
    sent = {"kutt-utslipp.state": "in_place", "kutt-utslipp.done": "Alt.", "kutt-utslipp.story": story.slug}
    adviser.post(PAGE, sent | {"kutt-utslipp.seen": str(reply.revision)})
    assert reply.answers.get().value == {"state": "in_place", "done": "Alt.", "story": story.slug}
    submit(reply)
    page = adviser.get(f"{PAGE}les/").text
    assert f'<a href="/dokumenter/{story.slug}/">Read the story</a>' in page
    assert f"A story of yours that shows it: {newest_version(story).title}" in page
    (item,) = queries.frozen_sheet(reply.versions.get()).items
    assert (item.story, newest_version(story).title in item.text) == (story.slug, True)


@pytest.mark.usefixtures("demo_day")
def test_a_story_that_is_not_published_is_called_as_it_was_written(point: Point, adviser: Client) -> None:
    make_reply(asking(), None, **{"kutt-utslipp": DONE | {"story": "ikke-ute"}})
    page = adviser.get(f"{PAGE}les/").text
    assert ("A story of yours that shows it: ikke-ute" in page, "Read the story" in page) == (True, False)


@pytest.mark.usefixtures("demo_day")
def test_what_is_wrong_is_told_at_its_part_and_the_fold_is_open(point: Point, adviser: Client) -> None:
    make_reply(asking())
    sent = {"kutt-utslipp.state": "planned", "kutt-utslipp.decision_on": "i fjor", "kutt-utslipp.seen": "0"}
    answer = adviser.post(PAGE, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert '<details class="fold" open><summary>What shows it' in page
    assert "i fjor" in page


@pytest.mark.usefixtures("demo_day")
def test_the_workbook_has_a_row_for_each_part_and_comes_back(point: Point, adviser: Client) -> None:
    reply = make_reply(asking())
    with translation.override("nb"):
        book = load_workbook(BytesIO(reply_workbook(reply, on=AT.date())))
    sheet = book["Svar"]
    for row in sheet.iter_rows(min_row=2):
        row[5].value = {"kutt-utslipp.state": "På plass", "kutt-utslipp.done": "Alt."}.get(row[0].value)
    stream = BytesIO()
    book.save(stream)
    adviser.post(f"{PAGE}regneark/", {"file": SimpleUploadedFile("svar.xlsx", stream.getvalue())})
    assert reply.answers.get().value == {"state": "in_place", "done": "Alt."}
