"""Pages of the programme."""

from datetime import date, datetime
from io import BytesIO

import pytest
from django.test import Client
from django.utils import translation

from dugnad.kit.access import Role
from dugnad.kit.clock import OSLO
from dugnad.kit.spreadsheets import Sheet, write_workbook
from dugnad.members.rules import Viewer
from dugnad.programme import changes, queries
from dugnad.programme.models import Activity, Milestone, Programme, Strand
from dugnad.programme.states import ActivityStatus, ProgrammeState
from tests.factories.members import make_body, make_body_member, make_guest, make_person, make_secretary
from tests.factories.programme import make_activity, make_milestone, make_programme, make_strand

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
AT = datetime(2021, 5, 3, 9, 0, tzinfo=OSLO)
NOBODY: dict[str, object] = {"by": None, "at": AT}
SECRETARY = Viewer(roles=frozenset({Role.SECRETARIAT}))


@pytest.fixture
def stranger() -> Client:
    return in_english(Client())


@pytest.fixture
def secretary() -> Client:
    client = in_english(Client())
    client.force_login(make_secretary())
    return client


def in_english(client: Client) -> Client:
    client.cookies["language"] = "en"
    return client


def words(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined]


# Reading -----------------------------------------------------------------------------------------------


def test_programme_now_opens_the_year_of_today(stranger: Client) -> None:
    for year in (2020, 2021):
        make_activity(make_programme(year), f"Activity of {year}")
    assert "Activity of 2021" in words(stranger.get("/program/"))


def test_programme_now_without_a_programme_says_what_will_stand_here(stranger: Client) -> None:
    assert "No programme yet" in words(stranger.get("/program/"))


def test_programme_now_without_a_programme_shows_the_secretariat_the_first_step(secretary: Client) -> None:
    assert 'href="/program/ny/"' in words(secretary.get("/program/"))


def test_programme_shows_strands_statuses_goals_and_what_is_late(stranger: Client) -> None:
    activity = make_activity(
        title_nb="Klimastatus", goals=[13], status=ActivityStatus.DELAYED, responsible_body=make_body()
    )
    make_milestone(activity, "Historiene", due=date(2021, 4, 30))
    page = words(stranger.get("/program/2021/"))
    for text in (
        "Competence",
        "Klimastatus",
        "Delayed",
        "Climate action",
        "Historiene</span>, 30 April",
        "0 of 1",
    ):
        assert text in page


def test_programme_links_each_activity_to_its_own_page(stranger: Client) -> None:
    make_activity(key="klimastatus")
    assert 'href="/program/2021/klimastatus/"' in words(stranger.get("/program/2021/"))


@pytest.mark.parametrize("address", ["/program/2021/", "/program/2021/?vis=tavle"])
def test_programme_writes_what_people_wrote_as_it_is_and_says_in_which_language(
    stranger: Client, address: str
) -> None:
    activity = make_activity(title_nb="CO <b> & co", status_note="<i>", goals=[13])
    make_milestone(activity, "<u>", due=date(2021, 4, 30))
    page = words(stranger.get(address))
    assert 'aktivitet-1/"><span lang="nb">CO &lt;b&gt; &amp; co</span></a></p>' in page
    assert '<span lang="nb">&lt;u&gt;</span>, 30 April' in page
    assert ('<p class="quiet"><span lang="no">&lt;i&gt;</span></p>' in page) == ("tavle" in address)


def test_programme_tells_the_secretariat_alone_what_was_not_updated_for_long(
    stranger: Client, secretary: Client
) -> None:
    Activity.objects.filter(pk=make_activity().pk).update(updated_at=datetime(2021, 1, 4, tzinfo=OSLO))
    told = [
        "<br>not updated for long" in words(client.get("/program/2021/")) for client in (stranger, secretary)
    ]
    assert told == [False, True]


def test_programme_of_a_year_that_is_not_there_is_missing(stranger: Client) -> None:
    assert stranger.get("/program/1999/").status_code == 404


def test_a_draft_is_missing_for_strangers_and_open_for_those_who_treat_it() -> None:
    make_programme(2021, ProgrammeState.DRAFT)
    answers = []
    for user in (make_guest(), make_body_member()):
        client = Client()
        client.force_login(user)
        answers.append(client.get("/program/2021/").status_code)
    assert (Client().get("/program/2021/").status_code, answers) == (404, [404, 200])


