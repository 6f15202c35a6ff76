"""Staff accounts. A person is known once per installation; what they may do is per force."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from frontcounter.base.ids import uuid7
from frontcounter.base.models import ScopedModel


class UserManager(BaseUserManager["User"]):
    """Makes staff accounts; looks people up by e-mail address without regard to case."""

    def create_user(
        self,
        email: str,
        name: str,
        password: str | None = None,
        language: str = "en",
        *,
        hashed: str = "",
    ) -> User:
        """A new account. `hashed`: its password as `make_password` gave it, in place of one."""
        user = self.model(email=email.lower(), name=name, language=language)
        user.password = hashed or make_password(password)
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
    # Given by a person of the force (""), or by this identity provider at sign-in.
    source = models.CharField(max_length=40, blank=True, default="")
    # Kept when it is taken away, so that names in a report's history can still be read.
    active = models.BooleanField(default=True)
    # Codes of the languages that the person works in, equal in all their rows of a force; none
    # told: that of their pages (languages.py).
    languages = models.JSONField(default=list)

    class Meta:
        db_table = "accounts_membership"
        indexes = [models.Index(fields=["user_id"], name="accounts_membership_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["force_id", "user_id", "role"], name="accounts_membership_once"
            ),
        ]


class ProposedRole(ScopedModel):
    """A role that opens a closed desk, proposed by one person; another one gives or refuses it."""

    user_id = models.UUIDField()
    role = models.CharField(max_length=30)
    unit = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=120)
    outcome = models.CharField(max_length=12, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        db_table = "accounts_proposedrole"
        constraints = [
            models.UniqueConstraint(
                fields=["force_id", "user_id", "role"],
                condition=models.Q(outcome=""),
                name="accounts_proposedrole_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome="given")
                | (
                    models.Q(decided_by_id__isnull=False)
                    & ~models.Q(decided_by_id=models.F("by_id"))
                    & ~models.Q(decided_by_id=models.F("user_id"))
                ),
                name="accounts_proposedrole_two_people",
            ),
        ]


class StaffSession(AbstractBaseSession):
    """A session of the staff site: whose it is, since when, and when it was last used."""

    user_id = models.UUIDField(null=True, db_index=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    idle_minutes = models.PositiveSmallIntegerField()
    agent = models.CharField(max_length=40, blank=True)

    class Meta:
        db_table = "accounts_session"

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        from frontcounter.accounts.sessions import SessionStore

        return SessionStore


class SetUpLink(models.Model):
    """A link by which a person chooses a password, once; only its hash is kept."""

    user_id = models.UUIDField(primary_key=True)
    hash = models.BinaryField(max_length=32, unique=True)
    until = models.DateTimeField()

    class Meta:
        db_table = "accounts_setuplink"
