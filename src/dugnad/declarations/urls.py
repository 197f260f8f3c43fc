"""Addresses of the declaration, below /erklaering/."""

from django.urls import path

from dugnad.declarations import views

urlpatterns = [
    path("<slug:key>/plan/", views.newest_plan, name="newest_plan"),
    path("<slug:key>/plan/<int:year>/", views.follow_up_plan, name="follow_up_plan"),
    path("<slug:key>/plan/<int:year>/ny/", views.add_follow_up, name="add_follow_up"),
    path("<slug:key>/plan/<int:year>/overfor/", views.carry_follow_ups, name="carry_follow_ups"),
    path("<slug:key>/plan/<int:year>/eksport.xlsx", views.export_plan, name="export_plan"),
    path("<slug:key>/plan/<int:year>/<int:pk>/rediger/", views.edit_follow_up, name="edit_follow_up"),
    path("<slug:key>/plan/<int:year>/<int:pk>/ferdig/", views.finish_follow_up, name="finish_follow_up"),
    path("<slug:key>/plan/<int:year>/<int:pk>/apne/", views.reopen_follow_up, name="reopen_follow_up"),
    path("<slug:key>/plan/<int:year>/<int:pk>/ta-ut/", views.remove_follow_up, name="remove_follow_up"),
    path("<slug:key>/rapport/<int:year>/", views.year_report, name="year_report"),
    path("<slug:key>/rapport/<int:year>/ny/", views.begin_report, name="begin_report"),
    path("<slug:key>/rapport/<int:year>/pa-nytt/", views.renew_report, name="renew_report"),
]
