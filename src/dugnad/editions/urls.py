"""Addresses below /klimastatus/."""

from django.urls import path

from dugnad.editions import views

urlpatterns = [
    path("", views.editions, name="editions"),
    path("ny/", views.create_edition, name="create_edition"),
    path("<int:year>/", views.edition, name="edition"),
    path("<int:year>/rediger/", views.edit_edition, name="edit_edition"),
    path("<int:year>/beregn/", views.compose_edition, name="compose_edition"),
    path("<int:year>/steg/<slug:step>/", views.step_edition, name="step_edition"),
    path("<int:year>/data/", views.edition_data, name="edition_data"),
    path("<int:year>/data/<str:name>", views.edition_file, name="edition_file"),
    path("<int:year>/pdf", views.edition_pdf, name="edition_pdf"),
    path("<int:year>/bilder/<slug:sha256>", views.edition_picture, name="edition_picture"),
    path("<int:year>/rettelser/", views.edition_revisions, name="edition_revisions"),
    path("<int:year>/tall/<slug:key>/", views.figure, name="figure"),
    path("<int:year>/<str:code>/", views.edition_member, name="edition_member"),
]
