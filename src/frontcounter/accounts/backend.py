"""Who a session's person is: read with the session, in one statement."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from frontcounter.accounts.sessions import person_read


class Backend(AuthenticationBackend):
    """The sign-in library's own, which does not ask for a person who was read already."""

    def get_user(self, user_id: Any) -> Any:
        person = person_read(user_id)
        if person is None:
            return super().get_user(user_id)
        return person if self.user_can_authenticate(person) else None
