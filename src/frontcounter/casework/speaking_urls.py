"""Addresses of the languages that people work in, and of the next call."""

from __future__ import annotations

from django.urls import path

from frontcounter.casework import speaking_views as views

urlpatterns = [
    path("<slug:slug>/languages", views.own, name="casework_my_languages"),
    path(
        "<slug:slug>/people/<uuid:user_id>/languages",
        views.of_person,
        name="casework_person_languages",
    ),
    path("<slug:slug>/calls/next", views.next_call, name="casework_next_call"),
]
