"""Addresses below /data/: the catalogue, series, vintages and what differs between them."""

from django.urls import path

from dugnad.indicators import views

urlpatterns = [
    path("", views.indicators, name="indicators"),
    path("ny/", views.add_indicator, name="add_indicator"),
    path("les-inn/", views.import_vintage, name="import_vintage"),
    path("les-inn/lagre/", views.store_vintage, name="store_vintage"),
    path("les-inn/kolonner/", views.name_columns, name="name_columns"),
    path("les-inn/kolonner/fil/", views.map_columns, name="map_columns"),
    path("hent/", views.connectors, name="connectors"),
    path("hent/kommunenumre/", views.read_register, name="read_register"),
    path("hent/kommunenumre/lagre/", views.store_register, name="store_register"),
    path("hent/funn/<int:pk>/", views.found_figures, name="found_figures"),
    path("hent/funn/<int:pk>/ta-inn/", views.take_find, name="take_find"),
    path("hent/funn/<int:pk>/legg-bort/", views.set_aside_find, name="set_aside_find"),
    path("hent/<slug:key>/folg/", views.watch_source, name="watch_source"),
    path("hent/<slug:key>/", views.fetch_figures, name="fetch_figures"),
    path("hent/<slug:key>/tabell/", views.set_table, name="set_table"),
    path("grenser/", views.borders, name="borders"),
    path("publisert/<int:pk>/", views.published_figure, name="published_figure"),
    path("publisert/<int:pk>/rediger/", views.edit_published_figure, name="edit_published_figure"),
    path("publisert/<int:pk>/ta-bort/", views.withdraw_published_figure, name="withdraw_published_figure"),
    path("tallgrunnlag/", views.vintages, name="vintages"),
    path("tallgrunnlag/eksport/", views.vintages_export, name="vintages_export"),
    path("tallgrunnlag/sammenlign/", views.compare_vintages, name="compare_vintages"),
    path("tallgrunnlag/sammenlign/eksport/", views.differences_export, name="differences_export"),
    path("tallgrunnlag/<int:pk>/", views.vintage, name="vintage"),
    path("tallgrunnlag/<int:pk>/fil/", views.vintage_file, name="vintage_file"),
    path("<slug:key>/", views.indicator, name="indicator"),
    path("<slug:key>/kart/", views.figure_map, name="figure_map"),
    path("<slug:key>/publisert/", views.published_figures, name="published_figures"),
    path("<slug:key>/publisert/ny/", views.enter_published_figure, name="enter_published_figure"),
    path("<slug:key>/rediger/", views.edit_indicator, name="edit_indicator"),
    path("<slug:key>/mal/", views.set_target, name="set_target"),
    path("<slug:key>/serie/", views.series_export, name="series_export"),
]
