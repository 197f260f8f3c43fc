"""What the members are asked for Klimastatus: the questions of 2020 and of 2021, in three languages."""

from dugnad.calls.kinds.facts import QuestionKind
from dugnad.calls.kinds.parts import Choice
from dugnad.calls.kinds.sketches import QuestionSketch, SectionSketch, Words
from dugnad.documents.kinds import LengthUnit

YES = Choice("yes", "Ja", "Ja", "Yes")
NO = Choice("no", "Nei", "Nei", "No")
PARTLY = Choice("partly", "Delvis", "Delvis", "Partly")
PLANNED = Choice(
    "planned", "Ikke ennå, men det er vedtatt", "Ikkje enno, men det er vedteke", "Not yet, but decided"
)
CARRIED_ON = Words(
    "Du kan bruke svaret fra i fjor hvis det fortsatt stemmer.",
    "Du kan bruke svaret frå i fjor om det framleis stemmer.",
    "You can use last year's answer if it still holds.",
)

INTRO_2020 = Words(
    "Vi samler tall, mål og gode historier fra kommunene til Klimastatus {year}. "
    "Utslippstallene er fylt ut på forhånd; du ser om de stemmer.",
    "Vi samlar tal, mål og gode historier frå kommunane til Klimastatus {year}. "
    "Utsleppstala er fylte ut på førehand; du ser om dei stemmer.",
    "We gather figures, targets and good stories from the municipalities for Klimastatus {year}. "
    "The emission figures are filled in; you see whether they are right.",
)
INTRO_2021 = Words(
    "Hvert år viser Klimastatus hvordan det går med utslippene, og hva kommunene gjør. "
    "Utslippstallene er fylt ut på forhånd; resten tar omtrent en halvtime. "
    "Du kan stoppe når du vil: alt du skriver, blir lagret.",
    "Kvart år viser Klimastatus korleis det går med utsleppa, og kva kommunane gjer. "
    "Utsleppstala er fylte ut på førehand; resten tek om lag ein halvtime. "
    "Du kan stoppe når du vil: alt du skriv, blir lagra.",
    "Every year Klimastatus shows how emissions develop and what the municipalities do about them. "
    "The emission figures are filled in; the rest takes about half an hour. "
    "You can stop at any time: all you write is saved.",
)

EMISSIONS = SectionSketch(
    Words("Utslippene", "Utsleppa", "Emissions"),
    (
        QuestionSketch(
            "emissions-total",
            QuestionKind.FIGURE,
            Words(
                "Klimagassutslipp i kommunen i {figure_year}",
                "Klimagassutslepp i kommunen i {figure_year}",
                "Greenhouse gas emissions in the municipality in {figure_year}",
            ),
            Words(
                "Svar nei hvis du vet om en feil, for eksempel en bedrift som er lagt ned.",
                "Svar nei om du veit om ein feil, til dømes ei verksemd som er lagd ned.",
                "Answer no if you know of an error, such as a plant that has closed.",
            ),
            unit="tonn CO2e",
            required=True,
            indicator="ghg-emissions",
        ),
        QuestionSketch(
            "emissions-road-traffic",
            QuestionKind.FIGURE,
            Words(
                "Utslipp fra veitrafikk i {figure_year}",
                "Utslepp frå vegtrafikk i {figure_year}",
                "Emissions from road traffic in {figure_year}",
            ),
            Words(
                "Gjennomgangstrafikken er med i tallet.",
                "Gjennomgangstrafikken er med i talet.",
                "Through traffic is part of the figure.",
            ),
            unit="tonn CO2e",
            indicator="ghg-emissions",
            sector="road_traffic",
        ),
    ),
)