@pytest.mark.parametrize(
    ("asked", "seen", "unseen"),
    [
        ("status=done", "Second", "First"),
        ("mal=13", "First", "Second"),
        ("omrade=annet", "Second", "First"),
        ("blikk=sent", "First", "Second"),
        ("organ=faggruppen", "First", "Second"),
    ],
)
def test_programme_is_filtered_by_words_in_its_address(
    stranger: Client, asked: str, seen: str, unseen: str
) -> None:
    first = make_activity(title_nb="First", goals=[13], responsible_body=make_body(slug="faggruppen"))
    make_activity(title_nb="Second", status=ActivityStatus.DONE, strand=make_strand(key="annet"))
    make_milestone(first, due=date(2021, 4, 1))
    page = words(stranger.get(f"/program/2021/?{asked}"))
    assert f">{seen}<" in page
    assert f">{unseen}<" not in page


def test_a_filter_that_means_nothing_asks_for_nothing(stranger: Client) -> None:
    make_activity(title_nb="First")
    assert ">First<" in words(stranger.get("/program/2021/?mal=99&status=asleep"))


def test_a_filter_that_nothing_fits_says_so(stranger: Client) -> None:
    make_activity(goals=[13])
    make_activity(goals=[17], status=ActivityStatus.DONE)
    assert "No activity fits these filters." in words(stranger.get("/program/2021/?mal=13&status=done"))


def test_programme_as_a_board_has_a_column_for_each_status(stranger: Client) -> None:
    make_activity(title_nb="Klimastatus", status=ActivityStatus.DONE, status_note="Published")
    page = words(stranger.get("/program/2021/?vis=tavle"))
    assert page.count('class="board-column"') == 5
    assert "Published" in page


@pytest.mark.parametrize("activities", [1, 3])
@pytest.mark.parametrize("address", ["/program/", "/program/2021/", "/program/2021/?vis=tavle"])
def test_programme_takes_the_same_queries_for_one_and_for_many(
    secretary: Client, activities: int, address: str, django_assert_num_queries: object
) -> None:
    body = make_body()
    for _number in range(activities):
        make_milestone(make_activity(goals=[13, 17], responsible_body=body))
    secretary.get(address)
    with django_assert_num_queries(9):  # type: ignore[operator]
        secretary.get(address)


def test_programme_export_gives_the_filtered_list_as_csv(stranger: Client) -> None:
    make_milestone(make_activity(title_nb="=Klimastatus", goals=[13]), "Utkast", due=date(2021, 6, 1))
    make_activity(title_nb="Another", goals=[17])
    response = stranger.get("/program/2021/eksport/?mal=13")
    header, line = words(response).splitlines()
    assert header.startswith("\ufeffnumber,key,strand,title")
    assert line.startswith("1,aktivitet-1,Competence,'=Klimastatus,,13,Planned,,,1,0,2021-06-01 Utkast")


def test_programme_changes_name_people_to_those_who_are_signed_in(
    stranger: Client, secretary: Client
) -> None:
    changes.update_status(make_activity(title_nb="Klimastatus"), "done", by=make_person("Anne"), at=AT)
    seen = [words(client.get("/program/2021/endringer/")) for client in (stranger, secretary)]
    assert ["Klimastatus" in page for page in seen] == [True, True]
    assert ["Anne" in page for page in seen] == [False, True]


def test_programme_changes_tell_everybody_from_what_to_what(stranger: Client) -> None:
    changes.update_status(make_activity(title_nb="Klimastatus"), "under_way", by=None, at=AT)
    assert "updated the status. Status: planned → under way" in words(
        stranger.get("/program/2021/endringer/")
    )


def test_a_new_status_is_confirmed_from_what_to_what(secretary: Client) -> None:
    activity = make_activity(title_nb="Klimastatus", key="klimastatus")
    sent = {"status": "under_way", "status_note": "", "seen": activity.updated_at.isoformat()}
    page = words(secretary.post("/program/2021/klimastatus/status/", sent, follow=True))
    assert "Status: planned → under way" in page
    activity.refresh_from_db()
    sent["seen"] = activity.updated_at.isoformat()
    page = words(secretary.post("/program/2021/klimastatus/status/", sent, follow=True))
    assert "The status is saved." in page


