"""Addresses below /program/; an activity's own page is below them too, and gathers several rooms (web)."""

from django.urls import path

from dugnad.programme import views

urlpatterns = [
    path("", views.programme_now, name="programme_now"),
    path("ny/", views.draft_programme, name="draft_programme"),
    path("milepel/<int:pk>/rediger/", views.edit_milestone, name="edit_milestone"),
    path("milepel/<int:pk>/nadd/", views.complete_milestone, name="complete_milestone"),
    path("milepel/<int:pk>/apne/", views.reopen_milestone, name="reopen_milestone"),
    path("<int:year>/", views.programme, name="programme"),
    path("<int:year>/eksport/", views.programme_export, name="programme_export"),
    path("<int:year>/endringer/", views.programme_changes, name="programme_changes"),
    path("<int:year>/fryst/", views.frozen_programme, name="frozen_programme"),
    path("<int:year>/fryst/program.json", views.programme_snapshot, name="programme_snapshot"),
    path("<int:year>/arbeidsbok/", views.import_programme, name="import_programme"),
    path("<int:year>/arbeidsbok/last-ned/", views.programme_workbook, name="programme_workbook"),
    path("<int:year>/rediger/", views.edit_programme, name="edit_programme"),
    path("<int:year>/vedta/", views.adopt_programme, name="adopt_programme"),
    path("<int:year>/frys/", views.freeze_programme, name="freeze_programme"),
    path("<int:year>/overfor/", views.carry_activities, name="carry_activities"),
    path("<int:year>/omrade/ny/", views.add_strand, name="add_strand"),
    path("<int:year>/omrade/<slug:key>/rediger/", views.edit_strand, name="edit_strand"),
    path("<int:year>/ny/", views.add_activity, name="add_activity"),
    path("<int:year>/<slug:key>/rediger/", views.edit_activity, name="edit_activity"),
    path("<int:year>/<slug:key>/status/", views.update_status, name="update_status"),
    path("<int:year>/<slug:key>/milepel/", views.add_milestone, name="add_milestone"),
]
