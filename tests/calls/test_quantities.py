"""A study asks its places for quantities of their own, and accepted answers become its figures."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client, override_settings

from dugnad.analyses.models import Dataset, Flow, Quantity, Study
from dugnad.analyses.queries import systems
from dugnad.calls import changes, queries
from dugnad.calls.kinds import QUESTION_KINDS, Given, QuestionKind
from dugnad.calls.kinds.figures import spread_text
from dugnad.calls.kinds.merging import MERGING
from dugnad.calls.kinds.parts import NotUnderstood
from dugnad.calls.models import Call, Question, Reply
from dugnad.kit.history import changes_of
from dugnad.members.models import Organisation
from tests.factories.analyses import make_flow, make_quantity, make_study
from tests.factories.calls import AT, make_call, make_hamar, make_reply, save, submit
from tests.factories.members import make_editor, make_municipality, make_secretary
from tests.refusals import refused

pytestmark = pytest.mark.django_db
DAY, DUE = AT.date(), AT.date() + timedelta(weeks=4)
WHO: dict[str, Any] = {"by": None, "at": AT}
NEXT_DAY: dict[str, Any] = {"by": None, "at": AT + timedelta(days=1)}
KIND = QUESTION_KINDS[QuestionKind.QUANTITY]


def make_materials(*others: str) -> Study:
    """A study of Hamar (and of others) with two flows, of which one is known from a downscaled figure."""
    study = make_study(first_year=2019, last_year=2020)
    study.places.add(make_hamar(), *(make_municipality(name, name[:4]) for name in others))
    wood = make_flow(study, "Tre", "Byggeplass", "Forbrenning")
    make_flow(study, "Ombruk", "Byggeplass", "")
    make_quantity(wood, 100, 30, place=make_hamar(), method="downscaled", source="SSB", vintage="2021-01")
    return study


def asking(study: Study, *, years: tuple[int, ...] = (2020,), opened: bool = True) -> Call:
    """The call of a study about all its flows."""
    flows = list(systems.flows_of(study))
    call = changes.ask_for_quantities(study, flows=flows, years=years, due_day=DUE, **WHO)
    if opened:
        changes.open_call(call, tell=False, **WHO)
    return call


def wood_in(call: Call) -> Question:
    return call.questions.get(flow__name="Tre", retired_at__isnull=True)


def accepted(call: Call, organisation: Organisation | None = None, at: Any = None, **wood: Any) -> Reply:
    """An accepted reply that tells this of the wood."""
    reply = Reply.objects.filter(call=call, organisation=organisation or make_hamar()).first()
    reply = reply if reply and reply.revision else make_reply(call, organisation)
    save(reply, **{wood_in(call).key: wood})
    submit(reply, key=f"key-{reply.pk}-{reply.revision}", at=(at or WHO)["at"])
    changes.accept_reply(reply, **(at or WHO))
    return reply


def told(study: Study) -> list[tuple[float, float, str, int, str, bool]]:
    """Every figure of a study, the oldest first: value, uncertainty, method, grade, vintage, counts."""
    rows = sorted(systems.weighed(systems.quantities_of(study)), key=lambda row: row.quantity.pk)
    return [
        (one.value, one.sd, one.method, one.grade, one.vintage, row.counts)
        for row in rows
        for one in [row.quantity]
    ]


NATIONAL = (100.0, 30.0, "downscaled", 2, "2021-01")


# Asking ---------------------------------------------------------------------------------------------


def test_a_study_asks_of_each_flow_in_each_year_in_three_languages() -> None:
    call = asking(make_materials(), years=(2020, 2019), opened=False)
    assert str(call) == "Byggavfall: kommunenes egne mengder, 2019–2020"
    assert call.title_en == "Byggavfall: the municipalities’ own quantities, 2019–2020"
    assert (call.kind, call.state, call.due_day, call.minutes) == ("materials", "draft", DUE, 12)
    assert [str(section) for section in queries.sections_of(call)] == ["Mengder i 2019", "Mengder i 2020"]
    asked = queries.questions_of(call)
    assert [(str(q), q.unit, q.indicator_year) for q in asked[2:]] == [
        ("Tre i 2020, fra Byggeplass til Forbrenning", "t/a", 2020),
        ("Ombruk i 2020, ut fra Byggeplass", "t/a", 2020),
    ]
    assert asked[0].label_nn == "Tre i 2019, frå Byggeplass til Forbrenning"
    assert queries.missing_texts(call) == []


def test_what_comes_from_the_surroundings_is_asked_as_coming_in() -> None:
    study = make_materials()
    make_flow(study, "Materialer", "", "Byggeplass")
    asked = queries.questions_of(asking(study, opened=False))
    assert str(asked[2]) == "Materialer i 2020, inn til Byggeplass"


@pytest.mark.parametrize(
    ("left_out", "field"), [("flows", "flows"), ("years", "years"), ("places", ""), ("past", "years")]
)
def test_a_study_that_asks_nothing_or_nobody_is_told(left_out: str, field: str) -> None:
    study = make_materials()
    if left_out == "places":
        study.places.clear()
    wanted: dict[str, Any] = {"flows": list(study.flows.all()), "years": [2020]}
    wanted |= {"flows": {"flows": []}, "years": {"years": []}, "past": {"years": [2022]}}.get(left_out, {})
    with refused("years" if left_out == "past" else left_out, field=field):
        changes.ask_for_quantities(study, due_day=DUE, **wanted, **WHO)


def test_only_the_places_of_the_study_are_asked() -> None:
    make_municipality("Lillestrøm", "3030")
    call = asking(make_materials("Gjøvik"))
    assert sorted(str(reply.organisation) for reply in call.replies.all()) == ["Gjøvik", "Hamar"]
    other = make_call(state="draft")
    assert len(queries.members_to_ask(other, on=DAY)) == 3


def test_the_flow_stays_with_the_question_in_new_words_and_in_next_years_call() -> None:
    call = asking(make_materials())
    before = wood_in(call)
    accepted(call, value=80, how="measured")
    new = changes.reword_question(before, label_nb="Trevirke i 2020", label_nn="x", label_en="x", **WHO)
    assert (new.flow, new.version) == (before.flow, 2)
    days = {"opens": date(2022, 4, 1), "due_day": date(2022, 5, 1)}
    copied = changes.copy_call(call, year=2022, **days, **WHO)
    assert [(q.flow.name, q.indicator_year) for q in queries.questions_of(copied)] == [
        ("Tre", 2021),
        ("Ombruk", 2021),
    ]


def test_a_quantity_of_nothing_or_in_another_unit_is_refused() -> None:
    call = asking(make_materials(), opened=False)
    with refused("flow", field="kind"):
        changes.add_question(call.sections.get(), kind="quantity", label_nb="Hvor mye?", **WHO)
    with refused("unit", field="unit"):
        changes.edit_question(wood_in(call), unit="kg", **WHO)
    with refused("confidential", field="is_confidential"):
        changes.edit_question(wood_in(call), is_confidential=True, **WHO)


def test_quantities_are_not_in_the_bank_of_questions() -> None:
    asking(make_materials())
    section = make_call(state="draft").sections.get()
    assert "Tre i 2020" not in " ".join(str(row.question) for row in queries.question_bank(section))


# Answering ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "lacking"),
    [
        ({"value": 12, "how": "measured"}, []),
        ({"value": 12, "how": "estimated", "uncertainty": 40}, []),
        ({"value": 12}, ["how"]),
        ({"how": "measured"}, ["value"]),
        ({"value": 12, "how": "measured", "uncertainty": 0}, ["uncertainty"]),
        ({"value": 12, "how": "measured", "uncertainty": 501}, ["uncertainty"]),
    ],
)
def test_a_quantity_is_told_with_how_it_is_known(value: Any, lacking: list[str]) -> None:
    question = Question(kind="quantity", unit="t/a")
    assert [part for part, _message in KIND.complaints(question, value, Given())] == lacking


@pytest.mark.parametrize(("uncertainty", "asked"), [(None, False), (100, False), (100.5, True), (500, True)])
def test_more_than_a_hundred_per_cent_off_is_asked_about(uncertainty: float | None, asked: bool) -> None:
    question = Question(kind="quantity", unit="t/a")
    value = {"value": 12, "how": "estimated", "uncertainty": uncertainty}
    assert ("La det stå bare hvis det er ment" in KIND.doubt(question, value, on=DAY)) is asked


def test_what_is_wrong_in_a_quantity_is_told_with_its_flow(client: Client) -> None:
    call = asking(make_materials())
    client.force_login(make_editor(make_hamar(), "hamar@demo.example"))
    key = wood_in(call).key
    typed = {f"{key}.value": "80", f"{key}.how": "measured", f"{key}.uncertainty": "mye", f"{key}.seen": "0"}
    page = client.post(f"/innhenting/{call.slug}/hamar/", typed).text
    summary = page[page.index('class="error-summary"') :].partition("</div>")[0]
    assert "Tre i 2020, fra Byggeplass til Forbrenning. Hvor mye det kan bomme: Skriv et tall" in summary


def test_a_quantity_is_filled_in_with_the_digits_that_it_has(client: Client) -> None:
    study = make_materials()
    wood = study.flows.get(name="Tre")
    make_quantity(wood, 5037.037, 30, place=make_hamar(), source="Egen", vintage="2021-02")
    call = asking(study)
    client.force_login(make_editor(make_hamar(), "hamar@demo.example"))
    assert 'value="5 037,037"' in client.get(f"/innhenting/{call.slug}/hamar/").text


@pytest.mark.parametrize("typed", ["5 %", "5%", "5", "\u00a05\u00a0%"])
def test_a_per_cent_sign_is_read_where_per_cent_are_asked_for(typed: str) -> None:
    said = KIND.parse(Question(kind="quantity", unit="t/a"), {"value": "80", "uncertainty": typed})
    assert said["uncertainty"] == 5


@pytest.mark.parametrize("typed", [{"value": "80 %"}, {"value": "80", "uncertainty": "%"}])
def test_a_per_cent_sign_is_no_quantity_and_no_number_alone(typed: dict[str, str]) -> None:
    with pytest.raises(NotUnderstood, match="Skriv et tall"):
        KIND.parse(Question(kind="quantity", unit="t/a"), typed)


def test_a_quantity_is_read_and_written_as_people_do() -> None:
    question = Question(kind="quantity", unit="t/a")
    said = KIND.parse(question, {"value": "1 250,5", "how": "Målt eller telt", "uncertainty": "12,5"})
    assert said == {"value": 1250.5, "how": "measured", "uncertainty": 12.5}
    assert KIND.as_text(question, said) == "1\u00a0250,5 tonn i året ± 12,5 %. Målt eller telt"
    assert KIND.as_text(question, {"how": "estimated"}) == "Anslått"
    assert KIND.as_text(question, {"value": 3}) == "3 tonn i året"
    merged = MERGING[QuestionKind.QUANTITY]
    assert (merged.figure(said), merged.words(question, said)) == (1250.5, "Målt eller telt")
    with pytest.raises(ValueError, match="kan ikke være under null"):
        KIND.parse(question, {"value": "-1", "how": "measured"})


def test_what_the_study_knows_stands_in_the_form_as_a_start() -> None:
    call = asking(make_materials())
    reply = make_reply(call)
    wood, reuse = queries.sheet_of(reply, on=DAY).items
    assert (wood.prefilled.value, wood.prefilled.how) == (100, "Nedskalert fra et større område")
    assert (wood.is_filled_in, wood.start, wood.prefilled.seen) == (True, {"value": 100}, "2021-01")
    assert (reuse.prefilled, reuse.is_filled_in) == (None, False)
    save(reply, **{wood.question.key: {"value": 90.5, "how": "estimated"}})
    assert queries.sheet_of(reply, on=DAY).items[0].start == {"value": 90.5, "how": "estimated"}


def test_the_workbook_says_what_the_study_knows() -> None:
    call = asking(make_materials())
    rows = [row for row in queries.workbook_rows(make_reply(call), on=DAY) if row["prefilled"]]
    assert [row["prefilled"] for row in rows] == [100]
    assert "SSB, 2020, sett 2021-01" in rows[0]["question"]
    assert queries.reply_workbook(make_reply(call), on=DAY)[:2] == b"PK"


# What comes of it -----------------------------------------------------------------------------------


def test_a_measured_answer_takes_the_place_of_the_downscaled_figure() -> None:
    study = make_materials()
    call = asking(study)
    accepted(call, value=80, how="measured", uncertainty=5)
    (dataset,) = changes.take_in_quantities(call, **WHO)
    assert told(study) == [(*NATIONAL, False), (80.0, 4.0, "measured", 2, "2021-04-20", True)]
    added = dataset.quantities.get()
    assert (added.source, added.place, dataset.name) == (str(call), make_hamar(), str(call))
    assert added.note.startswith("Svar, versjon 1, fingeravtrykk ")
    assert changes_of(call).first().verb == "take_in_quantities"


def test_an_estimate_stands_beside_with_an_uncertainty_by_its_kind() -> None:
    study = make_materials()
    call = asking(study)
    accepted(call, value=80, how="estimated")
    changes.take_in_quantities(call, **WHO)
    assert told(study) == [(*NATIONAL, True), (80.0, 24.0, "assumed", 4, "2021-04-20", True)]


def test_taken_in_twice_adds_nothing() -> None:
    study = make_materials()
    call = asking(study)
    accepted(call, value=80, how="measured")
    changes.take_in_quantities(call, **WHO)
    assert changes.take_in_quantities(call, **WHO) == []
    assert (Dataset.objects.filter(name=str(call)).count(), len(told(study))) == (1, 2)
    (group,) = queries.told_quantities(call, on=DAY)
    assert [row.is_taken for row in group.rows] == [True]


def corrected(call: Call, reply: Reply, at: dict[str, Any], **wood: Any) -> None:
    changes.return_reply(reply, note="Sjekk tallet", **at)
    accepted(call, at=at, **wood)
    changes.take_in_quantities(call, **at)


@pytest.mark.parametrize("at", [WHO, NEXT_DAY])
def test_a_corrected_reply_adds_a_figure_that_replaces_the_one_before(at: dict[str, Any]) -> None:
    study = make_materials()
    call = asking(study)
    reply = accepted(call, value=80, how="measured")
    changes.take_in_quantities(call, **WHO)
    changes.edit_call(call, title_nb="Et annet navn", **WHO)
    corrected(call, reply, at, value=70, how="measured")
    vintage = f"{at['at']:%Y-%m-%d}"
    assert told(study) == [
        (*NATIONAL, False),
        (80.0, 8.0, "measured", 2, "2021-04-20", False),
        (70.0, 7.0, "measured", 2, vintage, True),
    ]
    assert len(set(Quantity.objects.exclude(source="SSB").values_list("source", flat=True))) == 1


def unsaid(call: Call) -> list[tuple[str, float]]:
    (group,) = queries.told_quantities(call, on=DAY)
    return [(one.flow.name, one.value) for one in group.unsaid]


def test_what_was_taken_in_and_is_said_no_more_is_told() -> None:
    call = asking(make_materials())
    reply = accepted(call, value=80, how="measured")
    changes.take_in_quantities(call, **WHO)
    assert unsaid(call) == []
    changes.return_reply(reply, note="Sjekk tallet", **WHO)
    assert unsaid(call) == [("Tre", 80.0)]
    corrected_to = accepted(call, value=70, how="measured")
    assert (corrected_to, unsaid(call)) == (reply, [])


def test_who_finds_that_a_count_was_an_estimate_takes_it_back() -> None:
    study = make_materials()
    call = asking(study)
    reply = accepted(call, value=80, how="measured")
    changes.take_in_quantities(call, **WHO)
    corrected(call, reply, NEXT_DAY, value=80, how="estimated")
    assert [row[-1] for row in told(study)] == [True, False, True]


def test_what_a_corrected_reply_leaves_blank_is_pointed_out(secretary: Client) -> None:
    study = make_materials()
    call = asking(study)
    reply = accepted(call, value=80, how="measured")
    changes.take_in_quantities(call, **WHO)
    changes.return_reply(reply, note="Sjekk tallet", **NEXT_DAY)
    reuse = call.questions.get(flow__name="Ombruk")
    save(reply, **{wood_in(call).key: None, reuse.key: {"value": 3, "how": "measured"}})
    submit(reply, key="blank", at=NEXT_DAY["at"])
    changes.accept_reply(reply, **NEXT_DAY)
    assert unsaid(call) == [("Tre", 80.0)]
    page = secretary.get(f"/innhenting/{call.slug}/mengder/").text
    assert "Ingen godtatte svar sier dette lenger" in page
    assert "<li>Hamar, <span>Tre</span>, 2020: 80 ±" in page


def left_out(call: Call) -> list[str]:
    """Why answers become no figures."""
    return [row.why_not for group in queries.told_quantities(call, on=DAY) for row in group.left_out]


def test_our_own_figure_said_back_is_not_taken_twice() -> None:
    call = asking(make_materials())
    accepted(call, value=100, how="estimated")
    assert left_out(call) == ["Bekrefter tallet som teller i dag."]
    with refused("nothing"):
        changes.take_in_quantities(call, **WHO)


@pytest.mark.parametrize(("value", "how", "right"), [(100, "measured", True), (90, "estimated", False)])
def test_what_is_known_better_takes_the_place_of_todays_figure(value: int, how: str, right: bool) -> None:
    call = asking(make_materials())
    accepted(call, value=value, how=how)
    (group,) = queries.told_quantities(call, on=DAY)
    assert [row.replaces_now for row in group.rows] == [right]
    assert all(row.dataset_id > row.now.dataset_id for row in group.rows if row.now)  # not entered yet
    assert group.left_out == []


def test_an_estimate_of_nothing_is_left_out() -> None:
    call = asking(make_materials())
    accepted(call, value=0, how="estimated")
    assert left_out(call) == ["Et anslag på null sier ikke hvor mye det kan bomme."]


def test_an_answer_to_earlier_words_and_one_that_is_asked_no_more_are_left_out() -> None:
    call = asking(make_materials())
    accepted(call, value=80, how="measured")
    words = {"label_nb": "Alt trevirke i 2020", "label_nn": "x", "label_en": "x"}
    new = changes.reword_question(wood_in(call), **words, **WHO)
    assert left_out(call) == ["Svarte på en tidligere ordlyd."]
    changes.retire_question(new, **WHO)
    assert left_out(call) == ["Svarte på en tidligere ordlyd."]


def test_what_is_taken_out_of_the_call_becomes_nothing() -> None:
    call = asking(make_materials())
    accepted(call, value=80, how="measured")
    changes.retire_question(wood_in(call), **WHO)
    assert left_out(call) == [
        "Spørsmålet er tatt ut av innhentingen. Still det igjen hvis svarene skal telle."
    ]


def test_what_the_study_cannot_hold_is_left_out() -> None:
    study = make_materials()
    call = asking(study)
    accepted(call, value=80, how="measured")
    Study.objects.update(unit="kg/a")
    assert left_out(call) == ["Er i t/a, men studien er i kg/a."]
    study.places.clear()
    assert left_out(call) == ["Er ikke et av stedene i studien."]


def test_a_year_to_come_and_a_second_answer_are_left_out() -> None:
    call = asking(make_materials())
    accepted(call, value=80, how="measured")
    reuse = call.questions.get(flow__name="Ombruk")
    Question.objects.filter(pk=reuse.pk).update(flow=Flow.objects.get(name="Tre"))
    reply = call.replies.get()
    changes.return_reply(reply, note="Mer", **WHO)
    both = {"value": 70, "how": "measured"}
    save(reply, **{reuse.key: both})
    submit(reply, key="again")
    changes.accept_reply(reply, **WHO)
    assert left_out(call) == ["Et annet spørsmål i innhentingen gir tall for samme år."]
    Question.objects.update(indicator_year=2022)
    assert left_out(call) == ["Året 2022 er ikke kommet ennå."] * 2


def test_what_was_seen_is_what_is_taken_in() -> None:
    call = asking(make_materials("Gjøvik"))
    accepted(call, value=80, how="measured")
    seen = changes.digest_of_quantities(queries.told_quantities(call, on=DAY))
    accepted(call, Organisation.objects.get(name="Gjøvik"), value=30, how="measured")
    with refused("seen"):
        changes.take_in_quantities(call, seen=seen, **WHO)
    assert Dataset.objects.filter(name=str(call)).count() == 0


@override_settings(DEMO=True)
def test_in_demo_mode_the_source_says_that_it_is_made_up() -> None:
    call = asking(make_materials())
    accepted(call, value=80, how="measured")
    (dataset,) = changes.take_in_quantities(call, **WHO)
    assert dataset.name == f"{call} (oppdiktede tall)"


def test_the_collection_of_a_study_is_its_calls_and_what_it_rests_on() -> None:
    study = make_materials("Gjøvik")
    call = asking(study)
    accepted(call, value=80, how="measured")
    changes.take_in_quantities(call, **WHO)
    found = queries.collection_of(study.slug)
    assert [(one, one.asked, one.answered, one.accepted) for one in found.calls] == [(call, 2, 1, 1)]
    assert [(share.evidence, share.flows) for share in found.ground] == [("measured", 1)]
    assert queries.collection_of("nowhere") is None


# Pages ----------------------------------------------------------------------------------------------

ASK = "/innhenting/materialstrommer/byggavfall/spor/"


@pytest.fixture
def secretary(client: Client) -> Client:
    client.force_login(make_secretary())
    return client


def test_the_page_of_the_study_leads_to_the_call_and_back(secretary: Client) -> None:
    study = make_materials()
    assert ASK in secretary.get("/materialstrommer/byggavfall/").text
    form = secretary.get(ASK).context["form"]
    wood, reuse = (str(flow.pk) for flow in study.flows.all())
    assert (form.initial["flows"], form.initial["years"]) == ([wood, reuse], ["2020"])
    sent = {"flows": [wood], "years": ["2020", "2019"], "due_day": "1.12.2099"}
    answer = secretary.post(ASK, sent)
    call = Call.objects.get()
    assert answer.url == f"/innhenting/{call.slug}/sporsmal/"
    assert call.questions.count() == 2
    page = secretary.get("/materialstrommer/byggavfall/").text
    assert f"/innhenting/{call.slug}/" in page
    assert "1 medlem blir spurt" in secretary.get(f"/innhenting/{call.slug}/apne/").text
    assert secretary.get(f"/innhenting/{call.slug}/forhandsvis/").context["member"] == make_hamar()


def test_what_is_lacking_stands_at_its_field_and_nothing_is_made(secretary: Client) -> None:
    make_materials()
    answer = secretary.post(ASK, {"flows": [], "years": [], "due_day": ""})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"flows", "years", "due_day"})
    assert Call.objects.count() == 0


def test_a_study_without_members_says_what_to_enter_first(secretary: Client) -> None:
    study = make_materials()
    study.places.clear()
    assert "Før inn stedene i studien først" in secretary.get(ASK).text
    assert ASK not in secretary.get("/materialstrommer/byggavfall/").text
    assert secretary.get(ASK.replace("byggavfall", "nowhere")).status_code == 404


def test_a_flow_that_a_measured_figure_is_known_of_is_not_ticked(secretary: Client) -> None:
    study = make_materials("Gjøvik")
    wood = study.flows.get(name="Tre")
    for place in study.places.all():
        form = secretary.get(ASK).context["form"]
        make_quantity(wood, 90, place=place)
    form = secretary.get(ASK).context["form"]
    assert form.initial["flows"] == [str(study.flows.get(name="Ombruk").pk)]
    assert dict(form.fields["flows"].choices)[str(wood.pk)] == (
        "Tre: Byggeplass → Forbrenning (målt på 2 av 2 steder)"
    )


def test_strangers_learn_nothing_of_the_collection(client: Client) -> None:
    make_materials()
    assert "Kommunenes egne mengder" not in client.get("/materialstrommer/byggavfall/").text


def test_what_a_study_knows_is_shown_without_digits_that_nobody_typed(client: Client) -> None:
    study = make_materials()
    make_quantity(study.flows.get(name="Tre"), 916.612, 1.5, place=make_hamar(), source="Egen")
    call = asking(study)
    client.force_login(make_editor(make_hamar(), "hamar@demo.example"))
    page = client.get(f"/innhenting/{call.slug}/hamar/").text
    assert 'value="916,6120"' in page  # in a window in English 916,612 would be thousands
    assert "± 1,5<" in page


@pytest.mark.parametrize(
    ("value", "words"), [(684.725, "684,7"), (1800.0, "1\u00a0800"), (8, "8"), (0.25, "0,25"), (0.0, "0")]
)
def test_how_far_off_a_figure_can_be_is_told_without_digits_that_mean_nothing(
    value: float, words: str
) -> None:
    assert spread_text(value) == words


def test_the_page_shows_what_the_answers_become_and_takes_them_in(secretary: Client) -> None:
    study = make_materials()
    call = asking(study)
    page = f"/innhenting/{call.slug}/mengder/"
    assert page in secretary.get(f"/innhenting/{call.slug}/").text
    assert "Ingen tall ennå" in secretary.get(page).text
    accepted(call, value=80, how="measured")
    shown = secretary.get(page)
    assert "80 ± 8<" in shown.text
    answer = secretary.post(page, {"seen": shown.context["seen"]}, follow=True)
    assert "1 tall er tatt inn" in answer.text
    assert "Tatt inn fra før" in answer.text
    again = secretary.post(page, {"seen": answer.context["seen"]}, follow=True)
    assert "Disse tallene er tatt inn fra før" in again.text
    refused_page = secretary.post(page, {"seen": "something else"}, follow=True)
    assert "Se på dem en gang til" in refused_page.text
    assert "Det svarene blir til" not in secretary.get("/materialstrommer/byggavfall/").text
    assert page in secretary.get("/materialstrommer/byggavfall/").text


def test_a_call_that_asks_about_no_flow_has_no_such_page(secretary: Client) -> None:
    call = make_call()
    assert secretary.get(f"/innhenting/{call.slug}/mengder/").status_code == 404
    assert "/mengder/" not in secretary.get(f"/innhenting/{call.slug}/").text


def test_a_page_asks_no_more_of_many_answers_than_of_one(
    secretary: Client, django_assert_num_queries: Any
) -> None:
    call = asking(make_materials("Gjøvik", "Lillehammer"))
    page = f"/innhenting/{call.slug}/mengder/"
    accepted(call, value=80, how="measured")
    secretary.get(page)
    with django_assert_num_queries(PAGE_QUERIES):
        secretary.get(page)
    for name in ("Gjøvik", "Lillehammer"):
        accepted(call, Organisation.objects.get(name=name), value=30, how="measured")
    with django_assert_num_queries(PAGE_QUERIES):
        secretary.get(page)


PAGE_QUERIES = 10


def test_a_municipality_sees_what_is_known_and_answers(client: Client) -> None:
    call = asking(make_materials())
    client.force_login(make_editor(make_hamar(), "hamar@demo.example"))
    address = f"/innhenting/{call.slug}/hamar/"
    page = client.get(address).text
    assert "Det studien regner med i dag" in page
    assert "Det er fylt ut nedenfor" in page
    assert "Tall for 2020. Kilde: SSB, sett 2021-01." in page
    key = wood_in(call).key
    typed = {f"{key}.value": "100", f"{key}.how": "", f"{key}.uncertainty": "", f"{key}.seen": "0"}
    client.post(address, typed)
    assert call.replies.get().answers.count() == 0  # what was filled in and nobody touched is no answer
    client.post(address, typed | {f"{key}.how": "measured"})
    assert call.replies.get().answers.get().value == {"value": 100, "how": "measured"}


def test_a_flow_that_is_asked_about_stays(secretary: Client) -> None:
    study = make_materials()
    asking(study)
    reuse = study.flows.get(name="Ombruk")
    page = secretary.post(f"/materialstrommer/byggavfall/strommer/{reuse.pk}/fjern/", follow=True)
    assert "blir spurt om i en innhenting" in page.text
    assert Flow.objects.filter(pk=reuse.pk).exists()


def test_a_new_question_offers_no_quantity_but_one_that_is_stays_one(secretary: Client) -> None:
    call = asking(make_materials(), opened=False)
    section = call.sections.get()
    new = secretary.get(f"/innhenting/{call.slug}/sporsmal/del/{section.pk}/nytt/").context["form"]
    own = secretary.get(f"/innhenting/{call.slug}/sporsmal/{wood_in(call).pk}/").context["form"]
    assert "quantity" not in dict(new.fields["kind"].choices)
    assert "quantity" in dict(own.fields["kind"].choices)
    assert "materials" not in dict(secretary.get("/innhenting/ny/").context["form"].fields["begin"].choices)
