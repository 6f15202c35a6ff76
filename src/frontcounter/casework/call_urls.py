"""Addresses of calls: those of a report, and cards without one."""

from __future__ import annotations

from django.urls import path

from frontcounter.casework import call_book_views, call_card_views, call_views

CALL = "<slug:slug>/reports/<str:number>/call"
CARDS = "<slug:slug>/call-cards"
CARD = f"{CARDS}/<str:number>"

urlpatterns = [
    path(CALL, call_views.call, name="casework_call"),
    path(f"{CALL}/take", call_views.take, name="casework_take_call"),
    path(f"{CALL}/give-back", call_views.give_back, name="casework_give_back_call"),
    path(f"{CALL}/attempt", call_views.attempt, name="casework_attempt"),
    path(f"{CALL}/conclude", call_views.conclude, name="casework_conclude"),
    path(f"{CALL}/book", call_book_views.of_report, name="casework_book_call"),
    path(f"{CALL}/book/cancel", call_book_views.cancel_of_report, name="casework_cancel_booking"),
    path(f"{CALL}/brief", call_views.brief, name="casework_call_brief"),
    path(f"{CARDS}/new", call_card_views.new, name="casework_call_new"),
    path(f"{CARDS}/open", call_card_views.by_number, name="casework_open_card"),
    path(f"{CARD}/book", call_book_views.of_card, name="casework_book_card"),
    path(
        f"{CARD}/book/cancel",
        call_book_views.cancel_of_card,
        name="casework_cancel_card_booking",
    ),
    path(CARD, call_card_views.card, name="casework_call_card"),
    path(f"{CARD}/made", call_card_views.made, name="casework_card_made"),
    path(f"{CARD}/take", call_card_views.take, name="casework_take_card"),
    path(f"{CARD}/give-back", call_card_views.give_back, name="casework_give_back_card"),
    path(f"{CARD}/attempt", call_card_views.attempt, name="casework_card_attempt"),
    path(f"{CARD}/conclude", call_card_views.conclude, name="casework_conclude_card"),
    path(f"{CARD}/brief", call_card_views.brief, name="casework_card_brief"),
]
