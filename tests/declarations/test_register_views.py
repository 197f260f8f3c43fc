"""The pages of the register, of one member, and of a paper that somebody holds."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from dugnad.declarations import changes
from dugnad.declarations.models import Endorsement, Signature
from dugnad.declarations.queries import proof_of_code
from dugnad.declarations.queries.papers import told_to_all
from dugnad.declarations.states import Verdict
from dugnad.kit.access import Role
from dugnad.kit.uploads import path_of
from dugnad.members.kinds import OfficeKind, OrganisationKind
from tests.factories.consent import AT, NOBODY, asked, changed, endorsed, offered, planned, signed
from tests.factories.declarations import make_wording
from tests.factories.members import (
    make_guest,
    make_membership,
    make_municipality,
    make_office,
    make_organisation,
    make_person,
    make_secretary,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
HERE = "/erklaering/ordforererklaering/2021/register/"
HAMAR = f"{HERE}hamar/"
PDF = b"%PDF-1.7 vedtak"


def client_of(user=None) -> Client:
    client = Client()
    client.cookies["language"] = "en"
    if user:
        client.force_login(user)
    return client


@pytest.fixture
def stranger() -> Client:
    return client_of()


@pytest.fixture
def secretary() -> Client:
    return client_of(make_secretary())


@pytest.fixture
def hamar():
    return make_municipality()


@pytest.fixture
def approver(hamar) -> Client:
    return client_of(make_user("leder@hamar.example", Role.MEMBER_APPROVER, organisation=hamar))


@pytest.fixture
def adopted(hamar):
    """A text that everybody may read, signed by Hamar."""
    wording = offered()
    own = endorsed(hamar, wording)
    changes.reserve(own, {wording.points.first(): "Ingen jernbane."}, **NOBODY)
    signed(own, at_ceremony=True)
    changes.adopt_wording(wording, on=AT.date(), by=None, at=AT)
    return wording


def words(response) -> str:
    return response.content.decode()


def post(client: Client, path: str, **values):
    return client.post(path, values)


# Reading -------------------------------------------------------------------------------------------------


def test_register_tells_everybody_who_signed_an_adopted_text(stranger, adopted):
    page = words(stranger.get(HERE))
    for text in ("1 has signed, 1 at the ceremony", "Hamar", "Kari Demo", "Point 1", "8 April 2021"):
        assert text in page


def test_the_register_is_grouped_by_sub_region_for_a_phone(stranger, adopted):
    page = words(stranger.get(HERE))
    assert page.count('<details class="group" open>') == 1
    assert "signed</span></summary>" in page


def test_register_of_another_day_is_as_it_was(stranger, adopted):
    page = words(stranger.get(f"{HERE}?on=2021-04-21"))
    assert "The register as it was on 21 April 2021." in page
    assert "Nobody has signed these words." in page


def test_register_with_a_day_that_means_nothing_is_that_of_today(stranger, adopted):
    assert "1 has signed" in words(stranger.get(f"{HERE}?on=yesterday&state=x&counties=no&subregion=x"))


@pytest.mark.parametrize(("name", "kind"), [("register.csv", "text/csv"), ("register.xlsx", "spreadsheetml")])
def test_register_goes_along_as_a_file(stranger, adopted, name, kind):
    response = stranger.get(f"{HERE}{name}?on=2021-05-01")
    assert kind in response["Content-Type"]
    assert "register-2021-2021-05-01" in response["Content-Disposition"]


def test_register_of_an_offered_text_is_for_those_who_are_signed_in(stranger):
    offered()
    assert [client.get(HERE).status_code for client in (stranger, client_of(make_guest()))] == [404, 200]


def test_register_asks_few_questions(stranger, adopted, django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        stranger.get(HERE)


def test_a_text_that_was_changed_says_so_on_every_page_where_its_signatures_stand(secretary, hamar):
    wording = offered()
    one = signed(endorsed(hamar, wording))
    changes.make_signed_paper(one, **NOBODY)
    changes.make_joint_paper(wording, **NOBODY)
    changed(wording)
    assert words(secretary.get(HERE)).count("not valid for this version") == 3
    assert words(secretary.get(HAMAR)).count("ot valid for this version") == 4
    assert "Not valid for this version" in words(secretary.get(f"/erklaering/bevis/{one.code}/"))


def test_consent_tells_a_members_history_and_what_its_approver_can_enter(approver, stranger, adopted):
    page, seen = words(approver.get(HAMAR)), words(stranger.get(HAMAR))
    for text in ("Endorsed the declaration", "Ingen jernbane.", "Kari Demo"):
        assert text in page
        assert text in seen
    assert ("Correct the endorsement" in page, "Enter a signature" in page, "forbehold/" in seen) == (
        True,
        False,
        False,
    )


def test_consent_of_who_has_said_nothing_and_of_who_is_no_member(stranger, adopted):
    make_municipality("Gran", "3446")
    assert "Nothing has been entered of this member yet." in words(stranger.get(f"{HERE}gran/"))
    assert stranger.get(f"{HERE}nobody/").status_code == 404


def test_a_new_mayor_of_whom_nothing_is_entered_is_named_to_the_secretariat(secretary, adopted, hamar):
    make_office(make_person("Nora Ny"), hamar, kind=OfficeKind.MAYOR, valid_from=date(2021, 5, 1))
    assert "Nora Ny" in words(secretary.get(HERE))
    assert "Enter whether the promise stands" in words(secretary.get(HAMAR))


# Entering ------------------------------------------------------------------------------------------------


def test_an_approver_enters_its_own_answer_and_no_other(approver, hamar):
    offered()
    make_municipality("Gran", "3446")
    assert approver.get(f"{HAMAR}vurderer/").status_code == 200
    assert approver.get(f"{HERE}gran/vurderer/").status_code == 404
    post(
        approver,
        f"{HAMAR}vurderer/",
        on="2021-04-08",
        considered_by="Formannskapet",
        expected_on="2021-05-12",
    )
    own = Endorsement.objects.get()
    assert (own.state, own.considered_by) == ("considering", "Formannskapet")
    assert [
        approver.get(f"{HAMAR}{page}/").status_code for page in ("undertegner", "trekker-seg", "bekrefter")
    ] == [404] * 3


def test_endorse_with_a_file_that_those_who_are_signed_in_can_open(approver, stranger, hamar):
    offered()
    told = {"way": "council", "on": "2021-04-08", "body_name": "Kommunestyret", "case_number": "21/34"}
    page = post(approver, f"{HAMAR}slutter-seg-til/", **told | {"case_number": ""})
    assert (page.status_code, "Write the number of the case" in words(page)) == (422, True)
    assert not Endorsement.objects.exists()
    assert approver.get(f"{HAMAR}slutter-seg-til/").status_code == 200
    file = SimpleUploadedFile("vedtak.pdf", PDF)
    assert post(approver, f"{HAMAR}slutter-seg-til/", **told, file=file).status_code == 302
    assert b"".join(approver.get(f"{HAMAR}vedtak/").streaming_content) == PDF
    assert stranger.get(f"{HAMAR}vedtak/").status_code == 302


def test_decision_file_that_is_not_there_is_missing(secretary, hamar):
    asked(hamar)
    assert secretary.get(f"{HAMAR}vedtak/").status_code == 404


def test_the_file_of_a_decision_stays_when_a_later_one_takes_its_place(approver, secretary, hamar):
    told = {"way": "council", "body_name": "Kommunestyret", "case_number": "21/34"}
    own = endorsed(hamar, file=(PDF, "vedtak.pdf"), **told)
    changes.offer_wording(changed(own.wording), by=None, at=AT)
    changes.endorse(own, **told | {"case_number": "21/77", "on": AT.date()}, **NOBODY)
    page = words(approver.get(HAMAR))
    assert ("case 21/34" in page, "case 21/77" in page) == (True, True)
    (past,) = own.earlier
    path = f"{HAMAR}vedtak/{past.pk}/"
    assert path in page
    assert b"".join(approver.get(path).streaming_content) == PDF
    assert approver.get(f"{HAMAR}vedtak/999/").status_code == 404
    book = b"".join(secretary.get(f"{HERE}register.csv")).decode()
    assert "8. april 2021, Sluttet seg til" in book or "case 21/34" in book


def test_a_member_says_no_with_a_reason(approver, hamar):
    asked(hamar)
    assert approver.get(f"{HAMAR}sier-nei/").status_code == 200
    post(approver, f"{HAMAR}sier-nei/", on="2021-04-08", reason="For dyrt.")
    assert Endorsement.objects.get().state == "declined"


def test_reservations_are_written_point_by_point(approver, hamar):
    own = endorsed(hamar)
    first = own.wording.points.first()
    assert "Punkt 1" in words(approver.get(f"{HAMAR}forbehold/"))
    post(approver, f"{HAMAR}forbehold/", **{f"point_{first.pk}": "Ingen jernbane."})
    assert own.reservations.get().text == "Ingen jernbane."


def test_the_secretariat_enters_a_signature_and_its_paper_is_made(secretary, hamar):
    wording = offered()
    planned(wording)
    make_office(make_person("Siv Ordfører"), hamar, kind=OfficeKind.MAYOR)
    form = words(secretary.get(f"{HAMAR}undertegner/"))
    assert ("Siv Ordfører" in form, "2021-04-22" in form) == (True, True)
    told = {"signatory": "Siv", "office": "mayor", "on": "2021-04-22", "at_ceremony": "on"}
    page = post(secretary, f"{HAMAR}undertegner/", **told)
    assert (page.status_code, Endorsement.objects.exists()) == (422, False)
    post(secretary, f"{HAMAR}undertegner/", **told, endorses_too="on")
    one = Signature.objects.get()
    paper = secretary.get(f"{HAMAR}underskrift/{one.code}.pdf")
    assert b"".join(paper.streaming_content).startswith(b"%PDF-")


def test_who_was_entered_to_come_is_who_signs(secretary, hamar):
    own = endorsed(hamar)
    changes.enter_attendance(own, name="Ola Vara", office="deputy_mayor", is_deputy=True, **NOBODY)
    assert "Ola Vara" in words(secretary.get(f"{HAMAR}undertegner/"))
    assert "Ola Vara" in words(secretary.get(HAMAR))


def test_signed_paper_that_has_not_been_made_is_missing_until_it_is(secretary, hamar):
    one = signed(endorsed(hamar))
    assert secretary.get(f"{HAMAR}underskrift/{one.code}.pdf").status_code == 404
    assert post(secretary, f"{HAMAR}underskrift/999/lag/").status_code == 404
    post(secretary, f"{HAMAR}underskrift/{one.pk}/lag/")
    assert b"".join(secretary.get(f"{HAMAR}underskrift/{one.code}.pdf").streaming_content)
    changes.revoke_signature(one, reason="Feil", on=AT.date(), **NOBODY)
    assert "No longer valid" in words(secretary.get(HAMAR))


def test_make_signed_paper_of_words_that_were_changed_says_why_not(secretary, hamar):
    one = signed(endorsed(hamar))
    changed(one.endorsement.wording)
    page = secretary.post(f"{HAMAR}underskrift/{one.pk}/lag/", follow=True)
    assert "no paper can show them" in words(page)


def test_a_signature_is_revoked_and_an_endorsement_drawn_back(secretary, hamar):
    one = signed(endorsed(hamar))
    assert "Kari Demo" in words(secretary.get(f"{HAMAR}underskrift/{one.pk}/trekk/"))
    post(secretary, f"{HAMAR}underskrift/{one.pk}/trekk/", on="2021-05-03", reason="Feil navn")
    one.refresh_from_db()
    assert one.revoked_because == "Feil navn"
    assert secretary.get(f"{HAMAR}trekker-seg/").status_code == 200
    post(secretary, f"{HAMAR}trekker-seg/", on="2021-05-03", reason="Nytt flertall")
    assert Endorsement.objects.get().state == "withdrawn"


def test_a_new_mayor_confirms_or_not(secretary, hamar):
    own = endorsed(hamar)
    assert secretary.get(f"{HAMAR}bekrefter/").status_code == 200
    told = {"name": "Nora Ny", "office": "mayor", "on": "2021-05-03"}
    post(secretary, f"{HAMAR}bekrefter/", **told, stands_by="no")
    assert own.confirmations.get().stands_by is False


def test_what_is_entered_of_a_text_that_one_may_not_read_is_missing(approver, hamar):
    make_wording()
    assert approver.get("/erklaering/ordforererklaering/2019/register/hamar/vurderer/").status_code == 404


# Papers that somebody holds ----------------------------------------------------------------------


def test_verify_by_code_and_by_copy_and_keeps_nothing(stranger, adopted, settings):
    one = Signature.objects.get()
    stored = changes.make_signed_paper(one, **NOBODY)
    content = path_of(stored.sha256).read_bytes()
    before = sorted(path.name for path in settings.FILES_ROOT.rglob("*"))
    assert stranger.get("/erklaering/bevis/").status_code == 200
    found = stranger.post("/erklaering/bevis/", {"code": one.code.lower()}, follow=True)
    copy = stranger.post("/erklaering/bevis/", {"copy": SimpleUploadedFile("min.pdf", content)})
    for page in (found, copy):
        assert 'data-verdict="genuine"' in words(page)
        assert "Kari Demo" in words(page)
    wrong = stranger.post("/erklaering/bevis/", {"copy": SimpleUploadedFile("min.pdf", content + b" ")})
    assert 'data-verdict="unknown"' in words(wrong)
    assert sorted(path.name for path in settings.FILES_ROOT.rglob("*")) == before


@pytest.mark.parametrize("typed", [{}, {"code": "æøå"}])
def test_verify_asks_for_a_code_or_a_file(stranger, typed):
    assert stranger.post("/erklaering/bevis/", typed).status_code == 422


def test_proof_of_an_unknown_code_says_so(stranger):
    assert "We know no paper with the code" in words(stranger.get("/erklaering/bevis/AAAA-BBBB-CCCC/"))


def test_a_revoked_signature_tells_from_when_and_why(stranger, adopted):
    one = Signature.objects.get()
    changes.revoke_signature(one, reason="Feil navn", on=AT.date(), **NOBODY)
    assert "Feil navn" in words(stranger.get(f"/erklaering/bevis/{one.code}/"))


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("en", ("Not valid for this version", "signed the new words on", "The words were changed, and")),
        ("nn", ("Gjeld ikkje for denne versjonen", "skreiv under dei nye orda", "Orda vart endra, og")),
        ("nb", ("Gjelder ikke for denne versjonen", "undertegnet de nye ordene", "Ordene ble endret, og")),
    ],
)
def test_a_paper_of_words_that_were_signed_anew_is_of_another_version_in_the_readers_language(
    stranger, secretary, language, says
):
    one = signed()
    changes.offer_wording(changed(one.endorsement.wording), by=None, at=AT)
    signed(one.endorsement, on=AT.date(), endorses_too=True)
    stranger.cookies["language"] = secretary.cookies["language"] = language
    page = words(stranger.get(f"/erklaering/bevis/{one.code}/"))
    assert 'data-verdict="changed"' in page
    for text in says:
        assert text in page
    own = words(secretary.get(f"{HERE}{one.endorsement.organisation.slug}/"))
    assert says[2] in own
    papers = own[own.index('class="rows"') :]
    assert (says[0] in papers, 'data-tone="danger"' in papers) == (True, False)
    for wrong in ("No longer valid", "Ikke lenger gyldig"):
        assert wrong not in papers


@pytest.mark.parametrize("becomes", ["genuine", "changed", "revoked", "replaced"])
def test_a_paper_has_the_same_verdict_on_the_members_page_as_where_it_is_proved(stranger, secretary, becomes):
    one = signed()
    own, first = one.endorsement, one.endorsement.wording.points.first().text_nb
    if becomes == "revoked":
        changes.revoke_signature(one, reason="Feil navn", on=AT.date(), **NOBODY)
    if becomes in {"changed", "replaced"}:
        changes.offer_wording(changed(own.wording), by=None, at=AT)
        later = signed(own, on=AT.date(), endorses_too=True)
    if becomes == "replaced":
        changes.revoke_signature(later, reason="Feil navn", on=AT.date(), **NOBODY)
        changes.offer_wording(changed(own.wording, first), by=None, at=AT)
        signed(own, on=AT.date(), endorses_too=True)
    assert proof_of_code(one.code).verdict == becomes
    page = words(secretary.get(f"{HERE}{own.organisation.slug}/"))
    shown = page[page.index('class="rows"') :]
    with translation.override("en"):
        assert (str(Verdict(becomes).label) in shown) is (becomes != "genuine")


def test_the_paper_with_everybody_is_made_and_handed_out(secretary, stranger, adopted):
    post(secretary, f"{HERE}samlet/")
    joint = adopted.joint_papers.get()
    assert joint.code in words(stranger.get(HERE))
    assert b"".join(stranger.get(f"{HERE}samlet/{joint.code}.pdf").streaming_content).startswith(b"%PDF-")
    assert stranger.get(f"{HERE}samlet/AAAA-BBBB-CCCC.pdf").status_code == 404
    assert 'data-verdict="genuine"' in words(stranger.get(f"/erklaering/bevis/{joint.code}/"))


def test_who_signs_for_a_county_is_called_county_mayor(secretary, adopted):
    county = make_organisation("Viken", kind=OrganisationKind.COUNTY_AUTHORITY)
    make_membership(county)
    endorsed(county, adopted)
    assert 'value="county mayor"' in words(secretary.get(f"{HERE}viken/undertegner/"))
    assert "county mayor" not in words(secretary.get(f"{HERE}hamar/bekrefter/"))


@pytest.mark.parametrize(("language", "title"), [("nb", "fylkesordfører"), ("nn", "fylkesordførar")])
def test_what_was_filled_in_for_a_county_is_read_in_the_readers_language(stranger, adopted, language, title):
    county = make_organisation("Viken", kind=OrganisationKind.COUNTY_AUTHORITY)
    make_membership(county)
    one = signed(endorsed(county, adopted), office_title="county mayor")
    own = signed(endorsed(make_municipality("Gran", "3446"), adopted), office_title="Varaordfører")
    stranger.cookies["language"] = language
    for page in (HERE, f"{HERE}viken/", f"/erklaering/bevis/{one.code}/"):
        assert title in words(stranger.get(page))
        assert "county mayor" not in words(stranger.get(page))
    told = told_to_all(adopted, [one, own], language=language, code="X", at=AT)
    assert [each["office"] for each in told["signatures"]] == [title, "Varaordfører"]
