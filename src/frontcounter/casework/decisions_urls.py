"""Addresses of decisions that concern more than one report, file or service."""

from __future__ import annotations

from django.urls import path

from frontcounter.casework import bulk_views, decide_hand_over, decide_views

REPORT = "<slug:slug>/reports/<str:number>"

urlpatterns = [
    path(f"{REPORT}/join", decide_views.join, name="casework_join"),
    path(f"{REPORT}/split", decide_views.split, name="casework_split"),
    path(f"{REPORT}/hand-over", decide_hand_over.hand_over, name="casework_hand_over"),
    path("<slug:slug>/several", bulk_views.several, name="casework_several"),
]
