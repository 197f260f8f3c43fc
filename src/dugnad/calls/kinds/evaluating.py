"""The ready questions of an evaluation: few, typed as those of every call, the same after each session."""

from dugnad.calls.kinds.facts import QuestionKind
from dugnad.calls.kinds.parts import Choice
from dugnad.calls.kinds.sketches import QuestionSketch, Words
from dugnad.documents.kinds import LengthUnit

NEXT = "next"  # the question whose answers are wishes for what to take up

READY = (
    QuestionSketch(
        "useful",
        QuestionKind.CHOICE,
        Words(
            "Hvor nyttig var det for arbeidet ditt?",
            "Kor nyttig var det for arbeidet ditt?",
            "How useful was it for your work?",
        ),
        required=True,
        choices=(
            Choice("very", "Svært nyttig", "Svært nyttig", "Very useful"),
            Choice("quite", "Ganske nyttig", "Ganske nyttig", "Quite useful"),
            Choice("little", "Litt nyttig", "Litt nyttig", "A little useful"),
            Choice("not", "Ikke nyttig", "Ikkje nyttig", "Not useful"),
        ),
    ),
    QuestionSketch(
        "level",
        QuestionKind.CHOICE,
        Words("Hvordan var nivået?", "Korleis var nivået?", "How was the level?"),
        choices=(
            Choice("easy", "For enkelt", "For enkelt", "Too easy"),
            Choice("right", "Passe", "Passe", "Right"),
            Choice("hard", "For vanskelig", "For vanskeleg", "Too hard"),
        ),
    ),
    QuestionSketch(
        "share",
        QuestionKind.CHOICES,
        Words("Hva tar du med deg?", "Kva tek du med deg?", "What do you take along?"),
        choices=(
            Choice("try", "Noe vi vil prøve hos oss", "Noko vi vil prøve hos oss", "Something we will try"),
            Choice("contact", "Noen jeg vil ringe", "Nokon eg vil ringje", "Somebody I will call"),
            Choice("knowledge", "Kunnskap om temaet", "Kunnskap om temaet", "Knowledge of the topic"),
            Choice("nothing", "Ikke så mye", "Ikkje så mykje", "Not much"),
        ),
    ),
    QuestionSketch(
        "better",
        QuestionKind.TEXT,
        Words("Hva bør vi gjøre bedre?", "Kva bør vi gjere betre?", "What should we do better?"),
        most=600,
        length_unit=LengthUnit.CHARACTERS,
    ),
    QuestionSketch(
        NEXT,
        QuestionKind.TEXT,
        Words(
            "Hvilket tema bør vi ta opp neste gang?",
            "Kva tema bør vi ta opp neste gong?",
            "What should we take up next?",
        ),
        most=200,
        length_unit=LengthUnit.CHARACTERS,
    ),
)
