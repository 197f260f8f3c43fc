"""Addresses of calls and replies."""

from django.urls import path

from dugnad.calls import views

REPLY = "<slug:slug>/<slug:organisation>/"
ROUND = "<slug:slug>/svar/"
ANSWERS = f"{ROUND}<slug:key>/"

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
    path("<slug:slug>/sporsmal/", views.questions, name="questions"),
    path("<slug:slug>/sporsmal/del/", views.add_section, name="add_section"),
    path("<slug:slug>/sporsmal/del/<int:pk>/", views.edit_section, name="edit_section"),
    path("<slug:slug>/sporsmal/del/<int:pk>/flytt/", views.move_section, name="move_section"),
    path("<slug:slug>/sporsmal/del/<int:pk>/nytt/", views.add_question, name="add_question"),
    path("<slug:slug>/sporsmal/<int:pk>/", views.edit_question, name="edit_question"),
    path("<slug:slug>/sporsmal/<int:pk>/flytt/", views.move_question, name="move_question"),
    path("<slug:slug>/sporsmal/<int:pk>/ta-ut/", views.retire_question, name="retire_question"),
    path(ROUND, views.merged_questions, name="merged_questions"),
    path(f"{ROUND}svar.xlsx", views.merged_questions_export, {"format": "xlsx"}, name="merged_xlsx"),
    path(f"{ROUND}svar.docx", views.merged_questions_export, {"format": "docx"}, name="merged_docx"),
    path(ANSWERS, views.merge_answers, name="merge_answers"),
    path(f"{ANSWERS}svar.xlsx", views.merge_answers_export, {"format": "xlsx"}, name="merge_answers_xlsx"),
    path(f"{ANSWERS}svar.docx", views.merge_answers_export, {"format": "docx"}, name="merge_answers_docx"),
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
    path(f"{REPLY}godta/", views.accept_reply, name="accept_reply"),
    path(f"{REPLY}send-tilbake/", views.return_reply, name="return_reply"),
    path(f"{REPLY}vurder/", views.review_reply, name="review_reply"),
    path(f"{REPLY}vurder/<int:pk>/godta/", views.accept_section, name="accept_section"),
    path(f"{REPLY}vurder/<int:pk>/send-tilbake/", views.return_section, name="return_section"),
    path(f"{REPLY}versjoner/", views.versions, name="versions"),
    path(f"{REPLY}versjoner/<int:old>-<int:new>/", views.compare_versions, name="compare_versions"),
    path(f"{REPLY}filer/<int:pk>/", views.reply_file, name="reply_file"),
    path(f"{REPLY}filer/<int:pk>/ta-ut/", views.detach_file, name="detach_file"),
    path(f"{REPLY}filer/<slug:key>/", views.attach_file, name="attach_file"),
    path(f"{REPLY}regneark.xlsx", views.reply_workbook, name="reply_workbook"),
    path(f"{REPLY}regneark/", views.import_reply, name="import_reply"),
]