def test_frozen_programme_shows_the_proof_and_hands_out_the_bytes(stranger: Client) -> None:
    programme = make_activity(make_programme(2020)).programme
    sha256 = changes.freeze_programme(programme, on=date(2021, 1, 4), **NOBODY)
    page = words(stranger.get("/program/2020/fryst/"))
    snapshot = stranger.get("/program/2020/fryst/program.json").content
    assert sha256 in page
    assert "Nothing has changed" in page
    assert queries.sha256_of(snapshot) == sha256


def test_frozen_programme_that_was_tampered_with_says_so(stranger: Client) -> None:
    programme = make_activity(make_programme(2020)).programme
    changes.freeze_programme(programme, on=date(2021, 1, 4), **NOBODY)
    Activity.objects.update(title_nb="Another")
    assert "no longer says" in words(stranger.get("/program/2020/fryst/"))


@pytest.mark.parametrize("address", ["/program/2021/fryst/", "/program/2021/fryst/program.json"])
def test_a_year_that_is_not_frozen_has_no_proof(stranger: Client, address: str) -> None:
    make_programme(2021)
    assert stranger.get(address).status_code == 404


# Years -------------------------------------------------------------------------------------------------


def test_draft_programme_begins_the_next_year(secretary: Client) -> None:
    response = secretary.post("/program/ny/", {"year": 2022, "title_nb": "Klimaprogrammet"})
    assert response.headers["Location"] == "/program/2022/"
    assert Programme.objects.get().state == ProgrammeState.DRAFT


def test_draft_programme_of_a_year_that_exists_keeps_what_was_typed(secretary: Client) -> None:
    make_programme(2022)
    response = secretary.post("/program/ny/", {"year": 2022, "title_nb": "Typed"})
    assert response.status_code == 422
    assert 'value="Typed"' in words(response)


def test_edit_programme_changes_the_title(secretary: Client) -> None:
    make_programme(2021)
    secretary.post("/program/2021/rediger/", {"title_nb": "Nytt", "title_en": "New"})
    assert Programme.objects.get().title_en == "New"


def test_adopt_programme_enters_the_day(secretary: Client) -> None:
    make_programme(2021, ProgrammeState.DRAFT)
    secretary.post("/program/2021/vedta/", {"on": "2020-12-11"})
    assert Programme.objects.get().adopted_on == date(2020, 12, 11)


def test_freeze_programme_asks_to_be_sure(secretary: Client) -> None:
    make_programme(2020)
    assert secretary.post("/program/2020/frys/", {}).status_code == 422
    secretary.post("/program/2020/frys/", {"sure": "on"})
    assert Programme.objects.get().state == ProgrammeState.FROZEN


def test_freeze_programme_of_a_year_that_has_just_begun_is_refused_with_the_reason(secretary: Client) -> None:
    make_programme(2021)
    response = secretary.post("/program/2021/frys/", {"sure": "on"})
    assert "can be closed from 1 December" in words(response)


def test_carry_activities_to_the_year_that_is_chosen(secretary: Client) -> None:
    activity, new_year = make_activity(), make_programme(2022, ProgrammeState.DRAFT)
    make_activity(title_nb="Stays behind")
    page = words(secretary.get("/program/2021/overfor/"))
    assert "checked" in page
    secretary.post("/program/2021/overfor/", {"programme": new_year.pk, "activities": [activity.pk]})
    assert [kin.year for kin in queries.lineage_of(activity, SECRETARY)] == [2021, 2022]
    assert new_year.activities.count() == 1


def test_carry_activities_without_a_later_year_shows_the_first_step(secretary: Client) -> None:
    make_activity()
    assert "There is no later year" in words(secretary.get("/program/2021/overfor/"))


def test_add_and_edit_a_strand(secretary: Client) -> None:
    make_programme(2021)
    secretary.post("/program/2021/omrade/ny/", {"title_nb": "Påvirkning"})
    secretary.post("/program/2021/omrade/pavirkning/rediger/", {"title_nb": "Påverknad"})
    assert Strand.objects.get().title_nb == "Påverknad"


# Activities --------------------------------------------------------------------------------------------


def test_add_activity_goes_to_its_own_page(secretary: Client) -> None:
    strand, body = make_strand(), make_body()
    typed = {"strand": strand.pk, "number": 1, "title_nb": "Klimastatus", "goals": [13, 17]}
    response = secretary.post("/program/2021/ny/", typed | {"responsible_body": body.pk})
    assert response.headers["Location"] == "/program/2021/klimastatus/"
    activity = Activity.objects.get()
    assert (activity.responsible_body, sorted(g.goal for g in activity.goals.all())) == (body, [13, 17])


