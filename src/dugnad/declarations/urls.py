"""Addresses of the declaration, below /erklaering/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
