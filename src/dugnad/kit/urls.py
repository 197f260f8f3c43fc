"""Addresses that machines ask."""

from django.urls import path

from dugnad.kit import views

urlpatterns = [path("healthz", views.healthz, name="healthz"), path("readyz", views.readyz, name="readyz")]
