"""Only the addresses that our way of signing in needs; the names are the library's."""

from __future__ import annotations

from django.urls import path

from frontcounter.accounts import (
    factor_views,
    link_views,
    oidc_views,
    passkey_views,
    proof_views,
    session_views,
    views,
)

urlpatterns = [
    path("", views.home, name="staff_home"),
    path("sign-in", views.SignIn.as_view(), name="account_login"),
    path("sign-in/code", views.SecondStep.as_view(), name="mfa_authenticate"),
    path("sign-in/code/passkey", passkey_views.second_step_challenge, name="account_code_passkey"),
    path("sign-in/passkey", passkey_views.sign_in, name="account_passkey_sign_in"),
    path("sign-in/with/<slug:provider_id>", oidc_views.start, name="openid_connect_login"),
    path("sign-in/with/<slug:provider_id>/back", oidc_views.back, name="openid_connect_callback"),
    path("sign-in/set-up", views.set_up, name="mfa_activate_totp"),
    path("sign-in/recovery-codes", views.recovery_codes, name="mfa_view_recovery_codes"),
    path("sign-out", views.sign_out, name="account_logout"),
    path("sign-in/link/<str:token>", link_views.opened, name="account_link"),
    path("sign-in/password", link_views.choose, name="account_choose_password"),
    path("prove", proof_views.prove, name="account_prove"),
    path("prove/passkey", passkey_views.prove_challenge, name="account_prove_passkey"),
    path("kept", proof_views.kept_form, name="account_kept"),
    path("account", views.own, name="account_own"),
    path("account/sessions", session_views.sessions, name="account_sessions"),
    path("account/session", session_views.left, name="account_session"),
    path("account/passkeys", passkey_views.own, name="account_passkeys"),
    path("account/passkeys/add", passkey_views.add, name="account_passkey_add"),
    path("account/passkeys/new", passkey_views.new_challenge, name="account_passkey_new"),
    path("account/passkeys/<int:key_id>", passkey_views.edit, name="account_passkey"),
    path(
        "account/passkeys/<int:key_id>/remove",
        passkey_views.remove,
        name="account_passkey_remove",
    ),
    path("account/codes", factor_views.new_codes, name="account_codes"),
    path("account/app", factor_views.app, name="account_app"),
]
