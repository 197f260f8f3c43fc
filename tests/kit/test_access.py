"""Who may open an address."""

import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from dugnad.kit.access import EVERYONE, MEMBER, SIGNED_IN, STAFF, Role, allow, policy_of, public
from dugnad.members.rules import Viewer


def page(request):
    return HttpResponse("here")


def asked_by(*roles):
    request = RequestFactory().get("/innhenting/?side=2")
    request.viewer = Viewer(roles=frozenset(roles))
    return request


def test_allow_opens_to_the_named_roles():
    view = allow(Role.SECRETARIAT)(page)
    assert view(asked_by(Role.GUEST, Role.SECRETARIAT)).content == b"here"


def test_allow_asks_a_stranger_to_sign_in_and_to_come_back():
    response = allow(SIGNED_IN)(page)(asked_by(Role.ANONYMOUS))
    assert (response.status_code, response["Location"]) == (302, "/konto/login/?next=/innhenting/%3Fside%3D2")


def test_allow_hides_the_page_from_other_roles():
    with pytest.raises(Http404):
        allow(STAFF)(page)(asked_by(Role.GUEST, Role.MEMBER_APPROVER))


@pytest.mark.parametrize("role", Role)
def test_public_opens_to_everyone(role):
    assert public(page)(asked_by(role)).content == b"here"


def test_policy_of_is_what_the_view_declares():
    assert policy_of(allow(MEMBER, Role.SECRETARIAT)(page)) == MEMBER | {Role.SECRETARIAT}
    assert policy_of(public(page)) == EVERYONE
    assert policy_of(page) is None
