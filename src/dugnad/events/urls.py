"""Addresses of meetings and of the school, below /moter/ and /klimaskolen/.

Pages whose first word is ours stand before the meetings' own. Two pages of people stand here as well: what
they show and erase is kept in this room too.
"""

from typing import Any

from django.urls import include, path

from dugnad.events import views

ITEM = "sak/<int:pk>/"
MEETING = [
    path("", views.meeting, name="meeting"),
    path("sakspapirer.pdf", views.meeting_bundle, name="meeting_bundle"),
    path("rediger/", views.edit_event, name="edit_event"),
    path("kunngjor/", views.announce_event, name="announce_event"),
    path("avlys/", views.cancel_event, name="cancel_event"),
    path("holdt/", views.hold_event, name="hold_event"),
    path("saksliste/bygg/", views.build_agenda, name="build_agenda"),
    path("saksliste/rekkefolge/", views.arrange_items, name="arrange_items"),
    path("saksliste/forslag/", views.take_up_backlog, name="take_up_backlog"),
    path("sak/ny/", views.add_item, name="add_item"),
    path(f"{ITEM}rediger/", views.edit_item, name="edit_item"),
    path(f"{ITEM}ta-ut/", views.remove_item, name="remove_item"),
    path(f"{ITEM}utsett/", views.put_off, name="put_off"),
    path(f"{ITEM}papir/ny/", views.add_item_paper, name="add_item_paper"),
    path(f"{ITEM}standpunkt/", views.take_position, name="take_position"),
    path(f"{ITEM}godkjenn/", views.approve_minutes, name="approve_minutes"),
    path("papir/<int:pk>/", views.item_paper, name="item_paper"),
    path("papir/<int:pk>/ta-ut/", views.remove_item_paper, name="remove_item_paper"),
    path("referat/", views.write_minutes, name="write_minutes"),
    path("referat/lagre/", views.save_notes, name="save_notes"),
    path("referat/nytt/", views.note_news, name="note_news"),
    path("referat/les/", views.read_minutes, name="read_minutes"),
    path("referat/referat.pdf", views.minutes_pdf, name="minutes_pdf"),
    path("referat/kommenter/", views.comment_on_minutes, name="comment_on_minutes"),
    path("referat/rett/", views.correct_minutes, name="correct_minutes"),
    path("referat/send/", views.send_minutes, name="send_minutes"),
    path("referat/<int:pk>/", views.write_note, name="write_note"),
    path("referat/<int:pk>/utfall/", views.add_outcome, name="add_outcome"),
    path("utfall/<int:pk>/", views.edit_outcome, name="edit_outcome"),
    path("utfall/<int:pk>/ta-ut/", views.remove_outcome, name="remove_outcome"),
    path("svar/", views.answer_invitation, name="answer_invitation"),
    path("vara/<int:pk>/", views.call_in_deputy, name="call_in_deputy"),
    path("inviter/", views.invite, name="invite"),
    path("oppmote/", views.note_attendance, name="note_attendance"),
    path("pamelding/", views.sign_up_to_meeting, name="sign_up_to_meeting"),
    path("avslutt/", views.close_procedure, name="close_procedure"),
    path("protokoll/", views.record, name="record"),
    path("protokoll/minn/", views.remind_silent, name="remind_silent"),
]
GROUP = [
    path("", views.group, name="group"),
    path("foresla/", views.propose_item, name="propose_item"),
    path("filer/ny/", views.add_group_file, name="add_group_file"),
    path("filer/<int:pk>/", views.group_file, name="group_file"),
    path("filer/<int:pk>/ta-bort/", views.remove_group_file, name="remove_group_file"),
    path("forslag/<int:pk>/ta-opp/", views.take_up, name="take_up"),
    path("forslag/<int:pk>/avvis/", views.decline_item, name="decline_item"),
    path("overlevering/<int:pk>/", views.hand_over_seat, name="hand_over_seat"),
    path("kalender.ics", views.group_calendar, name="group_calendar"),
    path("atom.xml", views.group_atom, name="group_atom"),
]
SERIES = [
    path("", views.series, name="series"),
    path("rediger/", views.edit_series, name="edit_series"),
    path("ar/", views.plan_year, name="plan_year"),
    path("avslutt/", views.end_series, name="end_series"),
    path("gjenoppta/", views.resume_series, name="resume_series"),
    path("faste-saker/ny/", views.add_standing_item, name="add_standing_item"),
    path("faste-saker/rekkefolge/", views.arrange_standing_items, name="arrange_standing_items"),
    path("faste-saker/<int:pk>/rediger/", views.edit_standing_item, name="edit_standing_item"),
    path("faste-saker/<int:pk>/ta-bort/", views.remove_standing_item, name="remove_standing_item"),
]
MEETINGS: list[Any] = [
    path("", views.list_meetings, name="meetings"),
    path("ny/", views.create_event, name="create_event"),
    path("serier/ny/", views.create_series, name="create_series"),
    path("serier/<slug:slug>/", include(SERIES)),
    path("grupper/<slug:slug>/", include(GROUP)),
    path("vedtak/", views.register_of_decisions, name="register_of_decisions"),
    path("vedtak/eksport.csv", views.register_export, {"format": "csv"}, name="register_csv"),
    path("vedtak/eksport.xlsx", views.register_export, {"format": "xlsx"}, name="register_xlsx"),
    path("vedtak/<int:pk>/", views.decision, name="decision"),
    path("vedtak/<int:pk>/utskrift.pdf", views.decision_extract, name="decision_extract"),
    path("oppgaver/", views.tasks, name="tasks"),
    path("oppgaver/<int:pk>/lukk/", views.settle_outcome, name="settle_outcome"),
    path("oppgaver/<int:pk>/apne/", views.reopen_task, name="reopen_task"),
    path("kalender.ics", views.meetings_calendar, name="meetings_calendar"),
    path("kalender/min/", views.my_calendar, name="my_calendar"),
    path("kalender/<str:key>.ics", views.own_calendar, name="own_calendar"),
    path("kommune/<slug:member>.ics", views.member_calendar, name="member_calendar"),
    path("kommune/<slug:member>/", views.member_meetings, name="member_meetings"),
    path("atom.xml", views.atom, name="meetings_atom"),
    path("skriftlig/<str:key>/", views.answer_in_writing, name="answer_in_writing"),
    path("delta/<str:key>/", views.participation, name="participation"),
    path("delta/<str:key>/vara/", views.send_deputy, name="send_deputy"),
    path("delta/<str:key>/vedlegg/<int:pk>/", views.own_paper, name="own_paper"),
    path("delta/<str:key>/referat/", views.own_minutes, name="own_minutes"),
    path("delta/<str:key>/referat.pdf", views.own_minutes_pdf, name="own_minutes_pdf"),
    path("delta/<str:key>/sakspapirer.pdf", views.own_bundle, name="own_bundle"),
    path("<slug:slug>/", include(MEETING)),
]
SESSION = [
    path("", views.school_session, name="school_session"),
    path("rediger/", views.edit_session, name="edit_session"),
    path("kunngjor/", views.announce_session, name="announce_session"),
    path("avlys/", views.call_off_session, name="call_off_session"),
    path("holdt/", views.hold_session, name="hold_session"),
    path("opptak/", views.put_up_recording, name="put_up_recording"),
    path("materiell/ny/", views.add_material, name="add_material"),
    path("materiell/<int:pk>/", views.material, name="material"),
    path("materiell/<int:pk>/ta-bort/", views.remove_material, name="remove_material"),
    path("fortell/", views.send_afterwards, name="send_afterwards"),
    path("inviter/", views.ask_along, name="ask_along"),
    path("pamelding/", views.sign_up, name="sign_up"),
    path("oppmote/", views.read_attendance, name="read_attendance"),
    path("innsjekk/", views.check_in, name="check_in"),
    path("innsjekk/ny/", views.add_who_came, name="add_who_came"),
    path("bevis/", views.issue_certificates, name="issue_certificates"),
]
SCHOOL: list[Any] = [
    path("", views.list_sessions, name="school"),
    path("ny/", views.create_session, name="create_session"),
    path("tema/", views.list_topics, name="topics"),
    path("tema/ny/", views.add_topic, name="add_topic"),
    path("tema/<slug:key>/rediger/", views.edit_topic, name="edit_topic"),
    path("dekning/", views.coverage, name="coverage"),
    path("kalender.ics", views.school_calendar, name="school_calendar"),
    path("bevis/", views.check_certificate, name="check_certificate"),
    path("bevis/<str:code>.pdf", views.certificate_pdf, name="certificate_pdf"),
    path("bevis/<str:code>/", views.certificate, name="certificate"),
    path("bevis/<str:code>/trekk-tilbake/", views.revoke_certificate, name="revoke_certificate"),
    path("plass/<str:key>/", views.own_place, name="own_place"),
    path("plass/<str:key>/meld-av/", views.draw_back, name="draw_back"),
    path("sporsmal/<str:key>/", views.questions, name="questions"),
    path("<slug:slug>/", include(SESSION)),
]
PEOPLE = [
    path("<int:pk>/data/", views.export_person, name="export_person"),
    path("<int:pk>/slett/", views.erase_person, name="erase_person"),
]
urlpatterns = [
    path("moter/", include(MEETINGS)),
    path("klimaskolen/", include(SCHOOL)),
    path("medlemmer/personer/", include(PEOPLE)),
]
