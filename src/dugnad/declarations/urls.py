"""Addresses of the declaration, below /erklaering/."""

from django.urls import include, path

from dugnad.declarations import views

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
]

urlpatterns = [
    path("bevis/", views.verify, name="verify"),
    path("bevis/<slug:code>/", views.proof, name="proof"),
    path("<slug:key>/<slug:wording>/register/", include(REGISTER)),
    path("<slug:key>/<slug:wording>/kampanje/", include(CAMPAIGN)),
    path("<slug:key>/<slug:wording>/seremoni/", include(CEREMONY)),
]
