"""A call that the secretariat is still writing: conditions, a question about the member, missing texts."""

from datetime import date, time
from typing import Any

from dugnad.calls import changes
from dugnad.calls.kinds import CallKind, QuestionKind
from dugnad.calls.models import Call, Question
from dugnad.demo.alliance import Cast
from dugnad.kit.clock import at_oslo

INTRO_NB = "Oppdiktet for demonstrasjonen: et utkast som ingen har fått ennå. Prøv å gjøre det ferdig."
INTRO_NN = "Oppdikta for demonstrasjonen: eit utkast som ingen har fått enno. Prøv å gjere det ferdig."
YES_NO = [
    {"key": "yes", "nb": "Ja", "nn": "Ja", "en": "Yes"},
    {"key": "no", "nb": "Nei", "nn": "Nei", "en": "No"},
]
WHERE = [
    {"key": "schools", "nb": "Ved skoler", "nn": "Ved skular", "en": "At schools"},
    {"key": "care", "nb": "Ved sykehjem", "nn": "Ved sjukeheimar", "en": "At nursing homes"},
    {"key": "depot", "nb": "På driftsstasjonen", "nn": "På driftsstasjonen", "en": "At the depot"},
]


def load_draft(cast: Cast) -> Call:
    """Charging and machines: half translated, with one condition in each section."""
    who: dict[str, Any] = {"by": cast.secretary, "at": at_oslo(date(2021, 4, 30), time(13))}
    call = changes.create_call(
        kind=CallKind.OTHER,
        year=2021,
        title_nb="Lading og utslippsfrie maskiner",
        title_nn="Lading og utsleppsfrie maskinar",
        title_en="Charging and zero-emission machines",
        intro_nb=INTRO_NB,
        intro_nn=INTRO_NN,
        opens=date(2021, 5, 18),
        due_day=date(2021, 6, 11),
        due_time=time(16),
        minutes=10,
        contact=cast.secretary,
        **who,
    )
    _ask_about_charging(call, who)
    _ask_about_machines(call, who)
    return call


def _ask_about_charging(call: Call, who: dict[str, Any]) -> None:
    section = changes.add_section(call, title_nb="Lading", title_nn="Lading", **who)
    owns, *_rest = changes.write_questions(
        section,
        [
            {
                "key": "owns-charging",
                "kind": QuestionKind.CHOICE,
                "choices": YES_NO,
                "label_nb": "Eier kommunen ladepunkter selv?",
                "label_nn": "Eig kommunen ladepunkt sjølv?",
                "required": True,
                "topic": "transport",
                "is_profile": True,
            },
        ],
        **who,
    )
    when: dict[str, Any] = {"only_if": owns, "only_if_choices": ["yes"]}
    rows: list[dict[str, Any]] = [
        {"kind": QuestionKind.NUMBER, "label_nb": "Hvor mange ladepunkter eier dere?", "unit": "ladepunkter"},
        {"kind": QuestionKind.CHOICES, "label_nb": "Hvor står de?", "choices": WHERE},
    ]
    changes.write_questions(section, [row | when | {"topic": "transport"} for row in rows], **who)


def _ask_about_machines(call: Call, who: dict[str, Any]) -> None:
    section = changes.add_section(call, title_nb="Maskiner", title_nn="Maskinar", **who)
    required: Question = changes.add_question(
        section,
        kind=QuestionKind.CHOICE,
        choices=YES_NO,
        label_nb="Krever dere utslippsfrie maskiner i egne bygg og anlegg?",
        help_nb="Svar ja hvis kravet står i minst én kontrakt som er i gang.",
        topic="procurement",
        **who,
    )
    changes.add_question(
        section,
        kind=QuestionKind.TEXT,
        label_nb="Hva har dere lært av det så langt?",
        most=150,
        only_if=required,
        only_if_choices=["yes"],
        **who,
    )
    changes.pick_questions(section, ["contact-name", "contact-email"], **who)
