"""Only the addresses that our way of signing in needs; the names are the library's."""

from __future__ import annotations

from django.urls import path

from frontcounter.accounts import proof_views, session_views, views

urlpatterns = [
    path("", views.home, name="staff_home"),
    path("sign-in", views.SignIn.as_view(), name="account_login"),
    path("sign-in/code", views.SecondStep.as_view(), name="mfa_authenticate"),
    path("sign-in/set-up", views.set_up, name="mfa_activate_totp"),
    path("sign-in/recovery-codes", views.recovery_codes, name="mfa_view_recovery_codes"),
    path("sign-out", views.sign_out, name="account_logout"),
    path("prove", proof_views.prove, name="account_prove"),
    path("kept", proof_views.kept_form, name="account_kept"),
    path("account", views.own, name="account_own"),
    path("account/sessions", session_views.sessions, name="account_sessions"),
    path("account/session", session_views.left, name="account_session"),
]
