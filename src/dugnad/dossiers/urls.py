"""Addresses of advocacy: one room, two first words."""

from django.urls import path

from dugnad.dossiers.views import asks, consultations, dossiers, preparing, touchpoints

urlpatterns = [
    path("horinger/", consultations.consultations, name="consultations"),
    path(
        "horinger/eksport.csv",
        consultations.consultations_export,
        {"format": "csv"},
        name="consultations_csv",
    ),
    path(
        "horinger/eksport.xlsx",
        consultations.consultations_export,
        {"format": "xlsx"},
        name="consultations_xlsx",
    ),
    path("horinger/ny/", preparing.add_consultation, name="add_consultation"),
    path("horinger/<slug:slug>/", consultations.consultation, name="consultation"),
    path("horinger/<slug:slug>/rediger/", preparing.edit_consultation, name="edit_consultation"),
    path("horinger/<slug:slug>/avgjor/", preparing.judge_consultation, name="judge_consultation"),
    path("horinger/<slug:slug>/uttalelse/", preparing.begin_statement, name="begin_statement"),
    path("horinger/<slug:slug>/vedtak/", preparing.note_approval, name="note_approval"),
    path("horinger/<slug:slug>/sendt/", preparing.send_statement, name="send_statement"),
    path("horinger/<slug:slug>/sendt/rett/", preparing.correct_sent_day, name="correct_sent_day"),
    path("horinger/<slug:slug>/sendt/fil/", consultations.sent_file, name="sent_file"),
    path("paavirkning/", dossiers.dossiers, name="dossiers"),
    path("paavirkning/ny/", dossiers.open_dossier, name="open_dossier"),
    path("paavirkning/<slug:key>/", dossiers.dossier, name="dossier"),
    path("paavirkning/<slug:key>/rediger/", dossiers.edit_dossier, name="edit_dossier"),
    path("paavirkning/<slug:key>/flytt/", dossiers.move_dossier, name="move_dossier"),
    path("paavirkning/<slug:key>/krav/ny/", asks.raise_ask, name="raise_ask"),
    path("paavirkning/<slug:key>/krav/<int:pk>/", asks.ask, name="ask"),
    path("paavirkning/<slug:key>/krav/<int:pk>/rediger/", asks.edit_ask, name="edit_ask"),
    path("paavirkning/<slug:key>/krav/<int:pk>/ta-bort/", asks.remove_ask, name="remove_ask"),
    path("paavirkning/<slug:key>/krav/<int:pk>/svar/ny/", asks.enter_response, name="enter_response"),
    path(
        "paavirkning/<slug:key>/krav/<int:pk>/svar/<int:answer>/fil/",
        asks.response_file,
        name="response_file",
    ),
    path(
        "paavirkning/<slug:key>/krav/<int:pk>/svar/<int:answer>/stryk/",
        asks.strike_response,
        name="strike_response",
    ),
    path("paavirkning/<slug:key>/kontakt/ny/", touchpoints.add_touchpoint, name="add_touchpoint"),
    path(
        "paavirkning/<slug:key>/kontakt/<int:pk>/rediger/",
        touchpoints.edit_touchpoint,
        name="edit_touchpoint",
    ),
    path(
        "paavirkning/<slug:key>/kontakt/<int:pk>/ta-bort/",
        touchpoints.remove_touchpoint,
        name="remove_touchpoint",
    ),
]
