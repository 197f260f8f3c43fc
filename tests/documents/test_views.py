"""Pages of documents: who sees what, what every button does, and that nothing typed is lost."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from dugnad.documents import changes, queries
from dugnad.documents.models import Attachment, Document
from dugnad.documents.states import State
from dugnad.documents.urls import urlpatterns
from dugnad.kit.access import policy_of
from dugnad.members.models import User
from dugnad.programme.states import ProgrammeState
from tests.factories.documents import AT, make_attachment, make_document, make_picture, make_story, take_to
from tests.factories.members import (
    make_alliance,
    make_approver,
    make_body_member,
    make_editor,
    make_guest,
    make_municipality,
    make_secretary,
)
from tests.factories.programme import make_activity, make_programme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]


@pytest.fixture
def hamar() -> Any:
    make_alliance()
    return make_municipality()


def as_user(user: User | None) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client


def at(name: str, document: Document, **more: Any) -> str:
    return reverse(name, kwargs={"slug": document.slug, **more})


def words(answer: HttpResponse) -> str:
    return answer.content.decode()


def told(answer: Any) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


# Reading -------------------------------------------------------------------------------------------------


def test_strangers_read_published_documents_and_nothing_of_the_work(client: Client) -> None:
    document = make_story(
        state=State.PUBLISHED, contact="Kari Nordmann", effect_value=120, effect_unit="kwh_a"
    )
    page = words(client.get(at("document", document)))
    assert "Hamar har bygd eit varmelager" in page
    assert "120</span> kWh i året" in page
    for hidden in ("Kari Nordmann", "Hvem endret hva", "/rediger/", "Trekk"):
        assert hidden not in page


def test_what_is_made_up_for_the_demo_says_so_wherever_it_is_shown(client: Client) -> None:
    document = make_story(state=State.PUBLISHED, is_illustrative=True)
    for address in (at("document", document), "/dokumenter/", "/dokumenter/?view=rows"):
        assert "Oppdiktet for demoen" in words(client.get(address))


def test_activities_of_a_year_that_is_still_drafted_are_not_told(client: Client) -> None:
    draft = make_activity(make_programme(2022, ProgrammeState.DRAFT), "Hemmelig plan")
    document = make_story(state=State.PUBLISHED, activities=[draft, make_activity(title_nb="Klimastatus")])
    page = words(client.get(at("document", document)))
    assert "Klimastatus" in page
    assert "Hemmelig plan" not in page


def test_those_who_have_signed_in_see_whom_to_ring() -> None:
    document = make_story(state=State.PUBLISHED, contact="Kari Nordmann")
    assert "Kari Nordmann" in words(as_user(make_guest()).get(at("document", document)))


@pytest.mark.parametrize("make", [None, make_guest, make_body_member])
def test_a_draft_is_missing_for_those_who_may_not_read_it(make: Any) -> None:
    draft = make_document()
    client = as_user(make() if make else None)
    for name in ("document", "document_differences"):
        assert client.get(at(name, draft)).status_code == 404
    assert client.get(at("document_version", draft, number=1)).status_code == 404


def test_a_draft_of_a_published_document_leaves_every_byte_for_strangers_as_it_was(client: Client) -> None:
    document = make_story(state=State.PUBLISHED)
    make_document(state=State.PUBLISHED)
    addresses = [
        reverse("documents"),
        reverse("documents") + "?theme=energy",
        reverse("documents_csv"),
        at("document", document),
    ]
    before = [client.get(address).content for address in addresses]
    changes.edit_document(
        document, revision=document.revision, by=None, at=AT, title="Hemmelig", theme="transport"
    )
    make_attachment(document)
    after = [client.get(address).content for address in addresses]
    assert [_without_clock(page) for page in after] == [_without_clock(page) for page in before]


def _without_clock(page: bytes) -> bytes:
    return b"\n".join(
        line for line in page.splitlines() if b"csrf" not in line and b"Europe/Oslo" not in line
    )


def test_the_list_finds_by_words_kind_theme_owner_year_and_state(hamar: Any) -> None:
    lillestrom = make_municipality("Lillestrøm", "3030")
    make_story(hamar, State.PUBLISHED, title="Varme i tegl", theme="energy", year=2020)
    make_story(lillestrom, State.PUBLISHED, title="El på vei", theme="transport", body="Strøm")
    make_document(hamar, title="Plan", body="Mål")
    client = as_user(make_secretary())
    found = {
        query: [card.title for card in client.get(f"/dokumenter/?{query}").context["cards"]]
        for query in (
            "",
            "q=TEGL",
            "kind=report",
            "theme=transport",
            "owner=hamar",
            "year=2020",
            "state=draft",
        )
    }
    assert found == {
        "": ["Plan", "El på vei", "Varme i tegl"],
        "q=TEGL": ["Varme i tegl"],
        "kind=report": ["Plan"],
        "theme=transport": ["El på vei"],
        "owner=hamar": ["Plan", "Varme i tegl"],
        "year=2020": ["Varme i tegl"],
        "state=draft": ["Plan"],
    }


def test_strangers_cannot_ask_for_states(client: Client) -> None:
    make_document(state=State.PUBLISHED)
    make_document()
    answer = client.get("/dokumenter/?state=draft")
    assert ("state" in answer.context["form"].fields, answer.context["count"]) == (False, 1)


def test_a_filter_with_nonsense_is_not_a_filter(client: Client) -> None:
    make_document(state=State.PUBLISHED)
    assert client.get("/dokumenter/?kind=poem&year=x&page=99&q=%00").context["count"] == 1


def test_the_list_takes_the_same_queries_for_one_and_for_three(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 2):
        for _ in range(count):
            make_attachment(story := make_story())
            take_to(story, State.PUBLISHED)
        with django_assert_num_queries(6):
            client.get("/dokumenter/")


def test_a_document_takes_few_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    document = make_story(activities=[make_activity()])
    for _ in range(3):
        make_attachment(document)
    take_to(document, State.PUBLISHED)
    with django_assert_num_queries(11):
        client.get(at("document", document))


def test_an_empty_list_teaches_the_first_step(client: Client) -> None:
    assert "Her kommer historiene fra kommunene" in words(client.get("/dokumenter/"))
    assert "Begynn med en historie" in words(as_user(make_editor()).get("/dokumenter/"))
    assert "Ingenting passer til disse filtrene" in words(client.get("/dokumenter/?q=elg"))


def test_the_list_is_shown_as_cards_or_as_rows(client: Client) -> None:
    make_story(state=State.PUBLISHED)
    assert 'class="story"' in words(client.get("/dokumenter/"))
    assert 'class="rows"' in words(client.get("/dokumenter/?view=rows"))


def test_the_export_has_the_rows_of_the_list_and_no_formula(client: Client) -> None:
    make_story(state=State.PUBLISHED, title="=HYPERLINK(1)")
    make_story(title="Utkast")
    answer = client.get("/dokumenter/eksport.csv?kind=story")
    assert answer["Content-Disposition"] == 'attachment; filename="dokumenter.csv"'
    assert words(answer).splitlines() == [
        "\ufeffTittel,Slag,Fra,År,Tema,Status,Versjon,Adresse",
        "'=HYPERLINK(1),Historie,Hamar,2021,Bygg og energi,Publisert,1,"
        "http://127.0.0.1:8000/dokumenter/hamar-2021-hyperlink1/",
    ]
    sheet = load_workbook(io.BytesIO(client.get("/dokumenter/eksport.xlsx").content)).active
    assert sheet is not None
    assert (sheet["A2"].value, sheet["A2"].data_type, sheet.max_row) == ("=HYPERLINK(1)", "s", 2)


def test_an_earlier_version_stands_as_it_was(client: Client) -> None:
    document = make_document(state=State.PUBLISHED)
    changes.edit_document(document, revision=document.revision, by=None, at=AT, title="Ny", body="Ny tekst")
    take_to(document, State.PUBLISHED)
    page = words(client.get(at("document_version", document, number=1)))
    assert "Varmelager i tegl" in page
    assert "En tidligere versjon" in page
    assert client.get(at("document_version", document, number=9)).status_code == 404


def test_differences_are_marked_and_struck_out(client: Client) -> None:
    document = make_story(state=State.PUBLISHED, title="Varme i tegl", theme="energy", goals=[7])
    changes.edit_document(
        document,
        revision=document.revision,
        by=None,
        at=AT,
        title="Varme i stein",
        theme="transport",
        goals=[7, 13],
        effect_value=3,
        effect_unit="people",
    )
    take_to(document, State.PUBLISHED)
    page = words(client.get(at("document_differences", document)))
    assert "<span>Varme i </span><del>tegl</del><ins>stein</ins>" in page
    assert "<td>Bygg og energi</td><td>Transport og mobilitet</td>" in page
    assert "<td>7</td><td>7, 13</td>" in page
    assert "<td>–</td><td>personer</td>" in page


@pytest.mark.parametrize("query", ["?from=9", "?from=x", "?to=99999999999999999999"])
def test_differences_of_versions_that_are_not_there_are_missing(client: Client, query: str) -> None:
    document = make_document(state=State.PUBLISHED)
    changes.edit_document(document, revision=document.revision, by=None, at=AT, title="Ny")
    take_to(document, State.PUBLISHED)
    assert client.get(at("document_differences", document) + query).status_code == 404


def test_a_single_version_differs_from_nothing(client: Client) -> None:
    assert client.get(at("document_differences", make_document(state=State.PUBLISHED))).status_code == 404


def test_a_text_cannot_bring_script_or_strange_links(client: Client) -> None:
    body = "<script>alert(1)</script> [her](javascript:alert(1)) # ikke <b>html</b>"
    document = make_document(state=State.PUBLISHED, title="<img src=x onerror=alert(1)>", body=body)
    page = words(client.get(at("document", document)))
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert "<img src=x" not in page


def test_the_page_says_when_a_frozen_text_is_no_longer_what_was_approved(client: Client) -> None:
    document = make_document(state=State.PUBLISHED)
    assert "nøyaktig det som ble godkjent" in words(client.get(at("document", document)))
    document.versions.update(body="Forfalsket")
    assert "ikke lenger slik det ble godkjent" in words(client.get(at("document", document)))


# Writing -------------------------------------------------------------------------------------------------


def typed(**values: Any) -> dict[str, Any]:
    """What a browser sends for a story."""
    return {
        "title": "Varme i tegl",
        "body": "Hamar har bygd eit varmelager.",
        "language": "nn",
        "year": "2021",
        "theme": "energy",
        "effect_value": "1 200,5",
        "effect_unit": "kwh_a",
        "goals": ["7", "13"],
    } | values


def test_an_editor_writes_a_story_for_their_own_municipality(hamar: Any) -> None:
    make_programme()
    activity = make_activity()
    client = as_user(make_editor(hamar))
    assert "Skriv en historie" in words(client.get("/dokumenter/ny/"))
    answer = client.post("/dokumenter/ny/", typed(owner=hamar.pk, activities=[activity.pk]))
    document = Document.objects.get()
    story = queries.newest_version(document).story
    assert answer["Location"] == at("document", document)
    assert (document.owner, list(document.activities.all())) == (hamar, [activity])
    assert (str(story.effect_value), story.goals) == ("1200.50", [7, 13])


def test_what_is_made_of_what_stands_elsewhere_is_not_begun_here_and_an_empty_list_says_how(
    hamar: Any,
) -> None:
    client = as_user(make_secretary())
    assert client.get("/dokumenter/ny/?kind=minutes").status_code == 404
    assert client.post("/dokumenter/ny/?kind=minutes", typed(owner=hamar.pk)).status_code == 404
    assert "Skriv referat" not in words(client.get("/dokumenter/"))
    assert "sak for sak" in words(client.get("/dokumenter/?kind=minutes"))


def test_why_approved_words_were_changed_stands_beside_the_new_version(client: Client) -> None:
    document = make_document(state=State.PUBLISHED)
    changes.edit_document(
        document, revision=document.revision, by=None, at=AT, body="Ny tekst", reason="Feil navn."
    )
    take_to(document, State.PUBLISHED)
    assert "Feil navn." in words(client.get(at("document", document)))
    assert "Feil navn." in words(client.get(at("document_differences", document)))


def test_an_editor_cannot_write_for_another_municipality(hamar: Any) -> None:
    lillestrom = make_municipality("Lillestrøm", "3030")
    answer = as_user(make_editor(hamar)).post("/dokumenter/ny/", typed(owner=lillestrom.pk))
    assert (answer.status_code, Document.objects.count()) == (422, 0)


def test_the_secretariat_writes_for_the_alliance_and_every_member(hamar: Any) -> None:
    form = as_user(make_secretary()).get("/dokumenter/ny/?kind=report").context["form"]
    assert [name for _pk, name in form.fields["owner"].choices] == ["Osloregionen", "Hamar"]


def test_those_who_are_written_for_stand_as_norwegians_sort(hamar: Any) -> None:
    make_municipality("Ås", "3021")
    make_municipality("Østre Toten", "3442")
    form = as_user(make_secretary()).get("/dokumenter/ny/?kind=report").context["form"]
    names = [name for _pk, name in form.fields["owner"].choices]
    assert names == ["Osloregionen", "Hamar", "Østre Toten", "Ås"]


def test_a_form_with_something_wrong_keeps_what_was_typed(hamar: Any) -> None:
    answer = as_user(make_editor(hamar)).post(
        "/dokumenter/ny/", typed(owner=hamar.pk, title="", effect_value="mye", effect_unit="")
    )
    page = words(answer)
    assert answer.status_code == 422
    assert "Hamar har bygd eit varmelager." in page
    assert 'value="mye"' in page
    assert set(answer.context["form"].errors) == {"title", "effect_value"}


def test_a_form_that_comes_empty_is_told_what_it_lacks(hamar: Any) -> None:
    document = make_story(hamar)
    client = as_user(make_editor(hamar))
    addresses = ["/dokumenter/ny/", at("edit_document", document), at("attach", document), "/konto/nokler/"]
    assert [client.post(address).status_code for address in addresses] == [422] * 4


def test_an_effect_without_a_unit_is_asked_for_its_unit(hamar: Any) -> None:
    answer = as_user(make_editor(hamar)).post("/dokumenter/ny/", typed(owner=hamar.pk, effect_unit=""))
    assert answer.context["form"].errors == {"effect_unit": ["Velg hva effekten er regnet i."]}


@pytest.mark.parametrize("make", [make_guest, make_body_member])
def test_those_who_write_for_nobody_have_no_form(make: Any) -> None:
    assert as_user(make()).get("/dokumenter/ny/").status_code == 404


def test_a_kind_that_we_do_not_know_has_no_form(hamar: Any) -> None:
    assert as_user(make_secretary()).get("/dokumenter/ny/?kind=poem").status_code == 404


def test_edit_document_saves_and_says_so(hamar: Any) -> None:
    document = make_story(hamar)
    client = as_user(make_editor(hamar))
    form = client.get(at("edit_document", document)).context["form"]
    assert (form["title"].value(), form["theme"].value()) == ("Varmelager i tegl", "energy")
    answer = client.post(at("edit_document", document), typed(revision=1), follow=True)
    assert told(answer) == ["Teksten er lagret."]
    assert queries.newest_version(document).title == "Varme i tegl"


def test_two_colleagues_who_write_at_once_both_keep_their_text(hamar: Any) -> None:
    document = make_story(hamar)
    kari, ola = as_user(make_editor(hamar, "kari@demo.example")), as_user(make_editor(hamar))
    kari.post(at("edit_document", document), typed(revision=1, body="Karis tekst"))
    answer = ola.post(at("edit_document", document), typed(revision=1, body="Olas tekst"))
    page = words(answer)
    assert answer.status_code == 409
    assert "Karis tekst" in page
    assert "Olas tekst" in page
    assert "Kari lagret sist." in page
    assert queries.newest_version(document).body == "Karis tekst"
    again = typed(revision=answer.context["form"]["revision"].value(), body="Karis og Olas tekst")
    assert ola.post(at("edit_document", document), again).status_code == 302
    assert queries.newest_version(document).body == "Karis og Olas tekst"


def test_a_form_without_its_revision_overwrites_nothing(hamar: Any) -> None:
    document = make_story(hamar)
    answer = as_user(make_editor(hamar)).post(at("edit_document", document), typed())
    assert (answer.status_code, queries.newest_version(document).title) == (409, "Varmelager i tegl")


def test_a_text_in_review_is_not_written_in_by_its_owner(hamar: Any) -> None:
    document = make_story(hamar, State.IN_REVIEW)
    assert as_user(make_editor(hamar)).get(at("edit_document", document)).status_code == 404
    assert as_user(make_secretary()).get(at("edit_document", document)).status_code == 200


def test_a_neighbour_cannot_write_in_what_they_may_read(hamar: Any) -> None:
    document = make_story(hamar, State.PUBLISHED)
    neighbour = as_user(make_editor(make_municipality("Lillestrøm", "3030")))
    assert neighbour.get(at("document", document)).status_code == 200
    for name in ("edit_document", "attach"):
        assert neighbour.get(at(name, document)).status_code == 404
        assert neighbour.post(at(name, document), typed(revision=1)).status_code == 404


# The picture of a story -----------------------------------------------------------------------------------


def with_picture(content: bytes = b"", name: str = "tegl.jpg", **values: Any) -> dict[str, Any]:
    """What a browser sends for a story with a picture."""
    words = {"alt_text": "Ein stabel tegl", "credit": "Kari", "licence": "cc-by-4.0", "consent": "given"}
    return typed(picture=SimpleUploadedFile(name, content or make_picture()), **words | values)


def test_a_story_is_begun_with_its_picture_and_what_must_be_known_of_it(hamar: Any) -> None:
    answer = as_user(make_editor(hamar)).post("/dokumenter/ny/", with_picture(owner=hamar.pk), follow=True)
    picture = Attachment.objects.get()
    assert (picture.alt_text, picture.credit, picture.licence, picture.consent, picture.is_picture) == (
        "Ein stabel tegl", "Kari", "cc-by-4.0", "given", True,
    )  # fmt: skip
    assert 'alt="Ein stabel tegl"' in words(answer)


def test_everything_that_may_be_left_out_of_a_story_can_be_left_out(hamar: Any) -> None:
    client = as_user(make_editor(hamar))
    drawn = client.get("/dokumenter/ny/").context["form"]
    one_by_one = [field for field in drawn.visible_fields() if not field.is_group]
    empty = {field.name: "" for field in one_by_one if not field.field.required}
    needed = {"title": "Varme", "owner": hamar.pk, "language": "nn", "year": "2021", "theme": "energy"}
    assert client.post("/dokumenter/ny/", empty | needed).status_code == 302
    assert set(empty) >= {"body", "picture", "alt_text", "credit", "licence", "link", "effect_unit"}
    assert (Document.objects.count(), Attachment.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("content", "told_of"),
    [
        (b"<html>hei</html>", "tegl.jpg er en nettside"),
        (b"%PDF-1.7", "tegl.jpg er ikke av en type vi tar imot her (jpeg, png, webp)."),
    ],
)
def test_what_is_no_picture_is_refused_and_the_story_stays_on_the_page(
    hamar: Any, content: bytes, told_of: str
) -> None:
    answer = as_user(make_editor(hamar)).post("/dokumenter/ny/", with_picture(content, owner=hamar.pk))
    assert (answer.status_code, Document.objects.count()) == (422, 0)
    assert answer.context["form"].errors["picture"][0].startswith(told_of)
    assert "Hamar har bygd eit varmelager." in words(answer)


def test_a_picture_that_breaks_when_it_is_drawn_begins_no_story(hamar: Any) -> None:
    broken = make_picture(400, 300)[:-200]
    answer = as_user(make_editor(hamar)).post("/dokumenter/ny/", with_picture(broken, owner=hamar.pk))
    assert (answer.status_code, Document.objects.count()) == (422, 0)
    assert "tegl.jpg er skadet" in answer.context["form"].errors["picture"][0]


def test_a_picture_that_is_too_large_is_refused_before_it_is_read(hamar: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("dugnad.documents.forms.files.LARGEST_PICTURE", 0)
    answer = as_user(make_editor(hamar)).post("/dokumenter/ny/", with_picture(owner=hamar.pk))
    assert "tegl.jpg er større enn 0 MB" in answer.context["form"].errors["picture"][0]


def test_a_picture_without_words_is_asked_for_them_with_an_example(hamar: Any) -> None:
    sent = with_picture(owner=hamar.pk, alt_text="", credit="")
    errors = as_user(make_editor(hamar)).post("/dokumenter/ny/", sent).context["form"].errors
    assert set(errors) == {"alt_text", "credit", "picture"}
    assert "for eksempel: To arbeidere legger solceller" in errors["alt_text"][0]
    assert errors["picture"] == ["Velg bildet en gang til. Resten av det du skrev, er tatt vare på."]


def test_words_without_their_picture_ask_for_it(hamar: Any) -> None:
    answer = as_user(make_editor(hamar)).post("/dokumenter/ny/", typed(owner=hamar.pk, credit="Kari"))
    assert answer.context["form"].errors == {
        "picture": ["Velg bildet du har beskrevet, eller tøm feltene om det."]
    }


def test_a_picture_is_chosen_again_when_something_else_was_wrong(hamar: Any) -> None:
    sent = with_picture(owner=hamar.pk, effect_unit="")
    errors = as_user(make_editor(hamar)).post("/dokumenter/ny/", sent).context["form"].errors
    assert set(errors) == {"effect_unit", "picture"}


def test_a_story_gets_its_picture_while_it_is_written_on(hamar: Any) -> None:
    document = make_story(hamar)
    client = as_user(make_editor(hamar))
    assert client.post(at("edit_document", document), with_picture(revision=1)).status_code == 302
    document.refresh_from_db()
    assert (queries.newest_version(document).title, document.attachments.count()) == ("Varme i tegl", 1)


def test_a_damaged_picture_leaves_the_text_as_it_was_and_the_page_as_it_was_typed(hamar: Any) -> None:
    document = make_story(hamar)
    broken = make_picture(400, 300)[:-200]
    answer = as_user(make_editor(hamar)).post(
        at("edit_document", document), with_picture(broken, revision=1, body="Ny tekst")
    )
    assert (answer.status_code, queries.newest_version(document).title) == (422, "Varmelager i tegl")
    assert "Ny tekst" in words(answer)


def test_two_who_write_at_once_are_told_to_choose_the_picture_again(hamar: Any) -> None:
    document = make_story(hamar)
    client = as_user(make_editor(hamar))
    client.post(at("edit_document", document), typed(revision=1))
    answer = client.post(at("edit_document", document), with_picture(revision=1))
    assert (answer.status_code, Attachment.objects.count()) == (409, 0)
    assert "Velg bildet en gang til" in words(answer)


def test_a_report_has_its_pictures_on_a_page_of_their_own(hamar: Any) -> None:
    form = as_user(make_editor(hamar)).get("/dokumenter/ny/?kind=report").context["form"]
    assert (form.illustration, "picture" in form.fields) == ([], False)


def test_the_one_who_reviews_sees_how_long_the_text_is(hamar: Any) -> None:
    secretary = as_user(make_secretary())
    short = words(secretary.get(at("document", make_story(hamar, State.IN_REVIEW, body="Éin by, to elvar."))))
    assert "Ord: 4. Tegn: 17. Mellom 250 og 500 ord er best å lese." in short
    fits = words(secretary.get(at("document", make_story(hamar, State.IN_REVIEW, body="ord " * 300))))
    assert "Ord: 300. Tegn: " in fits
    assert "best å lese" not in fits


# Review --------------------------------------------------------------------------------------------------


def test_a_story_goes_all_the_way_by_the_buttons(hamar: Any) -> None:
    document = make_story(hamar)
    editor, approver = as_user(make_editor(hamar)), as_user(make_approver(hamar))
    secretary = as_user(make_secretary())
    steps = [
        (editor, "submit_for_review", "Send til vurdering", {}, State.IN_REVIEW),
        (secretary, "return_with_note", "Send tilbake", {"note": "Kven tok biletet?"}, State.DRAFT),
        (editor, "submit_for_review", "Send til vurdering", {}, State.IN_REVIEW),
        (approver, "approve", "Godkjenn", {}, State.APPROVED),
        (secretary, "publish", "Publiser", {}, State.PUBLISHED),
        (approver, "withdraw", "Trekk tilbake", {"note": "Feil tall."}, State.WITHDRAWN),
    ]
    for client, name, label, values, state in steps:
        assert label in words(client.get(at("document", document)))
        document.refresh_from_db()
        client.post(at(name, document), {"revision": document.revision, **values})
        document.refresh_from_db()
        assert document.state == state
    approval = queries.newest_version(document).approvals.get()
    assert (approval.on_behalf_of, approval.person) == (hamar, approver_of(hamar))


def approver_of(organisation: Any) -> Any:
    return organisation.offices.get(mandate="approver").person


def test_the_secretariat_approves_on_behalf_of_the_alliance(hamar: Any) -> None:
    document = make_story(hamar, State.IN_REVIEW)
    as_user(make_secretary()).post(at("approve", document), {"revision": document.revision})
    assert queries.newest_version(document).approvals.get().on_behalf_of == make_alliance()


@pytest.mark.parametrize("revision", ["1", "", "x"])
def test_a_text_that_changed_after_it_was_read_is_not_approved(hamar: Any, revision: str) -> None:
    document = make_story(hamar, State.IN_REVIEW)
    answer = as_user(make_approver(hamar)).post(at("approve", document), {"revision": revision}, follow=True)
    document.refresh_from_db()
    assert document.state == State.IN_REVIEW
    assert "Noen andre lagret mens du skrev" in told(answer)[0]


def test_a_note_without_words_is_asked_for_and_the_page_comes_back(hamar: Any) -> None:
    document = make_story(hamar, State.IN_REVIEW)
    answer = as_user(make_secretary()).post(at("return_with_note", document), {"note": " "})
    document.refresh_from_db()
    assert (answer.status_code, document.state) == (422, "in_review")
    assert 'id="return_with_note-note"' in words(answer)


def test_a_refusal_is_told_on_the_page(hamar: Any) -> None:
    document = make_story(hamar)
    make_attachment(document, credit="")
    take_to(document, State.IN_REVIEW)
    changes.approve(document, on_behalf_of=hamar, by=None, at=AT)
    answer = as_user(make_secretary()).post(at("publish", document), follow=True)
    assert told(answer) == [
        "«Tegl» kan ikke publiseres ennå. Fyll ut det som mangler under «Bilder og filer»."
    ]


@pytest.mark.parametrize("name", ["submit_for_review", "approve", "withdraw", "publish", "return_with_note"])
@pytest.mark.parametrize("make", [None, make_guest, make_body_member, "neighbour", "editor"])
def test_a_step_is_taken_by_those_who_may(hamar: Any, name: str, make: Any) -> None:
    document = make_story(hamar, State.IN_REVIEW)
    users = {
        "neighbour": lambda: make_approver(make_municipality("Lillestrøm", "3030")),
        "editor": lambda: make_editor(hamar),
    }
    user = users.get(make, make)() if make else None
    answer = as_user(user).post(at(name, document), {"note": "–", "revision": document.revision})
    document.refresh_from_db()
    assert (answer.status_code, document.state) == (302 if make is None else 404, "in_review")


# Files ---------------------------------------------------------------------------------------------------


def upload(content: bytes, name: str, revision: int, **values: Any) -> dict[str, Any]:
    return {
        "file": SimpleUploadedFile(name, content),
        "title": "Tegl",
        "alt_text": "Ein stabel tegl",
        "credit": "Kari",
        "licence": "cc-by-4.0",
        "consent": "not_needed",
        "revision": revision,
    } | values


def test_a_picture_is_added_shown_and_taken_out(hamar: Any) -> None:
    document = make_story(hamar)
    client = as_user(make_editor(hamar))
    answer = client.post(at("attach", document), upload(make_picture(), "tegl.jpg", 1), follow=True)
    attachment = Attachment.objects.get()
    assert told(answer) == ["Filen er lagt til."]
    shown = client.get(at("picture", document, pk=attachment.pk))
    assert (shown["Content-Type"], b"".join(shown.streaming_content)[:2]) == ("image/jpeg", b"\xff\xd8")
    answer = client.post(at("detach", document, pk=attachment.pk), follow=True)
    assert told(answer) == ["Filen er tatt ut. Tidligere versjoner beholder den."]
    assert client.post(at("detach", document, pk=attachment.pk)).status_code == 404


def test_a_file_that_is_not_what_it_says_is_refused_and_the_words_stay(hamar: Any) -> None:
    document = make_story(hamar)
    answer = as_user(make_editor(hamar)).post(
        at("attach", document), upload(b"<html>hei</html>", "tegl.jpg", 1, credit="Kari Nordmann")
    )
    assert (answer.status_code, Attachment.objects.count()) == (422, 0)
    assert "tegl.jpg" in str(answer.context["form"].errors["file"])
    assert "Kari Nordmann" in words(answer)


def test_a_file_larger_than_the_largest_is_refused_before_it_is_read(hamar: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("dugnad.documents.forms.files.LARGEST", 0)
    document = make_story(hamar)
    answer = as_user(make_editor(hamar)).post(at("attach", document), upload(b"%PDF-", "stor.pdf", 1))
    assert "stor.pdf er større enn 0 MB" in str(answer.context["form"].errors["file"])


def test_two_who_add_files_at_once_are_told(hamar: Any) -> None:
    document = make_story(hamar)
    client = as_user(make_editor(hamar))
    client.post(at("attach", document), upload(make_picture(), "en.jpg", 1))
    answer = client.post(at("attach", document), upload(make_picture(), "to.jpg", 1))
    assert (answer.status_code, Attachment.objects.count()) == (422, 1)


def test_files_are_handed_out_to_keep_and_never_run(hamar: Any) -> None:
    document = make_document(hamar)
    attachment = make_attachment(document, b"%PDF-1.7\n", "plan æ.pdf")
    take_to(document, State.PUBLISHED)
    answer = Client().get(at("attachment", document, pk=attachment.pk))
    assert b"".join(answer.streaming_content) == b"%PDF-1.7\n"
    assert {
        name: answer[name] for name in ("Content-Type", "X-Content-Type-Options", "Content-Disposition")
    } == {
        "Content-Type": "application/pdf",
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": "attachment; filename*=utf-8''plan%20%C3%A6.pdf",
    }
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_readers_never_get_the_picture_with_the_cameras_notes(hamar: Any) -> None:
    document = make_document(hamar)
    attachment = make_attachment(document, make_picture(quality=30))
    take_to(document, State.PUBLISHED)
    address = at("attachment", document, pk=attachment.pk)
    reader = b"".join(Client().get(address).streaming_content)
    writer = b"".join(as_user(make_editor(hamar)).get(address).streaming_content)
    assert writer == make_picture(quality=30)
    assert reader != writer


def test_files_of_a_draft_are_missing_for_strangers(hamar: Any) -> None:
    document = make_document(hamar, State.PUBLISHED)
    attachment = make_attachment(document)
    for name in ("attachment", "picture"):
        assert Client().get(at(name, document, pk=attachment.pk)).status_code == 404
        assert Client().get(at(name, document, pk=2**70)).status_code == 404


def test_a_file_that_is_no_picture_is_not_shown_as_one(hamar: Any) -> None:
    document = make_document(hamar)
    attachment = make_attachment(document, b"%PDF-1.7\n", "plan.pdf")
    assert as_user(make_secretary()).get(at("picture", document, pk=attachment.pk)).status_code == 404


def test_a_withdrawn_document_takes_no_files(hamar: Any) -> None:
    document = make_document(hamar)
    attachment = make_attachment(document)
    take_to(document, State.WITHDRAWN)
    client = as_user(make_secretary())
    assert client.get(at("attach", document)).status_code == 404
    assert client.post(at("detach", document, pk=attachment.pk)).status_code == 404


def test_every_view_has_a_policy() -> None:
    assert [view.name for view in urlpatterns if not policy_of(view.callback)] == []


def test_a_page_of_the_list_follows_the_other(client: Client) -> None:
    for number in range(25):
        make_document(state=State.PUBLISHED, title=f"Rapport {number}")
    assert len(client.get("/dokumenter/").context["cards"]) == 24
    assert len(client.get("/dokumenter/?page=2").context["cards"]) == 1


def test_no_theme_is_chosen_for_the_writer_and_none_is_asked_for(hamar: Any) -> None:
    client = as_user(make_editor(hamar))
    assert client.get("/dokumenter/ny/").context["form"]["theme"].value() is None
    answer = client.post("/dokumenter/ny/", typed(owner=hamar.pk, theme=""))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["theme"])
