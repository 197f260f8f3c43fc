"""Addresses below /materialstrommer/."""

from django.urls import path

from dugnad.analyses import views

urlpatterns = [
    path("", views.material_flows, name="material_flows"),
    path("ny/", views.add_study, name="add_study"),
    path("prosjekter/", views.projects, name="projects"),
    path("prosjekter/ny/", views.add_project, name="add_project"),
    path("prosjekter/<slug:slug>/", views.project, name="project"),
    path("prosjekter/<slug:slug>/rediger/", views.edit_project, name="edit_project"),
    path("aktorer/", views.actors, name="actors"),
    path("aktorer/eksport/", views.actors_export, name="actors_export"),
    path("aktorer/ny/", views.add_actor, name="add_actor"),
    path("aktorer/<int:pk>/rediger/", views.edit_actor, name="edit_actor"),
    path("<slug:slug>/", views.study, name="study"),
    path("<slug:slug>/rediger/", views.edit_study, name="edit_study"),
]
