"""Addresses of follow-up by units, officers' records requests, and victims."""

from __future__ import annotations

from django.urls import path

from frontcounter.casework import follow_up_views, request_views, unit_views, victim_views

REPORT = "<slug:slug>/reports/<str:number>"
OURS = "<slug:slug>/unit"
REQUEST = "<slug:slug>/requests/<str:request_number>"

urlpatterns = [
    path(f"{REPORT}/follow-up", follow_up_views.ask, name="casework_follow_up"),
    path(OURS, unit_views.tasks, name="casework_unit"),
    path(f"{OURS}/zone", unit_views.zone, name="casework_zone"),
    path(f"{OURS}/reports/<str:number>", unit_views.report, name="casework_unit_report"),
    path(f"{OURS}/reports/<str:number>/<slug:act>", unit_views.act, name="casework_unit_act"),
    path("<slug:slug>/requests", request_views.own, name="casework_requests"),
    path("<slug:slug>/requests/new", request_views.new, name="casework_request_new"),
    path(REQUEST, request_views.one, name="casework_request"),
    path(f"{REQUEST}/take", request_views.take, name="casework_request_take"),
    path(f"{REQUEST}/give-back", request_views.give_back, name="casework_request_give_back"),
    path(f"{REPORT}/needs", victim_views.needs, name="casework_needs"),
    path(f"{REPORT}/refer", victim_views.refer, name="casework_refer"),
    path("<slug:slug>/referrals/<uuid:referral_id>", victim_views.answer, name="casework_referral"),
]
