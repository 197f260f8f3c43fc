"""The days of an answer, counted backwards: in the alliance's real timelines, and for any days at all."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dugnad.dossiers.kinds import CHANNEL_FACTS, Caution, Channel, How, StepKind
from dugnad.dossiers.rules.planning import Meeting, Plan, plan_back
from dugnad.engine.holidays import is_working_day
from dugnad.members.kinds import BodyKind

BOARD, COMMITTEE, GROUP = BodyKind.BOARD, BodyKind.ADVOCACY_COMMITTEE, BodyKind.EXPERT_GROUP


def board(day: date) -> Meeting:
    return Meeting(BOARD, "Styret", day, f"styret-{day}")


def committee(day: date) -> Meeting:
    return Meeting(COMMITTEE, "Interessepolitisk utvalg", day, f"utvalget-{day}")


def group(day: date) -> Meeting:
    return Meeting(GROUP, "Faggruppe for klima og miljø", day, f"faggruppen-{day}")


def days(plan: Plan) -> dict[StepKind, date]:
    return {step.kind: step.on for step in plan.steps}


def who_approves(plan: Plan) -> tuple[How, str]:
    step = next(step for step in plan.steps if step.kind == StepKind.APPROVE)
    return step.how, step.body


def test_members_are_due_on_29_may_for_the_deadline_of_1_july_2020_as_they_were():
    """Thirty days before is Whit Monday; the last working day before it is the Friday."""
    plan = plan_back("ministry", date(2020, 4, 20), date(2020, 7, 1), [board(date(2020, 6, 24))])
    assert plan.day_of(StepKind.MEMBERS) == date(2020, 5, 29)


def test_the_transport_plan_of_2023_goes_to_the_board_of_23_june():
    meetings = [board(date(2023, 4, 14)), group(date(2023, 5, 25)), board(date(2023, 6, 23))]
    plan = plan_back("ministry", date(2023, 3, 31), date(2023, 7, 3), meetings)
    assert days(plan) == {
        StepKind.JUDGE: date(2023, 4, 5),  # the week after is Easter
        StepKind.MEMBERS: date(2023, 5, 16),
        StepKind.GROUP: date(2023, 5, 25),
        StepKind.PAPERS: date(2023, 6, 16),
        StepKind.APPROVE: date(2023, 6, 23),
        StepKind.SEND: date(2023, 6, 30),
    }
    assert who_approves(plan) == (How.MEETING, "Styret")
    assert plan.cautions == ()


def test_a_hearing_in_the_storting_is_approved_by_e_mail_and_asks_no_members():
    """2024: the draft on Friday 5 April, comments and the deadline on Monday 8 April."""
    plan = plan_back("committee-hearing", date(2024, 3, 22), date(2024, 4, 8), [committee(date(2024, 4, 11))])
    assert (plan.day_of(StepKind.PAPERS), plan.day_of(StepKind.MEMBERS)) == (date(2024, 4, 5), None)
    assert who_approves(plan) == (How.WRITTEN, "")
    assert plan.day_of(StepKind.SEND) == date(2024, 4, 8)
    assert plan.cautions == (Caution.IN_WRITING, Caution.NO_GROUP)


def test_the_committee_approves_where_the_board_does_not_meet_in_time():
    """TEN-T in 2022: the advocacy committee of 1 April, between two meetings of the board."""
    meetings = [board(date(2022, 2, 11)), committee(date(2022, 4, 1)), board(date(2022, 4, 8))]
    plan = plan_back("eu", date(2022, 1, 31), date(2022, 4, 4), meetings)
    assert who_approves(plan) == (How.MEETING, "Interessepolitisk utvalg")
    assert Caution.NO_BOARD in plan.cautions


def test_a_board_that_meets_at_once_leaves_the_members_no_time_and_is_not_chosen():
    meetings = [board(date(2022, 2, 11)), committee(date(2022, 3, 25))]
    plan = plan_back("eu", date(2022, 2, 1), date(2022, 4, 4), meetings)
    assert who_approves(plan) == (How.MEETING, "Interessepolitisk utvalg")
    assert plan.day_of(StepKind.MEMBERS) == date(2022, 3, 4)


def test_a_short_consultation_takes_the_board_though_it_hurries_the_members():
    plan = plan_back("ministry", date(2021, 5, 3), date(2021, 5, 28), [board(date(2021, 5, 26))])
    assert who_approves(plan) == (How.MEETING, "Styret")
    assert plan.cautions == (Caution.SHORT, Caution.NO_MEMBERS, Caution.NO_GROUP)
    assert plan.day_of(StepKind.MEMBERS) is None


def test_members_with_less_than_two_weeks_are_told_of_on_the_first_day():
    plan = plan_back("input", date(2021, 5, 3), date(2021, 5, 31), [])
    assert plan.day_of(StepKind.MEMBERS) == date(2021, 5, 14)
    assert plan.cautions == (Caution.IN_WRITING, Caution.HURRIED_MEMBERS, Caution.NO_GROUP)


def test_the_day_that_the_members_were_told_stands_whatever_the_meetings_do():
    told = date(2021, 6, 4)
    plan = plan_back("ministry", date(2021, 4, 26), date(2021, 7, 1), [], asked_by=told)
    assert plan.day_of(StepKind.MEMBERS) == told


def test_meetings_on_a_day_off_are_no_meetings_that_treat_a_case():
    saturday = date(2021, 6, 19)
    plan = plan_back("ministry", date(2021, 4, 26), date(2021, 7, 1), [board(saturday)])
    assert who_approves(plan) == (How.WRITTEN, "")


def test_papers_go_out_on_the_day_itself_where_there_is_no_more_time():
    plan = plan_back("ministry", date(2021, 5, 3), date(2021, 5, 5), [])
    assert (plan.day_of(StepKind.PAPERS), plan.day_of(StepKind.SEND)) == (date(2021, 5, 4), date(2021, 5, 4))


def test_a_deadline_before_any_working_day_is_told():
    plan = plan_back("ministry", date(2021, 5, 1), date(2021, 5, 2), [])
    assert days(plan) == {StepKind.SEND: date(2021, 4, 30)}
    assert plan.cautions == (Caution.NO_TIME,)


def test_an_answer_to_a_deadline_of_today_goes_today():
    plan = plan_back("ministry", date(2021, 5, 3), date(2021, 5, 3), [])
    assert set(days(plan).values()) == {date(2021, 5, 3)}


DAYS = st.dates(date(2019, 1, 1), date(2027, 12, 31))


@st.composite
def asked(draw: st.DrawFn) -> tuple[str, date, date, list[Meeting]]:
    """A channel, the day it came, a deadline some days later, and meetings around both."""
    announced = draw(DAYS)
    deadline = announced + timedelta(days=draw(st.integers(0, 200)))
    near = st.integers(-20, 220).map(lambda days: announced + timedelta(days=days))
    kinds = st.sampled_from([BOARD, COMMITTEE, GROUP])
    meetings = draw(st.lists(st.builds(Meeting, kinds, st.just("Et organ"), near), max_size=12))
    return draw(st.sampled_from([channel.value for channel in Channel])), announced, deadline, meetings


@given(asked())
def test_the_days_of_any_plan_are_in_order_working_days_and_never_after_the_deadline(given_):
    channel, announced, deadline, meetings = given_
    plan = plan_back(channel, announced, deadline, meetings)
    order = [kind for kind in StepKind if plan.day_of(kind)]
    assert [step.kind for step in plan.steps] == order
    found = [step.on for step in plan.steps]
    assert found == sorted(found)
    assert all(is_working_day(day) for day in found)
    assert all(day <= deadline for day in found)
    assert Caution.NO_TIME in plan.cautions or all(day >= announced for day in found)


@given(asked())
def test_a_plan_names_only_meetings_that_there_are_and_approves_before_it_sends(given_):
    channel, announced, deadline, meetings = given_
    plan = plan_back(channel, announced, deadline, meetings)
    known = {(one.kind, one.day) for one in meetings}
    for step in plan.steps:
        if step.how == How.MEETING:
            assert any((kind, step.on) in known for kind in (BOARD, COMMITTEE, GROUP))
    has_members = CHANNEL_FACTS[Channel(channel)].members is not None
    assert has_members or plan.day_of(StepKind.MEMBERS) is None
