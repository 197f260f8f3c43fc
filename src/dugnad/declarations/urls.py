"""Addresses of the declaration, below /erklaering/."""

from django.urls import URLPattern, path

from dugnad.declarations import views

CELL = "<slug:key>/oppfolging/<int:year>/<slug:organisation>/<slug:point>/"

urlpatterns: list[URLPattern] = [
    path("<slug:key>/oppfolging/", views.progress, name="progress"),
    path("<slug:key>/oppfolging/fil/<int:pk>/", views.evidence_file, name="evidence_file"),
    path("<slug:key>/oppfolging/<int:year>/", views.matrix, name="matrix"),
    path("<slug:key>/oppfolging/<int:year>/hjelp/", views.help_wanted, name="help_wanted"),
    path(
        "<slug:key>/oppfolging/<int:year>/matrise.xlsx",
        views.matrix_export,
        {"format": "xlsx"},
        name="matrix_xlsx",
    ),
    path(
        "<slug:key>/oppfolging/<int:year>/matrise.csv",
        views.matrix_export,
        {"format": "csv"},
        name="matrix_csv",
    ),
    path(CELL, views.progress_history, name="progress_history"),
    path(f"{CELL}rediger/", views.edit_progress, name="edit_progress"),
]
