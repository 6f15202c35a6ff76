"""Addresses for other programs, below /api/v1/."""

from __future__ import annotations

from django.urls import path

from frontcounter.api import views

urlpatterns = [path("call-cards", views.call_cards, name="api_call_cards")]
