"""Addresses of the privacy officer's pages, below /staff/<force>/privacy."""

from __future__ import annotations

from django.urls import path

from frontcounter.casework import (
    privacy_batch_views,
    privacy_certificate,
    privacy_hold_views,
    privacy_looked_views,
    privacy_people_views,
)

HERE = "<slug:slug>/privacy"
BATCH = f"{HERE}/disposal/<uuid:batch_id>"
PACKAGE = f"{HERE}/requests/<uuid:package_id>"

urlpatterns = [
    path(HERE, privacy_batch_views.home, name="casework_privacy"),
    path(f"{HERE}/disposal", privacy_batch_views.batches, name="casework_privacy_batches"),
    path(BATCH, privacy_batch_views.show_batch, name="casework_privacy_batch"),
    path(f"{BATCH}/leave-out", privacy_batch_views.leave_out, name="casework_privacy_exclude"),
    path(f"{BATCH}/check", privacy_batch_views.check, name="casework_privacy_check"),
    path(f"{BATCH}/send-back", privacy_batch_views.send_back, name="casework_privacy_send_back"),
    path(f"{BATCH}/approve", privacy_batch_views.approve, name="casework_privacy_approve"),
    path(
        f"{BATCH}/certificate", privacy_batch_views.certificate, name="casework_privacy_certificate"
    ),
    path(
        f"{BATCH}/certificate.pdf",
        privacy_certificate.certificate_file,
        name="casework_privacy_certificate_file",
    ),
    path(f"{HERE}/holds", privacy_hold_views.holds, name="casework_privacy_holds"),
    path(f"{HERE}/holds/<str:number>", privacy_hold_views.hold, name="casework_privacy_hold"),
    path(f"{HERE}/requests", privacy_people_views.people, name="casework_privacy_people"),
    path(f"{HERE}/requests/new", privacy_people_views.choose, name="casework_privacy_choose"),
    path(PACKAGE, privacy_people_views.show_package, name="casework_privacy_package"),
    path(f"{PACKAGE}/make", privacy_people_views.make, name="casework_privacy_make"),
    path(f"{PACKAGE}/download", privacy_people_views.download, name="casework_privacy_download"),
    path(f"{HERE}/looked", privacy_looked_views.looked, name="casework_privacy_looked"),
]
