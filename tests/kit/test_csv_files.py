"""Tables that people take home: spreadsheets here read their letters, and our imports read them again."""

from datetime import date, datetime

import pytest
from django.test import Client

from dugnad.indicators import changes
from dugnad.indicators.models import SectorTotal
from dugnad.kit.clock import OSLO
from dugnad.kit.spreadsheets import as_csv_file, write_csv
from tests.factories.calls import make_call, make_reply, submit
from tests.factories.members import make_municipality, make_secretary

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
MARK = b"\xef\xbb\xbf"
HEADER = ("municipality_code", "year", "value", "sector", "unit")
ROWS = [("3403", 2019, 100.5, "road_traffic", "t CO2e")]
HAMAR = "/innhenting/klimastatus-2021/hamar/"


def test_the_mark_stands_once_before_the_same_bytes():
    text = write_csv(("name",), [("Sør-Odal",)])
    assert as_csv_file(text) == MARK + text.encode()
    assert as_csv_file(text).decode("utf-8-sig") == text


@pytest.mark.parametrize(
    "address",
    [
        "/medlemmer/eksport/",
        "/dokumenter/eksport.csv",
        "/innhenting/klimastatus-2021/eksport.csv",
        "/innhenting/innvendinger/eksport.csv",
        f"{HAMAR}svar.csv",
        f"{HAMAR}gcom.csv",
    ],
)
def test_what_a_page_hands_out_begins_with_the_mark(address):
    submit(make_reply(make_call(), make_municipality("Hamar", "3403"), measures="Elbåt"))
    client = Client()
    client.force_login(make_secretary())
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert answer.content.startswith(MARK)
    assert answer.content.count(MARK) == 1


def test_our_own_import_reads_a_table_with_the_mark_as_it_reads_it_without():
    who = {"by": None, "at": datetime(2021, 4, 20, 9, 0, tzinfo=OSLO)}
    make_municipality("Hamar", "3403")
    changes.load_reference_indicators(**who)
    text = write_csv(HEADER, ROWS)
    for number, content in enumerate((as_csv_file(text), text.encode()), start=1):
        report = changes.import_indicator(
            content, f"{number}.csv", indicator="ghg-emissions", seen_on=date(2021, 4, number), **who
        )
        assert (report.refused, report.stored) == ([], 1)
    values = list(SectorTotal.objects.order_by("vintage__seen_on").values_list("code", "sector", "value"))
    assert values[0] == values[1] == ("3403", "road_traffic", 100.5)