def test_add_activity_with_a_number_that_is_taken_says_so(secretary: Client) -> None:
    activity = make_activity()
    typed = {"strand": activity.strand_id, "number": activity.number, "title_nb": "Another"}
    assert secretary.post("/program/2021/ny/", typed).status_code == 422
    assert Activity.objects.count() == 1


def test_edit_activity_is_filled_in_and_saved(secretary: Client) -> None:
    activity = make_activity(title_nb="Before", goals=[13])
    assert 'value="Before"' in words(secretary.get(f"/program/2021/{activity.key}/rediger/"))
    typed = {"strand": activity.strand_id, "number": 1, "title_nb": "After", "goals": [17]}
    secretary.post(
        f"/program/2021/{activity.key}/rediger/", typed | {"seen": activity.updated_at.isoformat()}
    )
    activity.refresh_from_db()
    assert (activity.title_nb, [goal.goal for goal in activity.goals.all()]) == ("After", [17])


def test_edit_activity_shows_both_texts_when_somebody_else_saved_first(secretary: Client) -> None:
    activity = make_activity(title_nb="Before")
    seen = activity.updated_at.isoformat()
    changes.edit_activity(activity, title_nb="Theirs", by=None, at=datetime(2021, 5, 3, 10, tzinfo=OSLO))
    typed = {"strand": activity.strand_id, "number": 1, "title_nb": "Mine"}
    response = secretary.post(f"/program/2021/{activity.key}/rediger/", typed | {"seen": seen})
    page = words(response)
    assert (response.status_code, "<dd>Theirs</dd>" in page, 'value="Mine"' in page) == (409, True, True)
    again = typed | {"seen": Activity.objects.get().updated_at.isoformat()}
    assert again["seen"] in page
    assert secretary.post(f"/program/2021/{activity.key}/rediger/", again).status_code == 302


def test_update_status_needs_a_word_about_a_delay(secretary: Client) -> None:
    activity = make_activity()
    address = f"/program/2021/{activity.key}/status/"
    typed = {"status": "delayed", "seen": activity.updated_at.isoformat()}
    response = secretary.post(address, typed)
    assert (response.status_code, "Write in a sentence why" in words(response)) == (422, True)
    secretary.post(address, typed | {"status_note": "Venter på tall"})
    assert Activity.objects.get().status == ActivityStatus.DELAYED


def test_a_status_from_a_form_that_is_older_than_the_news_is_stopped(secretary: Client) -> None:
    activity = make_activity()
    typed = {"status": "done", "seen": "2021-01-01T00:00:00+01:00"}
    assert secretary.post(f"/program/2021/{activity.key}/status/", typed).status_code == 409


def test_milestones_are_added_edited_reached_and_opened_again(secretary: Client) -> None:
    activity = make_activity()
    secretary.post(f"/program/2021/{activity.key}/milepel/", {"title_nb": "Utkast", "due": "2021-06-01"})
    step = Milestone.objects.get()
    secretary.post(f"/program/milepel/{step.pk}/rediger/", {"title_nb": "Første utkast", "due": "2021-06-08"})
    secretary.post(f"/program/milepel/{step.pk}/nadd/")
    step.refresh_from_db()
    assert (step.title_nb, step.due, step.done_on) == ("Første utkast", date(2021, 6, 8), date(2021, 5, 3))
    secretary.post(f"/program/milepel/{step.pk}/apne/")
    step.refresh_from_db()
    assert step.done_on is None


@pytest.mark.parametrize("verb", ["nadd", "apne"])
def test_milestones_of_a_frozen_year_are_left_alone_with_the_reason(secretary: Client, verb: str) -> None:
    step = make_milestone(make_activity(make_programme(2020)))
    changes.freeze_programme(step.activity.programme, on=date(2021, 1, 4), **NOBODY)
    response = secretary.post(f"/program/milepel/{step.pk}/{verb}/", follow=False)
    assert response.headers["Location"] == f"/program/2020/{step.activity.key}/"
    assert "closed and cannot be changed" in words(secretary.get("/program/2020/"))


# Spreadsheet -------------------------------------------------------------------------------------------


