"""The demo's editions, figure by figure: every one opens its trail, and every step of a trail answers."""

import re
from typing import Any

import pytest
from django.db.models import Q
from django.test import Client

from dugnad.editions.models import Edition, Figure
from dugnad.editions.queries import trail_of
from dugnad.members.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
LINK = re.compile(r'href="(/(?:klimastatus|data)/[^"#?]+)')


@pytest.fixture
def demo(demo_alliance: None, settings: Any) -> Client:
    client = Client()
    secretary = User.objects.get(email="sekretariat@demo.example")
    client.force_login(secretary, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def test_every_figure_of_the_demo_leads_to_a_file_or_to_the_replies_that_gave_it(demo: Client) -> None:
    for edition in Edition.objects.select_related("indicator"):
        whole = (
            Q(place="alliance") | Q(place="subregion:hamarregionen") | Q(place="3403") | Q(measure="answers")
        )
        keys = set(Figure.objects.filter(edition=edition).values_list("key", flat=True))
        # The published one whole; of the draft, which has the same kinds, a part that takes seconds.
        walked = Q() if edition.published_at else whole
        for figure in Figure.objects.filter(walked, edition=edition).select_related("edition"):
            trail = trail_of(edition, figure)
            assert trail.name
            assert trail.formula
            assert trail.ingredients or trail.observations or figure.value == 0, figure.key
            assert trail.vintages or figure.measure == "answers", figure.key
            assert {part.key for part in trail.ingredients if part.key} <= keys


def test_every_link_from_a_figure_on_the_page_to_its_publishers_file_answers(demo: Client) -> None:
    """One of each sort is walked whole: thousands of figures have the same steps."""
    waiting = [
        f"/klimastatus/2021/{end}"
        for end in (
            "", "3403/", "mot/2020/", "tall/alliance-2019/", "tall/alliance-2019-change-since-base/",
            "tall/alliance-2019-change-last-year/", "tall/alliance-2019-road_traffic-share-of-total/",
            "tall/alliance-2019-per-inhabitant/", "tall/subregion-hamarregionen-2019-heating/",
            "tall/3403-2019/", "tall/3403-2019-heating/", "tall/3403-2019-population-level/",
            "tall/alliance-2021-climate-budget-yes-answers/",
        )
    ]  # fmt: skip
    steps, answers = set[str](), dict[str, int]()
    for address in waiting:
        html = demo.get(address).content.decode()
        steps |= {
            link for link in LINK.findall(html[html.index("<main") :]) if "/data/" in link or "tall/" in link
        }
    files = {f"{link}fil/" for link in steps if re.fullmatch(r"/data/tallgrunnlag/\d+/", link)}
    assert files
    for link in sorted(steps | files)[::7] + sorted(files):
        answer = demo.get(link)
        answers[link] = answer.status_code
        if answer.streaming:
            b"".join(answer.streaming_content)
    assert {link: status for link, status in answers.items() if status != 200} == {}
