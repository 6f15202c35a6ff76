"""Staff accounts. A person is known once per installation; what they may do is per force."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from frontcounter.base.ids import uuid7
from frontcounter.base.models import ScopedModel


class UserManager(BaseUserManager["User"]):
    """Makes staff accounts; looks people up by e-mail address without regard to case."""

    def create_user(
        self, email: str, name: str, password: str | None = None, language: str = "en"
    ) -> User:
        user = self.model(email=email.lower(), name=name, language=language)
        user.set_password(password)
        user.save(using=self._db, force_insert=True)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """A member of staff of one or several forces."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=8, default="en")
    is_active = models.BooleanField(default=True)

    # Django's permission system is not used: roles per force decide, in code.
    is_staff = False
    is_superuser = False

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        db_table = "accounts_user"

    def has_perm(self, perm: str, obj: Any = None) -> bool:  # noqa: ARG002 - Django's signature
        return False


class Membership(ScopedModel):
    """One role of one person in one force."""

    user_id = models.UUIDField()
    role = models.CharField(max_length=30)
    unit = models.CharField(max_length=40, blank=True)

    class Meta:
        db_table = "accounts_membership"
        constraints = [
            models.UniqueConstraint(
                fields=["force_id", "user_id", "role"], name="accounts_membership_once"
            ),
        ]
