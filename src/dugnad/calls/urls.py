"""Addresses of calls and replies."""

from django.urls import path

from dugnad.calls import views

REPLY = "<slug:slug>/<slug:organisation>/"

urlpatterns = [
    path("", views.calls, name="calls"),
    path("ny/", views.create_call, name="create_call"),
    path("<slug:slug>/", views.call, name="call"),
    path("<slug:slug>/rediger/", views.edit_call, name="edit_call"),
    path("<slug:slug>/kopier/", views.copy_call, name="copy_call"),
    path("<slug:slug>/apne/", views.open_call, name="open_call"),
    path("<slug:slug>/lukk/", views.close_call, name="close_call"),
    path("<slug:slug>/purre/", views.remind_members, name="remind_members"),
    path("<slug:slug>/eksport.csv", views.chase_export, {"format": "csv"}, name="chase_csv"),
    path("<slug:slug>/eksport.xlsx", views.chase_export, {"format": "xlsx"}, name="chase_xlsx"),
    path("<slug:slug>/paminnelser/", views.reminders, name="reminders"),
    path("<slug:slug>/paminnelser/ny/", views.add_reminder, name="add_reminder"),
    path("<slug:slug>/paminnelser/<int:pk>/", views.edit_reminder, name="edit_reminder"),
    path("<slug:slug>/paminnelser/<int:pk>/stans/", views.stop_reminder, name="stop_reminder"),
    path("<slug:slug>/sporsmal/", views.questions, name="questions"),
    path("<slug:slug>/sporsmal/del/", views.add_section, name="add_section"),
    path("<slug:slug>/sporsmal/del/<int:pk>/", views.edit_section, name="edit_section"),
    path("<slug:slug>/sporsmal/del/<int:pk>/flytt/", views.move_section, name="move_section"),
    path("<slug:slug>/sporsmal/del/<int:pk>/nytt/", views.add_question, name="add_question"),
    path("<slug:slug>/sporsmal/<int:pk>/", views.edit_question, name="edit_question"),
    path("<slug:slug>/sporsmal/<int:pk>/flytt/", views.move_question, name="move_question"),
    path("<slug:slug>/sporsmal/<int:pk>/ta-ut/", views.retire_question, name="retire_question"),
    path(REPLY, views.reply, name="reply"),
    path(f"{REPLY}lagre/", views.save_draft, name="save_draft"),
    path(f"{REPLY}nytt/", views.reply_news, name="reply_news"),
    path(f"{REPLY}les/", views.read_reply, name="read_reply"),
    path(f"{REPLY}send-inn/", views.submit_reply, name="submit_reply"),
    path(f"{REPLY}kvittering/<int:number>/", views.receipt, name="receipt"),
    path(f"{REPLY}til-godkjenning/", views.ask_for_approval, name="ask_for_approval"),
    path(f"{REPLY}svarer-ikke/", views.decline_reply, name="decline_reply"),
    path(f"{REPLY}kommer/", views.expect_reply, name="expect_reply"),
    path(f"{REPLY}trekk-tilbake/", views.withdraw_reply, name="withdraw_reply"),
    path(f"{REPLY}utsett/", views.extend_deadline, name="extend_deadline"),
    path(f"{REPLY}godta/", views.accept_reply, name="accept_reply"),
    path(f"{REPLY}send-tilbake/", views.return_reply, name="return_reply"),
    path(f"{REPLY}filer/<int:pk>/", views.reply_file, name="reply_file"),
    path(f"{REPLY}filer/<int:pk>/ta-ut/", views.detach_file, name="detach_file"),
    path(f"{REPLY}filer/<slug:key>/", views.attach_file, name="attach_file"),
    path(f"{REPLY}regneark.xlsx", views.reply_workbook, name="reply_workbook"),
    path(f"{REPLY}regneark/", views.import_reply, name="import_reply"),
]
