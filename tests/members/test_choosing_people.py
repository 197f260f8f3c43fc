"""Choosing somebody whose name others have too: by post and member, by body, or by address."""

from datetime import date

import pytest

from dugnad.members.forms.fields import PersonField
from dugnad.members.queries import people, told_apart
from tests.factories.members import make_body, make_municipality, make_office, make_person, make_seat

pytestmark = pytest.mark.django_db


def test_people_of_one_name_are_told_apart_and_others_are_called_what_they_are_called():
    adviser, sitting, alone, nameless = (make_person("Kari Nordmann") for _each in range(4))
    hamar = make_municipality("Hamar")
    make_office(adviser, hamar)
    make_seat(make_body(name_nb="Styret"), sitting, organisation=hamar)
    alone.email, nameless.email = "kari@demo.example", None
    other = make_person("Ola Hansen")
    told = told_apart([adviser, sitting, alone, nameless, other], on=date(2021, 5, 3))
    assert [told[person.pk] for person in (adviser, sitting, alone, nameless, other)] == [
        "Kari Nordmann (Klimarådgiver, Hamar)",
        "Kari Nordmann (Hamar, Styret)",
        "Kari Nordmann (kari@demo.example)",
        f"Kari Nordmann (#{nameless.pk})",
        "Ola Hansen",
    ]


def test_a_form_asks_what_people_hold_once_and_only_where_a_name_is_shared(django_assert_num_queries):
    make_person("Ola Hansen")
    with django_assert_num_queries(1):
        assert [label for _key, label in PersonField(people(), empty_label="Ingen").choices] == [
            "Ingen", "Ola Hansen",
        ]  # fmt: skip
    for _each in range(3):
        make_person("Kari Nordmann")
    with django_assert_num_queries(4):
        labels = [label for _key, label in PersonField(people(), empty_label=None).choices]
    assert len(set(labels)) == 4
