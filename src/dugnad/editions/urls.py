"""Addresses below /klimastatus/."""

from django.urls import path

from dugnad.editions import views

urlpatterns = [
    path("", views.editions, name="editions"),
    path("ny/", views.create_edition, name="create_edition"),
    path("<int:year>/", views.edition, name="edition"),
    path("<int:year>/rediger/", views.edit_edition, name="edit_edition"),
    path("<int:year>/blokker/", views.arrange_edition, name="arrange_edition"),
    path("<int:year>/blokker/velg/", views.choose_block, name="choose_block"),
    path("<int:year>/blokker/kopier/", views.copy_arrangement, name="copy_arrangement"),
    path("<int:year>/blokker/ny/<slug:kind>/", views.add_block, name="add_block"),
    path("<int:year>/blokker/<slug:key>/", views.edit_block, name="edit_block"),
    path("<int:year>/blokker/<slug:key>/flytt/", views.move_block, name="move_block"),
    path("<int:year>/blokker/<slug:key>/ta-ut/", views.remove_block, name="remove_block"),
    path("<int:year>/beregn/", views.compose_edition, name="compose_edition"),
    path("<int:year>/steg/<slug:step>/", views.step_edition, name="step_edition"),
    path("<int:year>/erstattet-av/", views.name_replacement, name="name_replacement"),
    path("<int:year>/data/", views.edition_data, name="edition_data"),
    path("<int:year>/data/<str:name>", views.edition_file, name="edition_file"),
    path("<int:year>/pdf", views.edition_pdf, name="edition_pdf"),
    path("<int:year>/bilder/<slug:sha256>", views.edition_picture, name="edition_picture"),
    path("<int:year>/rettelser/", views.edition_revisions, name="edition_revisions"),
    path("<int:year>/rettelser/tall.csv", views.revisions_csv, name="revisions_csv"),
    path("<int:year>/mot/<int:other>/", views.compare_editions, name="compare_editions"),
    path("<int:year>/mot/<int:other>/tall.csv", views.compared_editions_csv, name="compared_editions_csv"),
    path("<int:year>/tall/<slug:key>/", views.figure, name="figure"),
    path("<int:year>/<str:code>/", views.edition_member, name="edition_member"),
]
