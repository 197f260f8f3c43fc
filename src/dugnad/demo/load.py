"""Loads the demo: each step through the verbs and importers that people use, in order of time."""

import shutil
from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from dugnad.demo import (
    advocacy,
    alliance,
    asking,
    collection,
    consent,
    counting,
    deciding,
    declaration,
    drafting,
    figures,
    flows,
    meetings,
    plan,
    progress,
    school,
    stories,
)
from dugnad.demo.alliance import Cast
from dugnad.editions import changes as editions
from dugnad.indicators import changes as indicators
from dugnad.indicators.queries import indicator_with_key
from dugnad.kit.clock import at_oslo
from dugnad.kit.errors import Refused
from dugnad.members.kinds import BodyKind
from dugnad.members.models import Body, Organisation
from dugnad.members.queries import organisation_named
from dugnad.programme import changes as programme
from dugnad.programme.models import Activity
from dugnad.programme.states import ActivityStatus

TEN = time(10)
LOADING, LOADED = "loading", "loaded"  # what the home's marker says
STATUSES = {
    "faggruppe-klima": (ActivityStatus.UNDER_WAY, "To av fem møter er holdt."),
    "ordforererklaeringen": (ActivityStatus.UNDER_WAY, ""),
    "klimastatus": (ActivityStatus.UNDER_WAY, "Innsamlingen er i gang; fristen gikk ut 30. april."),
    "klimaskolen": (ActivityStatus.UNDER_WAY, ""),
    "strategi-sirkulaer-okonomi": (ActivityStatus.DELAYED, "Strategien er varslet, men ikke lagt frem."),
}
MILESTONES = {
    "klimastatus": (
        (
            ("Innsamlingen åpner", "Innsamlinga opnar", "The collection opens"),
            date(2021, 3, 15),
            date(2021, 3, 15),
        ),
        (
            ("Frist for gode historier", "Frist for gode historier", "Due day for good stories"),
            date(2021, 4, 30),
            None,
        ),
        (
            ("Utkast til faggruppen", "Utkast til faggruppa", "Draft for the expert group"),
            date(2021, 5, 20),
            None,
        ),
        (
            (
                "Klimastatus 2021 publiseres",
                "Klimastatus 2021 blir publisert",
                "Klimastatus 2021 is published",
            ),
            date(2021, 6, 17),
            None,
        ),
    ),
    "faggruppe-klima": (
        (("Møte 1", "Møte 1", "Meeting 1"), date(2021, 1, 13), date(2021, 1, 13)),
        (("Møte 2", "Møte 2", "Meeting 2"), date(2021, 3, 17), date(2021, 3, 17)),
        (("Studietur", "Studietur", "Study trip"), date(2021, 9, 1), None),
        (("Møte 4", "Møte 4", "Meeting 4"), date(2021, 11, 3), None),
    ),
    "ny-erklaering": (
        (
            ("Plan for arbeidet i organene", "Plan for arbeidet i organa", "Plan for the work in the bodies"),
            date(2021, 6, 24),
            None,
        ),
    ),
}
# What the secretariat has added to the standard arrangement of the draft.
BLOCKS: tuple[dict[str, Any], ...] = (
    {
        "kind": "text",
        "after": "nokkeltall",
        "heading_nb": "Slik leser du tallene",
        "heading_nn": "Slik les du tala",
        "heading_en": "How to read the figures",
        "body_nb": "Tallene gjelder direkte utslipp innenfor kommunegrensene. **Følg et tall** til formelen, "
        "radene og filen det kommer fra: trykk på det.",
        "body_nn": "Tala gjeld direkte utslepp innanfor kommunegrensene. **Følg eit tal** til formelen, "
        "radene og fila det kjem frå: trykk på det.",
        "body_en": "The figures cover direct emissions inside municipal borders. **Follow a figure** to its "
        "formula, its rows and the file that it comes from: press it.",
    },
    {"kind": "map", "after": "delregiontabell", "settings": {"measure": "change-since-base"}},
    {
        "kind": "table",
        "after": "kommuner",
        "heading_nb": "Innbyggere",
        "heading_nn": "Innbyggjarar",
        "heading_en": "Inhabitants",
        "settings": {"indicator": "population", "places": ["alliance", "subregions"]},
    },
)
TARGETS = {"hamar": -0.5, "oslo": -0.95, "lillestrom": -0.5, "asker": -0.55, "gjovik": -0.4}

# Said by the command line, which speaks English.
REAL = "this home holds an alliance that is no demo; choose another DUGNAD_HOME"
HALF_WAY = "the demo was not loaded to its end; run: dugnad demo --fresh"


def prepare(*, fresh: bool, say: Callable[[str], None]) -> None:
    """Migrate and load the demo alliance; where it is loaded already, nothing changes."""
    call_command("migrate", verbosity=0, interactive=False)
    marker = Path(settings.HOME) / "demo"
    if Organisation.objects.exists() and not marker.exists():
        # Demo mode lets anyone sign in as anyone: a real alliance must not come into it by one wrong word.
        raise Refused("real", REAL)
    if fresh:
        _empty()
    if Organisation.objects.exists():
        if marker.read_text() == LOADING:
            raise Refused("half", HALF_WAY)
        say("The demo is loaded already; nothing was changed.")
        return
    say("Loading the demo alliance …")
    marker.parent.mkdir(parents=True, exist_ok=True)
    marker.write_text(LOADING)
    _load(say)
    marker.write_text(LOADED)
    say("The demo is ready.")


