"""Addresses of queues."""

from __future__ import annotations

from django.urls import path

from frontcounter.casework import queue_saving, queue_views

urlpatterns = [
    path("<slug:slug>/review", queue_views.review, name="casework_review"),
    path("<slug:slug>/review/next", queue_views.next_review, name="casework_next"),
    path("<slug:slug>/calls", queue_views.calls, name="casework_calls"),
    path("<slug:slug>/new-information", queue_views.answers, name="casework_answers"),
    path("<slug:slug>/information", queue_views.intelligence, name="casework_intelligence"),
    path("<slug:slug>/complaints", queue_views.standards, name="casework_standards"),
    path("<slug:slug>/mine", queue_views.mine, name="casework_mine"),
    path("<slug:slug>/counts", queue_views.quiet_counts, name="casework_counts"),
    path("<slug:slug>/queues", queue_saving.queues, name="casework_queues"),
    path("<slug:slug>/queues/save", queue_saving.save, name="casework_save_queue"),
    path("<slug:slug>/queues/<slug:name>", queue_views.queue, name="casework_queue"),
    path("<slug:slug>/searches/<uuid:search_id>", queue_views.kept, name="casework_saved"),
    path(
        "<slug:slug>/searches/<uuid:search_id>/change",
        queue_saving.change,
        name="casework_change_queue",
    ),
]
