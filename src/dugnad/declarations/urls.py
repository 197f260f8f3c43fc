"""Addresses of the declaration, below /erklaering/.

Pages whose second part is a word of ours (`oppfolging/`, `punkt/`, …) stand before the texts: a text may have
none of these names (rules.RESERVED), but its pattern would take them.
"""

from django.urls import include, path

from dugnad.declarations import views

TEXT = "<slug:key>/<slug:name>/"
NAMED = "<slug:key>/<slug:wording>/"
WRITE = f"{TEXT}rediger/"
PROPOSAL = f"{TEXT}forslag/<int:pk>/"
CELL = "<slug:key>/oppfolging/<int:year>/<slug:organisation>/<slug:point>/"
TREATMENT = f"{TEXT}behandling/<int:pk>/"
# Below the address of one text.
REGISTER = [
    path("", views.register, name="register"),
    path("register.csv", views.register_export, {"format": "csv"}, name="register_csv"),
    path("register.xlsx", views.register_export, {"format": "xlsx"}, name="register_xlsx"),
    path("samlet/", views.make_joint_paper, name="make_joint_paper"),
    path("samlet/<slug:code>.pdf", views.joint_paper, name="joint_paper"),
    path("<slug:member>/", views.consent, name="consent"),
    path("<slug:member>/vurderer/", views.note_consideration, name="note_consideration"),
    path("<slug:member>/slutter-seg-til/", views.endorse, name="endorse"),
    path("<slug:member>/sier-nei/", views.decline_endorsement, name="decline_endorsement"),
    path("<slug:member>/trekker-seg/", views.withdraw_endorsement, name="withdraw_endorsement"),
    path("<slug:member>/forbehold/", views.reserve_points, name="reserve_points"),
    path("<slug:member>/vedtak/", views.decision_file, name="decision_file"),
    path("<slug:member>/vedtak/<int:pk>/", views.past_decision_file, name="past_decision_file"),
    path("<slug:member>/undertegner/", views.sign, name="sign"),
    path("<slug:member>/moter/", views.enter_attendance, name="enter_attendance"),
    path("<slug:member>/bekrefter/", views.confirm_promise, name="confirm_promise"),
    path("<slug:member>/underskrift/<int:pk>/trekk/", views.revoke_signature, name="revoke_signature"),
    path("<slug:member>/underskrift/<int:pk>/lag/", views.make_signed_paper, name="make_signed_paper"),
    path("<slug:member>/underskrift/<slug:code>.pdf", views.signed_paper, name="signed_paper"),
]
CAMPAIGN = [
    path("", views.campaign, name="campaign"),
    path("tall/", views.campaign_counts, name="campaign_counts"),
    path("planlegg/", views.plan_campaign, name="plan_campaign"),
    path("rediger/", views.edit_campaign, name="edit_campaign"),
    path("apne/", views.open_campaign, name="open_campaign"),
    path("purr/", views.remind_of_campaign, name="remind_of_campaign"),
    path("lukk/", views.close_campaign, name="close_campaign"),
    path("steg/ny/", views.add_step, name="add_step"),
    path("steg/<int:pk>/flytt/", views.move_step, name="move_step"),
    path("steg/<int:pk>/gjort/", views.tick_step, name="tick_step"),
    path("dokument/ny/", views.add_paper, name="add_paper"),
    path("dokument/<int:pk>/", views.campaign_paper, name="campaign_paper"),
    path("dokument/<int:pk>/ta-ut/", views.remove_paper, name="remove_paper"),
]
CEREMONY = [
    path("", views.ceremony, name="ceremony"),
    path("ark.pdf", views.ceremony_sheet, name="ceremony_sheet"),
    path("rekkefolge/", views.order_ceremony, name="order_ceremony"),
    path("undertegnet/", views.sign_at_ceremony, name="sign_at_ceremony"),
    path("papirer/", views.make_missing_papers, name="make_missing_papers"),
]

urlpatterns = [
    path("", views.declarations, name="declarations"),
    path("ny/", views.create_declaration, name="create_declaration"),
    path("bevis/", views.verify, name="verify"),
    path("bevis/<slug:code>/", views.proof, name="proof"),
    path("<slug:key>/", views.declaration, name="declaration"),
    path("<slug:key>/rediger/", views.edit_declaration, name="edit_declaration"),
    path("<slug:key>/ny/", views.draft_wording, name="draft_wording"),
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
    path("<slug:key>/plan/", views.newest_plan, name="newest_plan"),
    path("<slug:key>/plan/<int:year>/", views.follow_up_plan, name="follow_up_plan"),
    path("<slug:key>/plan/<int:year>/ny/", views.add_follow_up, name="add_follow_up"),
    path("<slug:key>/plan/<int:year>/overfor/", views.carry_follow_ups, name="carry_follow_ups"),
    path("<slug:key>/plan/<int:year>/eksport.xlsx", views.export_plan, name="export_plan"),
    path("<slug:key>/plan/<int:year>/<int:pk>/rediger/", views.edit_follow_up, name="edit_follow_up"),
    path("<slug:key>/plan/<int:year>/<int:pk>/ferdig/", views.finish_follow_up, name="finish_follow_up"),
    path("<slug:key>/plan/<int:year>/<int:pk>/apne/", views.reopen_follow_up, name="reopen_follow_up"),
    path("<slug:key>/plan/<int:year>/<int:pk>/ta-ut/", views.remove_follow_up, name="remove_follow_up"),
    path(TEXT, views.wording, name="wording"),
    path(f"{TEXT}tekst-<slug:language>.pdf", views.wording_paper, name="wording_paper"),
    path(f"{TEXT}sammenlign/", views.compare_wordings, name="compare_wordings"),
    path(f"{TEXT}revider/", views.begin_revision, name="begin_revision"),
    path(WRITE, views.write_wording, name="write_wording"),
    path(f"{WRITE}innledning/", views.edit_wording, name="edit_wording"),
    path(f"{WRITE}rekkefolge/", views.arrange_points, name="arrange_points"),
    path(f"{WRITE}opphav/", views.settle_lineage, name="settle_lineage"),
    path(f"{WRITE}nytt-punkt/", views.add_point, name="add_point"),
    path(f"{WRITE}punkt/<slug:point>/", views.edit_point, name="edit_point"),
    path(
        f"{WRITE}punkt/<slug:point>/<slug:language>/stemmer/",
        views.confirm_translation,
        name="confirm_translation",
    ),
    path(f"{WRITE}innledning/<slug:language>/stemmer/", views.confirm_preamble, name="confirm_preamble"),
    path(f"{WRITE}punkt/<slug:point>/ta-ut/", views.remove_point, name="remove_point"),
    path(f"{TEXT}taler-til/<slug:point>/", views.serve_point, name="serve_point"),
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
    path(f"{NAMED}register/", include(REGISTER)),
    path(f"{NAMED}kampanje/", include(CAMPAIGN)),
    path(f"{NAMED}seremoni/", include(CEREMONY)),
]
