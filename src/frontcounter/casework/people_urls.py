"""Addresses of the pages about a force's people."""

from __future__ import annotations

from django.urls import path

from frontcounter.casework import people_views as views

PERSON = "<slug:slug>/people/<uuid:user_id>"

urlpatterns = [
    path("<slug:slug>/people", views.people, name="casework_people"),
    path("<slug:slug>/people/add", views.add, name="casework_person_add"),
    path(
        "<slug:slug>/people/proposed/<uuid:proposed_id>",
        views.proposed,
        name="casework_person_proposed",
    ),
    path(PERSON, views.person, name="casework_person"),
    path(f"{PERSON}/roles", views.roles, name="casework_person_roles"),
    path(f"{PERSON}/off", views.off, name="casework_person_off"),
    path(f"{PERSON}/on", views.on, name="casework_person_on"),
    path(f"{PERSON}/second-step", views.reset, name="casework_person_reset"),
    path(f"{PERSON}/new-link", views.fresh_link, name="casework_person_link"),
    path(f"{PERSON}/sessions", views.sessions, name="casework_person_sessions"),
]
