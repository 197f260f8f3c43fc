"""Where a story was used, which others are like it, and what a prize asks of it."""

import io
from datetime import date
from typing import Any

import docx
import pytest
from django.test import Client

from dugnad.documents import changes, queries
from dugnad.documents.kinds import UseKind
from dugnad.documents.models import Prize, StoryUse
from dugnad.documents.queries import PUBLIC
from dugnad.documents.states import State
from dugnad.kit import history
from dugnad.kit.errors import Refused
from dugnad.members.models import Organisation
from tests.documents.test_sending import AT, hamar, signed_in
from tests.factories.documents import make_document, make_story
from tests.factories.members import make_alliance, make_editor, make_guest, make_municipality, make_secretary

__all__ = ["hamar"]  # a fixture of the tests of sending, used here too
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
DAY = date(2021, 4, 20)
NOBODY: dict[str, Any] = {"by": None, "at": AT}


def use(document: Any, kind: str = "meeting", where: str = "Faggruppa", **values: Any) -> StoryUse:
    return changes.note_use(document, kind=kind, where=where, on=DAY, **NOBODY, **values)


# Uses ----------------------------------------------------------------------------------------------------


def test_a_use_is_noted_once_with_the_version_that_was_used(hamar: Any) -> None:
    document = make_story(hamar, State.PUBLISHED)
    first, again = use(document), use(document)
    assert (first.pk, first.version, str(first)) == (again.pk, 1, "Faggruppa, 2021-04-20")
    verbs = [change.verb for change in history.changes_of(document)]
    assert verbs.count("note_use") == 1


def test_strangers_see_uses_that_everybody_can_see_anyway(client: Client, hamar: Any) -> None:
    document = make_story(hamar, State.PUBLISHED)
    use(document)
    use(document, "edition", "Klimastatus 2021", link="/klimastatus/2021/")
    assert [row.where for row in queries.uses_of(document, PUBLIC)] == ["Klimastatus 2021"]
    page = client.get(f"/dokumenter/{document.slug}/").content.decode()
    assert '<a href="/klimastatus/2021/" rel="noopener">Klimastatus 2021</a>' in page
    assert "Faggruppa" not in page
    assert "Faggruppa" in signed_in(make_guest()).get(f"/dokumenter/{document.slug}/").content.decode()


def test_a_wrong_note_is_taken_away_but_not_what_an_edition_noted(hamar: Any) -> None:
    document = make_story(hamar, State.PUBLISHED)
    mine, theirs = use(document), use(document, UseKind.EDITION, "Klimastatus 2021")
    client = signed_in(make_secretary())
    client.post(f"/dokumenter/{document.slug}/bruk/{mine.pk}/ta-bort/")
    assert client.post(f"/dokumenter/{document.slug}/bruk/{theirs.pk}/ta-bort/").status_code == 404
    assert list(document.uses.all()) == [theirs]
    with pytest.raises(Refused) as refusal:
        changes.remove_use(theirs, **NOBODY)
    assert refusal.value.code == "kind"


def test_the_secretariat_notes_a_use_by_hand(hamar: Any) -> None:
    document = make_story(hamar, State.PUBLISHED)
    client, address = signed_in(make_secretary()), f"/dokumenter/{document.slug}/bruk/ny/"
    assert 'value="KLP"' in client.get(f"{address}?kind=prize&where=KLP").content.decode()
    typed = {"kind": "newsletter", "where": "Nyhetsbrev 4", "on": "20.4.2021", "link": "osloregionen.no/4"}
    client.post(address, typed)
    row = document.uses.get()
    assert (row.where, row.on, row.link) == ("Nyhetsbrev 4", DAY, "https://osloregionen.no/4")
    assert client.post(address, typed | {"kind": "edition"}).status_code == 422


# Likeness ------------------------------------------------------------------------------------------------


def shelf(hamar: Any) -> tuple[Any, Any]:
    asker = Organisation.objects.filter(slug="asker").first() or make_municipality("Asker", code="3025")
    ferry = make_story(
        asker,
        State.PUBLISHED,
        title="Ferja som lader",
        body="Ferja lader ved kaia og går på strøm mellom øyene.",
        theme="transport",
        goals=[11, 13],
        contact="Kari Nordmann, kari@asker.example",
    )
    sun = make_story(asker, State.PUBLISHED, title="Sol på taket", body="Solceller gir strøm til skolen.")
    return ferry, sun