def upload(client: Client, content: bytes, name: str = "program.xlsx") -> object:
    file = BytesIO(content)
    file.name = name
    return client.post("/program/2021/arbeidsbok/", {"workbook": file})


def workbook_with(title: str) -> bytes:
    """The year's workbook with the first activity renamed."""
    with translation.override("en"):
        programme = Programme.objects.get(year=2021)
        Activity.objects.filter(number=1).update(title_nb=title)
        content = queries.programme_workbook(programme)
        Activity.objects.filter(number=1).update(title_nb="Before")
    return content


def test_the_workbook_is_downloaded(secretary: Client) -> None:
    make_activity()
    response = secretary.get("/program/2021/arbeidsbok/last-ned/")
    assert response.content.startswith(b"PK")
    assert response.headers["Content-Disposition"] == 'attachment; filename="program-2021.xlsx"'


def test_a_workbook_is_previewed_and_stored_when_confirmed(secretary: Client) -> None:
    make_activity(title_nb="Before")
    response = upload(secretary, workbook_with("After"))
    page = words(response)
    assert ("<del>Before</del>" in page, "<ins>After</ins>" in page) == (True, True)
    assert Activity.objects.get().title_nb == "Before"
    seen = response.context["seen"].initial  # type: ignore[attr-defined]
    answer = secretary.post("/program/2021/arbeidsbok/", seen)
    assert answer.headers["Location"] == "/program/2021/"
    assert Activity.objects.get().title_nb == "After"


def test_a_preview_that_is_out_of_date_is_shown_again(secretary: Client) -> None:
    make_activity(title_nb="Before")
    seen = upload(secretary, workbook_with("After")).context["seen"].initial  # type: ignore[attr-defined]
    Activity.objects.update(title_nb="Changed meanwhile")
    page = words(secretary.post("/program/2021/arbeidsbok/", seen))
    assert ("Something has changed" in page, "<del>Changed meanwhile</del>" in page) == (True, True)


@pytest.mark.parametrize("sha256", ["0" * 64, "../../secret-key"])
def test_a_workbook_that_is_no_longer_here_is_asked_for_again(secretary: Client, sha256: str) -> None:
    make_programme(2021)
    page = words(secretary.post("/program/2021/arbeidsbok/", {"sha256": sha256, "digest": "0" * 64}))
    assert "no longer here" in page


def test_an_unchanged_workbook_has_nothing_to_store(secretary: Client) -> None:
    make_activity(title_nb="Before")
    response = upload(secretary, workbook_with("Before"))
    assert "says what we already know" in words(response)
    assert response.context["seen"] is None  # type: ignore[attr-defined]


def test_a_wrong_cell_is_named_and_nothing_can_be_stored(secretary: Client) -> None:
    make_programme(2021)
    titles = ["Title, bokmål", "Title, nynorsk", "Title, English"]
    headings = ["No.", "Activity", *titles, "Due", "Done on"]
    content = write_workbook([Sheet("Milestones", headings, [["x"]])])
    response = upload(secretary, content)
    page = words(response)
    assert response.status_code == 422  # type: ignore[attr-defined]
    assert "is not a whole number" in page


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<!doctype html><html>", "is a web page and not a file"),
        (b"PK\x03\x04broken", "is damaged"),
    ],
)
def test_what_is_no_workbook_is_refused_with_the_reason(
    secretary: Client, content: bytes, reason: str
) -> None:
    make_programme(2021)
    response = upload(secretary, content)
    assert (response.status_code, reason in words(response)) == (422, True)  # type: ignore[attr-defined]


def test_the_list_names_its_strands_and_the_form_its_goals(secretary: Client) -> None:
    activity = make_activity()
    assert f"<h2>{activity.strand.title_nb}</h2>" in Client().get("/program/2021/").text
    assert "1. No poverty" in secretary.get("/program/2021/ny/").text


@pytest.mark.parametrize(("steps", "words_of_it"), [(1, "0 av 1 milepæl<"), (2, "0 av 2 milepælar<")])
def test_milestones_are_counted_in_the_number_that_they_are(steps: int, words_of_it: str) -> None:
    activity = make_activity()
    for _number in range(steps):
        make_milestone(activity)
    reader = Client()
    reader.cookies["language"] = "nn"
    assert words_of_it in words(reader.get("/program/2021/"))
