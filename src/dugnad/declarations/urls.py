"""Addresses of the declaration, below /erklaering/.

Pages whose second part is a word of ours (`oppfolging/`, `punkt/`, …) stand before the texts: a text may have
none of these names (rules.RESERVED), but its pattern would take them.
"""

from django.urls import path

from dugnad.declarations import views

TEXT = "<slug:key>/<slug:name>/"
WRITE = f"{TEXT}rediger/"
PROPOSAL = f"{TEXT}forslag/<int:pk>/"
TREATMENT = f"{TEXT}behandling/<int:pk>/"

urlpatterns = [
    path("", views.declarations, name="declarations"),
    path("ny/", views.create_declaration, name="create_declaration"),
    path("<slug:key>/", views.declaration, name="declaration"),
    path("<slug:key>/rediger/", views.edit_declaration, name="edit_declaration"),
    path("<slug:key>/ny/", views.draft_wording, name="draft_wording"),
    path(TEXT, views.wording, name="wording"),
    path(f"{TEXT}sammenlign/", views.compare_wordings, name="compare_wordings"),
    path(f"{TEXT}revider/", views.begin_revision, name="begin_revision"),
    path(WRITE, views.write_wording, name="write_wording"),
    path(f"{WRITE}innledning/", views.edit_wording, name="edit_wording"),
    path(f"{WRITE}rekkefolge/", views.arrange_points, name="arrange_points"),
    path(f"{WRITE}opphav/", views.settle_lineage, name="settle_lineage"),
    path(f"{WRITE}nytt-punkt/", views.add_point, name="add_point"),
    path(f"{WRITE}punkt/<slug:point>/", views.edit_point, name="edit_point"),
    path(f"{WRITE}punkt/<slug:point>/ta-ut/", views.remove_point, name="remove_point"),
    path(f"{TEXT}tilby/", views.offer_wording, name="offer_wording"),
    path(f"{TEXT}ta-tilbake/", views.reopen_wording, name="reopen_wording"),
    path(f"{TEXT}vedta/", views.adopt_wording, name="adopt_wording"),
    path(f"{TEXT}legg-bort/", views.withdraw_wording, name="withdraw_wording"),
    path(f"{TEXT}forslag/", views.amendments, name="amendments"),
    path(f"{TEXT}forslag/nytt/", views.propose_amendment, name="propose_amendment"),
    path(PROPOSAL, views.amendment, name="amendment"),
    path(f"{PROPOSAL}vedta/", views.adopt_amendment, name="adopt_amendment"),
    path(f"{PROPOSAL}avvis/", views.reject_amendment, name="reject_amendment"),
    path(f"{PROPOSAL}trekk/", views.withdraw_amendment, name="withdraw_amendment"),
    path(f"{TEXT}behandling/", views.treatments, name="treatments"),
    path(f"{TEXT}behandling/ny/", views.plan_treatment, name="plan_treatment"),
    path(TREATMENT, views.treatment, name="treatment"),
    path(f"{TREATMENT}flytt/", views.move_treatment, name="move_treatment"),
    path(f"{TREATMENT}ta-bort/", views.cancel_treatment, name="cancel_treatment"),
    path(f"{TREATMENT}sagt/", views.enter_treatment, name="enter_treatment"),
    path(f"{TREATMENT}forslagene/", views.give_opinions, name="give_opinions"),
]