def test_similar_stories_come_with_theme_goals_and_words(hamar: Any) -> None:
    ferry, sun = shelf(hamar)
    make_story(hamar, title="Ferje i utkast", body="Ferja lader.", theme="transport")
    mine = make_story(
        hamar, title="Elbåt", body="Båten går på strøm, som ferjene.", theme="transport", goals=[13]
    )
    (first,) = queries.similar_to(queries.card_of(mine, queries.EVERYTHING))
    assert (first.card.document, first.theme, first.goals) == (ferry, "transport", [13])
    assert sorted(first.words) == ["ferja", "strøm"]
    assert first.address == "kari@asker.example"
    (planned,) = queries.who_else("Solceller på skolen")
    assert (planned.card.document, planned.theme, planned.address) == (sun, None, "")


def test_a_word_or_two_in_common_make_no_likeness_of_whole_stories(hamar: Any) -> None:
    shelf(hamar)
    other = make_story(
        hamar,
        title="Matsvinn",
        theme="circular_economy",
        body=f"{'Kantine lunsj middag rest bolle. ' * 9} Skolen.",
    )
    assert queries.similar_to(queries.card_of(other, queries.EVERYTHING)) == []


def test_what_tells_of_no_measure_is_like_no_story(hamar: Any) -> None:
    shelf(hamar)
    report = make_document(hamar, body="Ferja lader.")
    assert queries.similar_to(queries.card_of(report, queries.EVERYTHING)) == []


def test_who_plans_something_finds_who_has_done_it_and_whom_to_ask(client: Client, hamar: Any) -> None:
    shelf(hamar)
    address = "/dokumenter/hvem-andre/"
    assert "Hva planlegger du?" in client.get(address).content.decode()
    page = client.get(address, {"plan": "Vi vil kjøpe ei elektrisk ferje"}).content.decode()
    assert "Ferja som lader" in page
    assert "Felles ord:" in page
    assert "kari@asker.example" not in page
    signed = signed_in(make_editor(hamar)).get(address, {"plan": "ferje"}).content.decode()
    assert "mailto:kari@asker.example?subject=Ferja%20som%20lader" in signed
    assert "Ingen historie ligner" in client.get(address, {"plan": "kantine"}).content.decode()
    assert client.get(address, {"plan": "a" * 1001}).status_code == 422


def test_finding_takes_the_same_queries_for_few_stories_and_for_more(
    client: Client, hamar: Any, django_assert_num_queries: Any
) -> None:
    for _ in range(2):
        shelf(hamar)
        with django_assert_num_queries(4):
            client.get("/dokumenter/hvem-andre/?plan=ferje")


def test_a_page_of_a_story_takes_few_queries_for_those_who_see_everything(
    hamar: Any, django_assert_num_queries: Any
) -> None:
    ferry, _sun = shelf(hamar)
    client = signed_in(make_secretary())
    for _ in range(2):
        use(ferry)
        shelf(hamar)
        with django_assert_num_queries(21):
            client.get(f"/dokumenter/{ferry.slug}/")


# Prizes --------------------------------------------------------------------------------------------------

KEY = "arets-lokale-klimatiltak"
FULL: dict[str, Any] = {
    "title": "Tegl",
    "body": "Hamar har *bygd*.\n\nDet sparer straum.",
    "measure_start_year": 2019,
    "milestone_year": 2020,
    "effect_value": 120,
    "effect_unit": "kwh_a",
    "effect_method": "Målt.",
    "funding": "Klimasats",
    "point": "4",
    "transfer": "Ein kalender.",
    "contact": "Kari",
    "link": "https://hamar.example",
    "goals": [13],
}


def answers(document: Any, key: str = KEY) -> list[tuple[str, str]]:
    prize = queries.prize_with(key)
    assert prize
    card = queries.card_of(document, queries.EVERYTHING)
    assert card
    return [(answer.text, answer.complaint) for answer in queries.answers_for(prize, card)]


def test_a_story_answers_the_questions_of_a_prize_and_says_what_is_missing(hamar: Any) -> None:
    found = answers(make_story(hamar, title="Tegl", body="Hamar har *bygd*.\n\nDet sparer straum."))
    assert found[:3] == [("Hamar", ""), ("Tegl", ""), ("Hamar har bygd.\n\nDet sparer straum.", "")]
    assert found[3] == ("", "Historien har ingenting om «Tiltaket startet i».")
    assert found[5] == ("", "Historien har ingenting om «Effekt».")


def test_every_fact_of_a_story_can_answer(hamar: Any) -> None:
    fields = "title theme goals start milestone effect method funding point transfer contact link own".split()  # noqa: SIM905
    questions = [{"text": field, "field": field, "most": 0, "unit": "words"} for field in fields]
    changes.write_prize(None, name="Alt", organiser="", link="", questions=questions, **NOBODY)
    texts = [text for text, _complaint in answers(make_story(hamar, **FULL), "alt")]
    assert texts == [
        "Tegl", "Bygg og energi", "13. Stoppe klimaendringene", "2019", "2020", "120 kWh i året",
        "Målt.", "Klimasats", "4", "Ein kalender.", "Kari", "https://hamar.example", "",
    ]  # fmt: skip
    assert answers(make_story(hamar, **FULL), "alt")[-1][1] == "Skriv dette i skjemaet til prisen."


