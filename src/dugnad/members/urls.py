"""Addresses below /medlemmer/; a member's own page is below them too, and gathers several rooms (web)."""

from django.urls import path

from dugnad.members import views

urlpatterns = [
    path("", views.members, name="members"),
    path("eksport/", views.members_export, name="members_export"),
    path("ny/", views.add_organisation, name="add_organisation"),
    path("arbeidsbok/", views.import_workbook, name="import_members_workbook"),
    path("arbeidsbok/last-ned/", views.members_workbook, name="members_workbook"),
    path("organisasjoner/", views.organisations, name="organisations"),
    path("organer/", views.bodies, name="bodies"),
    path("organer/ny/", views.create_body, name="create_body"),
    path("organer/<slug:slug>/", views.body, name="body"),
    path("organer/<slug:slug>/rediger/", views.edit_body, name="edit_body"),
    path("organer/<slug:slug>/avslutt/", views.close_body, name="close_body"),
    path("organer/<slug:slug>/plass/", views.add_seat, name="add_seat"),
    path("plasser/<int:pk>/", views.seat, name="seat"),
    path("plasser/<int:pk>/velg/", views.elect_to_seat, name="elect_to_seat"),
    path("plasser/<int:pk>/fratre/", views.vacate_seat, name="vacate_seat"),
    path("plasser/<int:pk>/rolle/", views.change_role, name="change_role"),
    path("plasser/<int:pk>/avslutt/", views.close_seat, name="close_seat"),
    path("personer/", views.people, name="people"),
    path("personer/ny/", views.add_person, name="add_person"),
    path("personer/<int:pk>/", views.person, name="person"),
    path("personer/<int:pk>/rediger/", views.edit_person, name="edit_person"),
    path("personer/<int:pk>/konto/", views.give_account, name="give_account"),
    path("personer/<int:pk>/konto/avslutt/", views.close_account, name="close_account"),
    path("personer/<int:pk>/overlevering/", views.hand_over, name="hand_over"),
    path("verv/ny/", views.appoint_to_office, name="appoint_to_office"),
    path("verv/<int:pk>/rediger/", views.edit_office, name="edit_office"),
    path("verv/<int:pk>/avslutt/", views.end_office, name="end_office"),
    path("medlemskap/ny/", views.take_up_membership, name="take_up_membership"),
    path("medlemskap/<int:pk>/rediger/", views.correct_membership, name="correct_membership"),
    path("medlemskap/<int:pk>/avslutt/", views.end_membership, name="end_membership"),
    path("medlemskap/<int:pk>/bekreft/", views.confirm_membership, name="confirm_membership"),
    path("<slug:slug>/forvaltning/", views.organisation, name="organisation"),
    path("<slug:slug>/rediger/", views.edit_organisation, name="edit_organisation"),
]
