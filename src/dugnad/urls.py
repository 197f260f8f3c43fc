"""Every address, the first segment in the user's words and the same in every language."""

from importlib.util import find_spec

from django.urls import include, path

ROOMS = {
    "program/": "dugnad.programme.urls",
    "medlemmer/": "dugnad.members.urls",
    "data/": "dugnad.indicators.urls",
    "dokumenter/": "dugnad.documents.urls",
    "erklaering/": "dugnad.declarations.urls",
    "innhenting/": "dugnad.calls.urls",
    "materialstrommer/": "dugnad.analyses.urls",
    "klimastatus/": "dugnad.editions.urls",
    "": "dugnad.web.urls",  # last: pages of its own stand below the rooms' addresses, such as a member's page
}

urlpatterns = [
    path("", include("dugnad.events.urls")),  # meetings and the school: one room, two first words
    path("", include("dugnad.dossiers.urls")),  # issues and consultations: the same
]
urlpatterns += [path(prefix, include(module)) for prefix, module in ROOMS.items() if find_spec(module)]
urlpatterns += [
    path("", include("dugnad.api.urls")),
    path("", include("dugnad.kit.urls")),
    path("konto/", include("allauth.account.urls")),
]
