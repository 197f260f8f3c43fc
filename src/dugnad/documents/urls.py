"""Addresses of documents."""

from django.urls import path

from dugnad.documents import views

urlpatterns = [
    path("", views.documents, name="documents"),
    path("ny/", views.create_document, name="create_document"),
    path("send-inn/", views.send_story, name="send_story"),
    path("send-inn/takk/", views.story_sent, name="story_sent"),
    path("innboks/", views.inbox, name="story_inbox"),
    path("innboks/<int:pk>/ta-inn/", views.take_in_story, name="take_in_story"),
    path("innboks/<int:pk>/avslaa/", views.decline_story, name="decline_story"),
    path("avsender/<slug:token>/", views.clearance_by_link, name="clearance_by_link"),
    path("hvem-andre/", views.who_else, name="who_else"),
    path("priser/", views.prizes, name="prizes"),
    path("priser/ny/", views.create_prize, name="create_prize"),
    path("priser/<slug:key>/", views.edit_prize, name="edit_prize"),
    path("lengde/", views.story_lengths, name="story_lengths"),
    path("eksport.csv", views.documents_export, {"format": "csv"}, name="documents_csv"),
    path("eksport.xlsx", views.documents_export, {"format": "xlsx"}, name="documents_xlsx"),
    path("<slug:slug>/", views.document, name="document"),
    path("<slug:slug>/dokument.pdf", views.document_pdf, name="document_pdf"),
    path("<slug:slug>/dokument.docx", views.document_docx, name="document_docx"),
    path("<slug:slug>/rediger/", views.edit_document, name="edit_document"),
    path("<slug:slug>/versjon/<int:number>/", views.document_version, name="document_version"),
    path("<slug:slug>/forskjeller/", views.document_differences, name="document_differences"),
    path("<slug:slug>/til-vurdering/", views.submit_for_review, name="submit_for_review"),
    path("<slug:slug>/send-tilbake/", views.return_with_note, name="return_with_note"),
    path("<slug:slug>/godkjenn/", views.approve, name="approve"),
    path("<slug:slug>/publiser/", views.publish, name="publish"),
    path("<slug:slug>/trekk-tilbake/", views.withdraw, name="withdraw"),
    path("<slug:slug>/spor-avsender/", views.ask_sender, name="ask_sender"),
    path("<slug:slug>/avsender/", views.clearance, name="clearance"),
    path("<slug:slug>/pris/<slug:key>/", views.prize_form, name="prize_form"),
    path("<slug:slug>/pris/<slug:key>/skjema.docx", views.prize_document, name="prize_document"),
    path("<slug:slug>/bruk/ny/", views.note_use, name="note_use"),
    path("<slug:slug>/bruk/<int:pk>/ta-bort/", views.remove_use, name="remove_use"),
    path("<slug:slug>/vedlegg/", views.attach, name="attach"),
    path("<slug:slug>/vedlegg/<int:pk>/", views.attachment, name="attachment"),
    path("<slug:slug>/vedlegg/<int:pk>/ta-ut/", views.detach, name="detach"),
    path("<slug:slug>/bilder/<int:pk>/", views.picture, name="picture"),
]