def test_this_years_form_takes_the_place_of_the_one_we_know(hamar: Any) -> None:
    known = queries.prize_with(KEY)
    questions = [{"text": "Hva?", "field": "text", "most": 3, "unit": "words"}]
    changes.write_prize(
        known, name="Lokale klimatiltak", organiser="KS", link="", questions=questions, **NOBODY
    )
    (only,) = answers(make_story(hamar))
    assert only[1].endswith("høyst 3 er lov. Det er 8 for mye.")
    changes.write_prize(queries.prize_with(KEY), name="Ny", organiser="", link="", questions=[], **NOBODY)
    assert [prize.name for prize in queries.prizes()] == [
        "KLPs klimapris for kommunene",
        "Klimasats, prosjektomtale",
        "Ny",
    ]


def test_a_prize_that_is_here_already_is_not_made_twice() -> None:
    for name in ("Årets lokale klimatiltak", "!!"):
        with pytest.raises(Refused) as refusal:
            changes.write_prize(None, name=name, organiser="", link="", questions=[], **NOBODY)
        assert refusal.value.field == "name"


def test_the_form_of_a_prize_is_shown_and_given_as_a_document(hamar: Any) -> None:
    document = make_story(hamar, contact="Kari", transfer="Ein kalender.")
    client = signed_in(make_editor(hamar))
    address = f"/dokumenter/{document.slug}/pris/{KEY}/"
    page = client.get(address).content.decode()
    assert "3 spørsmål mangler svar" not in page
    assert "4 spørsmål mangler svar" in page
    assert f"/pris/{KEY}/" in client.get(f"/dokumenter/{document.slug}/").content.decode()
    answer = client.get(f"{address}skjema.docx")
    paper = docx.Document(io.BytesIO(answer.content))
    assert [p.text for p in paper.paragraphs][:4] == [
        "Årets lokale klimatiltak: Varmelager i tegl", "Kommune", "Hamar", "Navn på tiltaket",
    ]  # fmt: skip
    assert client.get(f"/dokumenter/{document.slug}/pris/finnes-ikke/").status_code == 404
    other = signed_in(make_editor(make_municipality("Asker", code="3025"), email="asker@demo.example"))
    assert other.get(address).status_code == 404


def test_the_secretariat_writes_a_prize_one_question_a_line() -> None:
    make_alliance()
    client = signed_in(make_secretary())
    typed = {"name": "Grønn pris", "questions": "Hva? | Tekst | 1 500 tegn\n\nHvem? | contact\n"}
    client.post("/dokumenter/priser/ny/", typed)
    prize = Prize.objects.get()
    assert (prize.key, str(prize)) == ("gronn-pris", "Grønn pris")
    assert prize.questions == [
        {"text": "Hva?", "field": "text", "most": 1500, "unit": "characters"},
        {"text": "Hvem?", "field": "contact", "most": 0, "unit": "characters"},
    ]
    page = client.get("/dokumenter/priser/gronn-pris/").content.decode()
    assert "Hva? | Tekst | 1500 tegn\nHvem? | Kontakt" in page
    assert "2 spørsmål" in client.get("/dokumenter/priser/").content.decode()
    client.post("/dokumenter/priser/gronn-pris/", typed | {"organiser": "KLP"})
    assert Prize.objects.get().organiser == "KLP"


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("Hva?", "Linje 2: Skriv spørsmål | felt, og hvor langt svaret kan være hvis det er en grense."),
        (
            "Hva? | a | b | c",
            "Linje 2: Skriv spørsmål | felt, og hvor langt svaret kan være hvis det er en grense.",
        ),
        ("Hva? | farge", "Linje 2: «farge» er ikke et felt i en historie."),
        ("Hva? | tekst | langt", "Linje 2: «langt» er ingen lengde. Skriv for eksempel 1500 tegn."),
        ("Hva? | tekst | 0 ord", "Linje 2: «0 ord» er ingen lengde. Skriv for eksempel 1500 tegn."),
    ],
)
def test_a_line_that_cannot_be_read_is_told_with_its_number(line: str, complaint: str) -> None:
    make_alliance()
    typed = {"name": "Pris", "questions": f"Hvem? | kontakt\n{line}"}
    answer = signed_in(make_secretary()).post("/dokumenter/priser/ny/", typed)
    assert (answer.status_code, answer.context["form"].errors["questions"]) == (422, [complaint])
    assert "Hvem? | kontakt" in answer.content.decode()
