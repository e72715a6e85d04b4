"""The addresses of reporting errors."""

from django.urls import path

from reports.reading.errata import views

urlpatterns = [
    path("pairs/<int:pk>/error/", views.report, name="pair-error"),
    path("pairs/<int:pk>/error/thanks/", views.thanks, name="pair-error-thanks"),
]