PLAN_ADOPTED = QuestionSketch(
    "climate-plan-adopted",
    QuestionKind.DATE,
    Words(
        "Når vedtok kommunestyret gjeldende klimaplan?",
        "Når vedtok kommunestyret gjeldande klimaplan?",
        "When did the council adopt the present climate plan?",
    ),
    CARRIED_ON,
)
PLAN_FILE = QuestionSketch(
    "climate-plan",
    QuestionKind.FILE,
    Words("Legg gjerne ved planen", "Legg gjerne ved planen", "Attach the plan if you can"),
)
TARGET_YEAR = QuestionSketch(
    "target-year",
    QuestionKind.YEAR,
    Words(
        "Hvilket år gjelder det viktigste klimamålet?",
        "Kva år gjeld det viktigaste klimamålet?",
        "Which year is the main climate target for?",
    ),
    Words("For eksempel 2030.", "Til dømes 2030.", "For example 2030."),
)
TARGET_PERCENT = QuestionSketch(
    "target-reduction",
    QuestionKind.NUMBER,
    Words(
        "Hvor mye skal de direkte utslippene ned til da?",
        "Kor mykje skal dei direkte utsleppa ned til då?",
        "By how much shall direct emissions be reduced by then?",
    ),
    Words(
        "Sammenlignet med 2009. Skriv i merknaden hvis dere bruker et annet år.",
        "Samanlikna med 2009. Skriv i merknaden om de bruker eit anna år.",
        "Compared with 2009. Say so in the note if you use another year.",
    ),
    unit="%",
)
CLIMATE_BUDGET = QuestionSketch(
    "climate-budget",
    QuestionKind.CHOICE,
    Words(
        "Har kommunen et klimabudsjett?",
        "Har kommunen eit klimabudsjett?",
        "Does the municipality have a climate budget?",
    ),
    Words(
        "Et klimabudsjett er en del av budsjettet og viser hva hvert tiltak skal kutte.",
        "Eit klimabudsjett er ein del av budsjettet og viser kva kvart tiltak skal kutte.",
        "A climate budget is part of the budget and shows what each measure shall cut.",
    ),
    required=True,
    choices=(YES, PLANNED, NO),
)
PLANS = Words("Planer og mål", "Planar og mål", "Plans and targets")
PLANS_2020 = SectionSketch(PLANS, (PLAN_ADOPTED, TARGET_YEAR, TARGET_PERCENT, CLIMATE_BUDGET))
PLANS_2021 = SectionSketch(PLANS, (PLAN_ADOPTED, PLAN_FILE, TARGET_YEAR, TARGET_PERCENT, CLIMATE_BUDGET))

MEASURES_DONE = QuestionSketch(
    "measures",
    QuestionKind.TEXT,
    Words(
        "Hvilke tiltak kom lengst i {last_year}?",
        "Kva tiltak kom lengst i {last_year}?",
        "Which measures came furthest in {last_year}?",
    ),
    Words(
        "To eller tre tiltak er nok. Skriv hva som er gjort, og gjerne hva det ga.",
        "To eller tre tiltak er nok. Skriv kva som er gjort, og gjerne kva det gav.",
        "Two or three measures are enough. Write what was done, and what came of it if you know.",
    ),
    required=True,
    most=200,
)
PROCUREMENT = QuestionSketch(
    "procurement",
    QuestionKind.CHOICE,
    Words(
        "Krever kommunen utslippsfrie maskiner på egne bygge- og anleggsplasser?",
        "Krev kommunen utsleppsfrie maskiner på eigne bygge- og anleggsplassar?",
        "Does the municipality require zero-emission machines on its own construction sites?",
    ),
    required=True,
    choices=(
        Choice("always", "Alltid", "Alltid", "Always"),
        Choice("largest", "I de største prosjektene", "I dei største prosjekta", "In the largest projects"),
        Choice("considered", "Vi vurderer det", "Vi vurderer det", "We are considering it"),
        NO,
    ),
)
ADAPTATION = QuestionSketch(
    "adaptation",
    QuestionKind.CHOICE,
    Words(
        "Har kommunen en plan for klimatilpasning?",
        "Har kommunen ein plan for klimatilpassing?",
        "Does the municipality have a plan for climate adaptation?",
    ),
    choices=(YES, PARTLY, PLANNED, NO),
)
MEASURES = Words("Tiltak", "Tiltak", "Measures")
MEASURES_2020 = SectionSketch(MEASURES, (MEASURES_DONE,))
MEASURES_2021 = SectionSketch(MEASURES, (MEASURES_DONE, PROCUREMENT, ADAPTATION))

