"""Addresses of the watch: alarms, the supervisor's board, moving work, absences."""

from __future__ import annotations

from django.urls import path

from frontcounter.casework import alarm_views, board_views, board_work_views, supervise_views

urlpatterns = [
    path("<slug:slug>/reports/<str:number>/seen-to", supervise_views.seen, name="casework_seen_to"),
    path("<slug:slug>/alarms", alarm_views.alarms, name="casework_alarms"),
    path("<slug:slug>/alarms/bar", alarm_views.bar, name="casework_alarm_bar"),
    path("<slug:slug>/alarms/<uuid:alarm_id>/mine", alarm_views.mine, name="casework_alarm_mine"),
    path("<slug:slug>/board", board_views.board, name="casework_board"),
    path("<slug:slug>/board/work", board_work_views.work_page, name="casework_board_work"),
    path("<slug:slug>/board/away", board_work_views.away_page, name="casework_board_away"),
    path(
        "<slug:slug>/board/away/<uuid:absence_id>/back",
        board_work_views.back_again,
        name="casework_board_back",
    ),
]
