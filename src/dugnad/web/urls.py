"""Front pages, search, a member's page, the year wheel, and what the law wants to be said."""

from django.urls import path
from django.views.i18n import set_language

urlpatterns = [path("sprak/", set_language, name="set_language")]