def _empty() -> None:
    """Start anew: an empty database and no files. Only ever in a demo's own home."""
    call_command("flush", verbosity=0, interactive=False)
    connection.close()
    shutil.rmtree(settings.FILES_ROOT, ignore_errors=True)


def _load(say: Callable[[str], None]) -> None:
    cast = alliance.load_alliance(at=at_oslo(date(2020, 10, 28), TEN))
    say("  members, bodies, people")
    figures.load_indicators()
    figures.load_emissions(date(2020, 4, 23), last_year=2018)
    stories.set_lengths(cast)
    collection.load_past_round(cast)
    _load_past_edition(cast)
    say("  Klimastatus 2020")
    activities = _load_programme(cast)
    promised = declaration.load_declaration(cast, activities)
    consent.load_consent(cast, promised)
    school.load_school(cast)
    meetings.load_meetings(cast, activities)
    deciding.load_decisions(cast, activities)
    say("  meetings and Klimaskolen")
    flows.load_flows(cast, activities)
    plan.load_plan(cast, promised)
    counting.load_counted_round(cast)
    figures.load_emissions(date(2021, 2, 8), last_year=2019, revision=0.02)
    collection.load_present_round(cast, activities.get("klimastatus"))
    asking.ask_for_waste(cast)
    progress.load_progress(cast, promised, activities.get("ordforererklaeringen"))
    drafting.load_draft(cast)
    _load_targets(cast)
    _load_published(cast)
    stories.load_stories_sent_in(cast)
    stories.note_uses(cast)
    _load_present_edition(cast, activities.get("klimastatus"))
    advocacy.load_advocacy(cast, promised, activities)
    say("  programme, collection and draft of 2021")


def _load_past_edition(cast: Cast) -> None:
    at = at_oslo(date(2020, 12, 10), TEN)
    edition = editions.create_edition(
        year=2020,
        members_on=date(2020, 10, 28),
        seen_by=date(2020, 12, 1),
        foreword_nb="Her står tallene og de gode historiene på ett sted, så vi kan lære av hverandre.",
        foreword_nn="Her står tala og dei gode historiene på éin stad, så vi kan lære av kvarandre.",
        foreword_en="Figures and good stories in one place, so that we can learn from each other.",
        by=cast.secretary,
        at=at,
    )
    edition = editions.compose_edition(edition, by=cast.secretary, at=at)
    editions.submit_edition(edition, by=cast.secretary, at=at)
    editions.approve_edition(edition, by=cast.board_member, at=at)
    editions.publish_edition(edition, by=cast.secretary, at=at)


def _load_present_edition(cast: Cast, activity: Activity | None) -> None:
    at = at_oslo(date(2021, 4, 30), time(15))
    edition = editions.create_edition(
        year=2021, members_on=date(2021, 5, 3), activity=activity, by=cast.secretary, at=at
    )
    for block in BLOCKS:
        editions.add_block(edition, **block, by=cast.secretary, at=at)
    editions.compose_edition(edition, by=cast.secretary, at=at)


def _load_programme(cast: Cast) -> dict[str, Activity]:
    at = at_oslo(date(2021, 1, 4), TEN)
    body = Body.objects.filter(kind=BodyKind.EXPERT_GROUP).first()
    year = programme.load_reference_programme(responsible_body=body, by=cast.secretary, at=at)
    activities = {activity.key: activity for activity in year.activities.all()}
    for key, steps in MILESTONES.items():
        for (nb, nn, en), due, done in steps:
            programme.add_milestone(
                activities[key],
                title_nb=nb,
                title_nn=nn,
                title_en=en,
                due=due,
                done_on=done,
                by=cast.secretary,
                at=at,
            )
    for key, (status, note) in STATUSES.items():
        day = at_oslo(date(2021, 4, 20), TEN)
        programme.update_status(activities[key], status, note=note, by=cast.secretary, at=day)
    return activities


def _load_published(cast: Cast) -> None:
    """A figure that was really published, to stand beside the invented ones, which says so."""
    values = {
        "region": "alliance",
        "region_words": "Østlandet",
        "year": 2017,
        "from_year": 2009,
        "value": Decimal(-11),
        "publisher": "Osloregionen",
        "title": "Klimastatus 2019",
        "url": "https://www.osloregionen.no/prosjekter/klima/ny-rapport-klimastatus-fra-osloregionen/",
        "reasons": ["region", "vintage"],
        "explanation_nb": "Rapporten gjelder Østlandet. Våre tall er oppdiktet for demonstrasjonen.",
        "explanation_nn": "Rapporten gjeld Austlandet. Våre tal er oppdikta for demonstrasjonen.",
        "explanation_en": "The report is of Eastern Norway. Our figures are made up for the demonstration.",
    }
    at = at_oslo(date(2021, 3, 2), TEN)
    indicators.enter_published_figure(indicator_with_key("ghg-emissions"), values, by=cast.secretary, at=at)


def _load_targets(cast: Cast) -> None:
    indicator = indicator_with_key("ghg-emissions")
    for slug, change in TARGETS.items():
        member = organisation_named(slug)
        if member:
            indicators.set_target(
                indicator,
                member,
                year=2030,
                change=change,
                base_year=2009,
                adopted_by_nb="Kommunestyret (oppdiktet for demonstrasjonen)",
                adopted_by_nn="Kommunestyret (oppdikta for demonstrasjonen)",
                adopted_by_en="The municipal council (made up for the demonstration)",
                adopted_on=date(2020, 6, 18),
                by=cast.secretary,
                at=at_oslo(date(2021, 3, 1), TEN),
            )
