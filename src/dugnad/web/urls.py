"""Front pages, search, a member's and an activity's page, the year wheel, what the law wants to be said."""

from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from dugnad.web.views import (
    activity,
    front,
    linking,
    member,
    next_topics,
    point,
    reporting,
    search,
    statements,
    thread,
    wheel,
)

urlpatterns = [
    path("", front.front, name="front"),
    path("sok/", search.search, name="search"),
    path("aarshjul/", wheel.wheel, name="wheel"),
    path("aarshjul/<int:year>/", wheel.wheel, name="wheel_of_year"),
    path("program/<int:year>/<slug:key>/", activity.activity, name="activity"),
    path("erklaering/<slug:key>/punkt/<slug:point>/", point.point, name="point"),
    path("erklaering/<slug:key>/rapport/<int:year>/", reporting.year_report, name="year_report"),
    path("erklaering/<slug:key>/rapport/<int:year>/ny/", reporting.begin_report, name="begin_report"),
    path("erklaering/<slug:key>/rapport/<int:year>/pa-nytt/", reporting.renew_report, name="renew_report"),
    path("moter/<slug:slug>/sak/<int:pk>/lenker/", linking.link_item, name="link_item"),
    path("moter/<slug:slug>/sak/<int:pk>/lenker/<int:link>/fjern/", linking.unlink_item, name="unlink_item"),
    path("paavirkning/<slug:key>/krav/<int:pk>/grunnlag/", linking.back_ask, name="back_ask"),
    path(
        "paavirkning/<slug:key>/krav/<int:pk>/grunnlag/<int:basis>/fjern/",
        linking.remove_basis,
        name="remove_basis",
    ),
    path("klimaskolen/tema/neste/", next_topics.next_topics, name="next_topics"),
    path("traad/<slug:noun>/<path:key>/", thread.thread, name="thread"),
    path("medlemmer/<slug:name>/", member.member, name="member"),
    path("tilgjengelighet/", statements.accessibility, name="accessibility"),
    path("personvern/", statements.privacy, name="privacy"),
    # A page that is opened by a key hides where one comes from, and its forms would fail the check; another
    # site could do no worse here than change the language.
    path("sprak/", csrf_exempt(set_language), name="set_language"),
]
