"""Addresses that machines ask, and the page of what was typed while somebody was signed out."""

from django.urls import path

from dugnad.kit import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("konto/skrevet/", views.kept_forms, name="kept_forms"),
]