STORY_TITLE = Words("En god historie", "Ei god historie", "A good story")
STORY_LABEL = Words(
    "Fortell om ett tiltak som andre kan lære av",
    "Fortel om eitt tiltak som andre kan lære av",
    "Tell of one measure that others can learn from",
)
STORY_2020 = SectionSketch(
    STORY_TITLE,
    (
        QuestionSketch(
            "story",
            QuestionKind.STORY,
            STORY_LABEL,
            Words(
                "700–1 000 tegn, et bilde med høy oppløsning og gjerne en lenke. "
                "Historien brukes i Klimastatus, på nettsidene og i sosiale medier.",
                "700–1 000 teikn, eit bilete med høg oppløysing og gjerne ei lenkje. "
                "Historia blir brukt i Klimastatus, på nettsidene og i sosiale medium.",
                "700–1,000 characters, a picture in high resolution and a link if you have one. "
                "The story is used in Klimastatus, on the web site and in social media.",
            ),
            least=700,
            most=1000,
            length_unit=LengthUnit.CHARACTERS,
        ),
    ),
)
STORY_2021 = SectionSketch(
    STORY_TITLE,
    (
        QuestionSketch(
            "story",
            QuestionKind.STORY,
            STORY_LABEL,
            Words(
                "250–500 ord om et tiltak som startet i {last_year} eller nådde en milepæl da. "
                "Legg ved et bilde med fotograf, og si om dere har fått støtte, for eksempel Klimasats.",
                "250–500 ord om eit tiltak som starta i {last_year} eller nådde ein milepæl då. "
                "Legg ved eit bilete med fotograf, og sei om de har fått støtte, til dømes Klimasats.",
                "250–500 words on a measure that began in {last_year} or reached a milestone then. "
                "Add a picture with its photographer, and say whether you had funding.",
            ),
            least=250,
            most=500,
        ),
    ),
)

CLOSING = SectionSketch(
    Words("Klimaskolen og kontakt", "Klimaskulen og kontakt", "Climate school and contact"),
    (
        QuestionSketch(
            "climate-school",
            QuestionKind.CHOICES,
            Words(
                "Hva ønsker dere at Klimaskolen tar opp?",
                "Kva ønskjer de at Klimaskulen tek opp?",
                "What should the Climate school take up?",
            ),
            choices=(
                Choice(
                    "climate-budget",
                    "Klimabudsjett i praksis",
                    "Klimabudsjett i praksis",
                    "Climate budgets in practice",
                ),
                Choice(
                    "construction",
                    "Utslippsfrie byggeplasser",
                    "Utsleppsfrie byggeplassar",
                    "Zero-emission sites",
                ),
                Choice("procurement", "Grønne anskaffelser", "Grøne innkjøp", "Green procurement"),
                Choice("circular", "Sirkulær økonomi", "Sirkulær økonomi", "Circular economy"),
                Choice("land-use", "Areal og natur", "Areal og natur", "Land use and nature"),
                Choice("adaptation", "Klimatilpasning", "Klimatilpassing", "Climate adaptation"),
            ),
        ),
        QuestionSketch(
            "contact-name",
            QuestionKind.TEXT,
            Words(
                "Hvem kan vi snakke med om svarene?",
                "Kven kan vi snakke med om svara?",
                "Whom can we talk to about the answers?",
            ),
            required=True,
            most=120,
            length_unit=LengthUnit.CHARACTERS,
            is_confidential=True,
        ),
        QuestionSketch(
            "contact-email",
            QuestionKind.EMAIL,
            Words("E-postadresse", "E-postadresse", "E-mail"),
            is_confidential=True,
        ),
        QuestionSketch(
            "comments",
            QuestionKind.TEXT,
            Words("Noe mer vi bør vite?", "Noko meir vi bør vite?", "Anything else we should know?"),
            most=300,
        ),
    ),
)
