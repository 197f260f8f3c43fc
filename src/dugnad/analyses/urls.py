"""Addresses below /materialstrommer/."""

from django.urls import path

from dugnad.analyses import views

urlpatterns = [
    path("", views.material_flows, name="material_flows"),
    path("ny/", views.add_study, name="add_study"),
    path("ny/<slug:model>/", views.start_from_model, name="start_from_model"),
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
    path("<slug:slug>/tall/", views.quantities, name="quantities"),
    path("<slug:slug>/tall/ny/", views.add_quantity, name="add_quantity"),
    path("<slug:slug>/tall/les-inn/", views.import_quantities, name="import_quantities"),
    path("<slug:slug>/tall/last-ned/", views.study_workbook, name="study_workbook"),
    path("<slug:slug>/strommer/ny/", views.add_flow, name="add_flow"),
    path("<slug:slug>/strommer/<int:pk>/fjern/", views.remove_flow, name="remove_flow"),
    path("<slug:slug>/kjoringer/ny/", views.order_run, name="order_run"),
    path("<slug:slug>/kjoringer/<int:number>/", views.run, name="run"),
    path("<slug:slug>/kjoringer/<int:number>/kontroller/", views.check_run, name="check_run"),
    path("<slug:slug>/kjoringer/<int:number>/godta/", views.accept_run, name="accept_run"),
    path("<slug:slug>/kjoringer/<int:number>/returner/", views.return_run, name="return_run"),
    path("<slug:slug>/kjoringer/<int:number>/sammenlign/", views.compare_runs, name="compare_runs"),
    path("<slug:slug>/kjoringer/<int:number>/tabell/", views.run_table, name="run_table"),
    path("<slug:slug>/kjoringer/<int:number>/pdf/", views.run_pdf, name="run_pdf"),
]
