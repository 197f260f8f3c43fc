"""Files by a link: a colleague without an account puts them in, takes them out, and reaches no others."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dugnad.calls import changes, queries, rules
from dugnad.calls.kinds import QuestionKind
from dugnad.calls.models import Call, Forwarding, Reply, ReplyFile
from dugnad.kit.history import changes_of
from dugnad.kit.models import OutgoingMail
from dugnad.kit.uploads import MEGABYTE
from tests.factories.calls import AT, SECOND, make_call, make_figures, make_hamar, make_reply
from tests.factories.documents import make_picture
from tests.factories.members import make_editor
from tests.refusals import refused

pytestmark = pytest.mark.django_db
HAMAR = "/innhenting/klimastatus-2021/hamar/"
DUE = AT.replace(day=30, hour=16, minute=0)
CAPTION = {"licence": "alliance", "consent": "not_needed", "alt_text": "", "credit": ""}
PDF = b"%PDF-1.7 plan"


@pytest.fixture
def before_due(settings: Any) -> None:
    """A day before the answers are due, for the pages."""
    settings.DEMO, settings.DEMO_TODAY = True, "2021-04-20"


def make_sections() -> Call:
    """A call of two sections: a plan and a figure in the first, a secret file in the other."""
    figure = {"kind": QuestionKind.FIGURE, "indicator": "ghg-emissions", "unit": "t CO2e"}
    call = make_call({"plan": {"kind": QuestionKind.FILE}, "total": figure, "cars": {}})
    section = changes.add_section(call, title_nb="Kontakt", by=None, at=AT)
    changes.add_question(section, key="secret", kind="file", label_nb="Avtale", by=None, at=AT)
    return call


def lend(reply: Reply, name: str = "Kari", by: Any = None) -> tuple[Forwarding, str]:
    """Lend the first section; the address stands in the mail and nowhere else."""
    who = {"name": name, "email": f"{name.casefold()}@hamar.example", "by": by, "at": AT}
    forwarding = changes.forward_section(reply, reply.call.sections.first(), **who)
    mail = OutgoingMail.objects.get(key=f"secret:forwarding:{forwarding.pk}")
    return forwarding, re.search(r"/innhenting/del/[\w-]+/", mail.text)[0]


def put_in(reply: Reply, key: str = "plan", content: bytes = PDF, **values: Any) -> ReplyFile:
    """A file beside an answer, by a link or by somebody who has signed in."""
    question = reply.call.questions.get(key=key)
    return changes.attach_file(
        reply, question, content, "plan.pdf", **({"by": None, "at": AT} | CAPTION | values)
    )


def sent(content: bytes = PDF, name: str = "plan.pdf", **values: str) -> dict[str, Any]:
    return CAPTION | {"file": SimpleUploadedFile(name, content)} | values


# The verbs ------------------------------------------------------------------------------------------------


def test_a_file_by_link_carries_the_colleague_and_the_trail_only_a_number() -> None:
    reply = make_reply(make_sections())
    forwarding, _address = lend(reply)
    file = put_in(reply, forwarding=forwarding)
    assert (file.by, file.forwarding, reply.answered) == (None, forwarding, 1)
    assert Forwarding.objects.get().saved_at == AT
    changes.detach_file(file, by=None, at=AT, forwarding=forwarding)
    assert ReplyFile.objects.get().removed_at == AT
    trail = changes_of(reply)
    told = queries.told_by_link(trail, queries.forwardings_of(reply))
    by_link = {change.verb: told[change.pk] for change in trail if change.pk in told}
    assert by_link == dict.fromkeys(["attach_file", "detach_file"], "Kari (via lenke)")
    assert "kari" not in str(list(trail.values_list("after"))).casefold()


def test_a_link_puts_nothing_in_outside_its_section_and_after_its_time() -> None:
    reply = make_reply(make_sections())
    forwarding, _address = lend(reply)
    with refused("section"):
        put_in(reply, "secret", forwarding=forwarding)
    with refused("kind"):
        put_in(reply, "cars", forwarding=forwarding)
    with refused("lent"):
        put_in(reply, forwarding=forwarding, at=DUE)
    in_time = put_in(reply, forwarding=forwarding, at=DUE + SECOND, first_byte_at=DUE - SECOND)
    with refused("lent"):
        changes.detach_file(in_time, by=None, at=DUE, forwarding=forwarding)
    assert ReplyFile.objects.filter(removed_at__isnull=True).count() == 1


def test_a_link_takes_out_only_what_it_has_put_in() -> None:
    reply = make_reply(make_sections())
    kari, _address = lend(reply)
    ola, _other = lend(reply, "Ola")
    for file in (put_in(reply), put_in(reply, forwarding=ola)):
        with refused("owner"):
            changes.detach_file(file, by=None, at=AT, forwarding=kari)
    assert reply.files.filter(removed_at__isnull=False).count() == 0


def test_a_link_has_room_for_one_section_and_what_is_taken_out_counts() -> None:
    reply = make_reply(make_sections())
    forwarding, _address = lend(reply)
    with refused("size", field="file"):
        put_in(reply, content=PDF + b" " * rules.LENT_FILE * MEGABYTE, forwarding=forwarding)
    for number in range(rules.LENT_FILES):
        file = put_in(reply, content=PDF + b"%d" % number, forwarding=forwarding)
        changes.detach_file(file, by=None, at=AT, forwarding=forwarding)
    with refused("room", field="file"):
        put_in(reply, forwarding=forwarding)
    put_in(reply, content=PDF + b" " * rules.LENT_FILE * MEGABYTE)  # who has signed in may
    other, _address = lend(reply, "Ola")
    put_in(reply, forwarding=other)


@pytest.mark.parametrize(
    ("before", "size", "has_room"),
    [([], 1, True), ([25, 24], 1, True), ([25, 25], 1, False), ([1] * 19, 1, True), ([0] * 20, 0, False)],
)
def test_all_that_a_link_puts_in_has_an_end(before: list[int], size: int, has_room: bool) -> None:
    assert rules.has_room([one * MEGABYTE for one in before], size * MEGABYTE) is has_room


def test_files_that_are_carried_to_new_words_keep_who_put_them_in() -> None:
    reply = make_reply(make_sections())
    forwarding, _address = lend(reply)
    put_in(reply, forwarding=forwarding)
    plan = reply.call.questions.get(key="plan")
    new = changes.reword_question(plan, by=None, at=AT, label_nb="Planen som gjelder nå")
    changes.carry_files(reply, new, by=None, at=AT, forwarding=forwarding)
    assert new.pk == queries.question_keyed(reply.call, "plan").pk
    assert [f.forwarding for f in queries.files_of(reply)[new.pk]] == [forwarding]
    assert changes_of(reply).get(verb="carry_files").after["forwarding"] == forwarding.pk


# The pages ------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("before_due")
def test_a_colleague_puts_a_file_in_and_takes_it_out_without_an_account() -> None:
    reply = make_reply(make_sections())
    _forwarding, address = lend(reply)
    client = Client(enforce_csrf_checks=True)
    place = f"{address}filer/plan/"
    assert f'href="{place}"' in client.get(address).text
    form = client.get(place)
    assert (form.status_code, form["Referrer-Policy"], form["Cache-Control"]) == (
        200, "no-referrer", "no-store",
    )  # fmt: skip
    assert "20 filer og 50 MB til sammen" in form.text
    done = client.post(place, sent(credit="Kari Foto"), follow=True)
    assert [words in done.text for words in ("Filen er lagt til", "Kari Foto", "Kari (via lenke)")] == [
        True, True, True,
    ]  # fmt: skip
    file = ReplyFile.objects.get()
    assert (file.credit, file.licence, file.by) == ("Kari Foto", "alliance", None)
    assert "plan.pdf" in client.get(address).text
    own = Client()
    own.force_login(make_editor(make_hamar()))
    assert "Kari (via lenke)" in own.get(f"{HAMAR}filer/plan/").text
    page = own.get(HAMAR).text
    assert page.count("Kari (via lenke)") == 2  # beside the file, and in the trail
    gone = client.post(f"{place.removesuffix('plan/')}{file.pk}/ta-ut/", follow=True)
    assert "plan.pdf" not in gone.text
    assert ReplyFile.objects.get().removed_at is not None


@pytest.mark.usefixtures("before_due")
def test_files_by_a_link_wait_too_when_too_much_is_sent(client: Client, settings: Any) -> None:
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = {"answer_by_link": "1/m/key"}
    _forwarding, address = lend(make_reply(make_sections()))
    place = f"{address}filer/plan/"
    assert client.post(place, sent()).status_code == 302
    again = client.post(place, sent(credit="Kari Foto"))
    assert (again.status_code, "Vent et minutt" in again.text, "Kari Foto" in again.text) == (429, True, True)
    file = ReplyFile.objects.get()
    out = client.post(f"{address}filer/{file.pk}/ta-ut/")
    assert (out.status_code, "Vent et minutt" in out.text) == (429, True)
    assert ReplyFile.objects.get().removed_at is None
    cache.clear()


@pytest.mark.usefixtures("before_due")
def test_a_figure_that_is_not_right_gets_its_evidence_by_link() -> None:
    make_hamar()
    make_figures((2019, "road_traffic", 50000))
    reply = make_reply(make_sections())
    _forwarding, address = lend(reply)
    client = Client()
    assert f'href="{address}filer/total/"' in client.get(address).text
    client.post(
        address, {"total.right": "false", "total.value": "9", "total.reason": "Feil", "total.seen": "0"}
    )
    client.post(f"{address}filer/total/", sent(make_picture(), "måler.jpg"))
    evidence = ReplyFile.objects.get()
    assert (evidence.question.key, evidence.name, evidence.is_picture) == ("total", "måler.jpg", True)


@pytest.mark.usefixtures("before_due")
def test_what_is_wrong_with_a_file_is_told_and_the_words_stay() -> None:
    _forwarding, address = lend(make_reply(make_sections()))
    client, place = Client(), f"{address}filer/plan/"
    for content, name, words in (
        (b"<html></html>", "plan.pdf", "plan.pdf"),
        (PDF + b" " * rules.LENT_FILE * MEGABYTE, "plan.pdf", "større enn 10 MB"),
    ):
        page = client.post(place, sent(content, name, credit="Kari Foto"))
        assert (page.status_code, words in page.text, "Kari Foto" in page.text) == (422, True, True)
    assert client.post(place, CAPTION).status_code == 422
    unread = client.post(place, sent(PDF + b" " * 12 * MEGABYTE))
    assert (unread.status_code, "Filen er større enn 10 MB" in unread.text) == (413, True)
    assert ReplyFile.objects.count() == 0


@pytest.mark.usefixtures("before_due")
def test_files_of_other_sections_and_other_hands_do_not_exist_by_the_link() -> None:
    reply = make_reply(make_sections())
    _forwarding, address = lend(reply)
    client, own = Client(), put_in(reply)
    secret = put_in(reply, "secret")
    for key in ("secret", "cars", "none"):
        assert client.get(f"{address}filer/{key}/").status_code == 404
        assert client.post(f"{address}filer/{key}/", sent()).status_code == 404
    for file in (own, secret):
        assert client.post(f"{address}filer/{file.pk}/ta-ut/").status_code == 404
        assert client.get(f"{HAMAR}filer/{file.pk}/").status_code == 302  # to sign in
    page = client.get(f"{address}filer/plan/").text
    assert ("plan.pdf" in page, "ta-ut" in page) == (True, False)
    assert reply.files.filter(removed_at__isnull=False).count() == 0


@pytest.mark.usefixtures("before_due")
def test_a_link_that_was_closed_answers_as_its_section_does() -> None:
    reply = make_reply(make_sections())
    forwarding, address = lend(reply)
    file = put_in(reply, forwarding=forwarding)
    changes.end_forwarding(forwarding, by=None, at=AT)
    client, place = Client(), f"{address}filer/plan/"
    assert client.get(place).text.count("Denne lenken er ikke lenger åpen.") == 1
    typed = client.post(place, sent(alt_text="En plan", credit="Kari Foto"))
    assert (typed.status_code, "En plan" in typed.text, "Kari Foto" in typed.text) == (409, True, True)
    out = client.post(f"{address}filer/{file.pk}/ta-ut/")
    assert (out.status_code, "Lenken er ikke lenger åpen" in out.text) == (409, True)
    assert list(reply.files.values_list("removed_at", flat=True)) == [None]
    assert client.get("/innhenting/del/feil/filer/plan/").status_code == 404


@pytest.mark.usefixtures("before_due")
def test_a_link_that_is_closed_while_a_file_is_on_its_way_stores_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    forwarding, address = lend(make_reply(make_sections()))
    looks = iter([True])

    def look(desk: Any) -> bool:
        first = next(looks, False)
        if first:
            changes.end_forwarding(forwarding, by=None, at=AT + timedelta(hours=1))
        return first

    monkeypatch.setattr("dugnad.calls.views.desk.Desk.may_write", property(look))
    page = Client().post(f"{address}filer/plan/", sent(credit="Kari Foto"))
    assert (page.status_code, "Kari Foto" in page.text) == (409, True)
    assert ReplyFile.objects.count() == 0


@pytest.mark.usefixtures("before_due")
def test_the_page_of_files_takes_the_same_number_of_queries_for_one_file_and_three(
    django_assert_num_queries: Any,
) -> None:
    reply = make_reply(make_sections())
    forwarding, address = lend(reply)
    for count in (1, 2):
        for number in range(count):
            put_in(reply, content=PDF + b"%d%d" % (count, number), forwarding=forwarding)
        with django_assert_num_queries(QUERIES):
            Client().get(f"{address}filer/plan/")


QUERIES = 3
