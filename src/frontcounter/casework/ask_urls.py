"""Addresses of asking and writing, below a report's own and below the messages."""

from __future__ import annotations

from django.urls import path

from frontcounter.casework import ask_views, hand_views, thread_views

REPORT = "<slug:slug>/reports/<str:number>"

urlpatterns = [
    path(f"{REPORT}/ask", ask_views.ask, name="casework_ask"),
    path(f"{REPORT}/messages", thread_views.thread, name="casework_thread"),
    path(f"{REPORT}/contact", thread_views.contact, name="casework_contact"),
    path(f"{REPORT}/reached", thread_views.reached, name="casework_reached"),
    path(
        "<slug:slug>/messages/<uuid:message_id>/letter",
        hand_views.letter,
        name="casework_letter",
    ),
]
