"""Addresses of the review of one report."""

from __future__ import annotations

from django.urls import path

from frontcounter.casework import review_triage, review_views

REPORT = "<slug:slug>/reports/<str:number>"

urlpatterns = [
    path(f"{REPORT}/change/<slug:question>", review_views.change, name="casework_review_change"),
    path(f"{REPORT}/change/<slug:question>/undo", review_views.undo, name="casework_review_undo"),
    path(f"{REPORT}/codes/<slug:table>", review_views.code, name="casework_review_code"),
    path(f"{REPORT}/triage", review_triage.triage, name="casework_triage"),
]
