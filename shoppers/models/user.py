"""Who signs in, and as what."""

import uuid
from typing import Any, ClassVar

import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef
from django.db.models.functions import Lower
from django.utils.functional import cached_property

from shoppers.enums import Role
from shoppers.languages import Language
from shoppers.models.fields import EnumField, one_of
from shoppers.models.ready import Ready


class UserManager(BaseUserManager["User"]):
    """Makes users and finds them by e-mail in any spelling of case."""

    def create_user(self, email: str, password: str | None = None, **facts: Any) -> "User":
        """A user; without a password she must follow an invitation first."""
        user = self.model(email=email.strip().lower(), **facts)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user with this e-mail."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person who can sign in with an e-mail and a password."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    language = EnumField(Language, default=Language.BOKMAL)
    is_active = models.BooleanField(default=True)
    # Demo accounts have printed passwords: they are refused wherever the demo does not run.
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="user_email_lower"
            ),
            one_of("language", Language, name="user_language_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def roles(self) -> frozenset[str]:
        """What this person is to the award, read once per instance."""
        return frozenset(role for (role,) in _roles.rows(self.pk))

    def has_role(self, role: Role) -> bool:
        """Whether the person holds the role."""
        return role.value in self.roles


# Rows that were there before such a rule stay, and the desk shows them. The user is locked, so that
# of two roles given at once the second sees the first.
_NOTHING_ELSE = """
    PERFORM 1 FROM shoppers_user WHERE id = NEW.user_id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT 1 FROM shoppers_roleassignment AS held
        WHERE held.user_id = NEW.user_id AND held.id IS DISTINCT FROM NEW.id
          AND (held.role = '{role}') <> (NEW.role = '{role}')
    ) THEN
        RAISE EXCEPTION '{sentence}'
            USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
    END IF;
    RETURN NEW;
"""


def _alone(role: Role, name: str, sentence: str) -> pgtrigger.Trigger:
    """Whoever holds the role holds no other."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=_NOTHING_ELSE.format(role=role.value, sentence=sentence, name=name),
    )


class RoleAssignment(models.Model):
    """One role of one user, and who gave it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_assignments")
    role = EnumField(Role)
    granted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="roles_granted"
    )
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="role_once_per_user"),
            one_of("role", Role, name="role_known"),
        ]
        triggers = [
            _alone(
                Role.CLIENT,
                "client_is_nothing_else",
                "Whoever reads for a client is neither shopper nor coordinator.",
            ),
            # Who says what is owed and who pays it are two people.
            _alone(Role.PAY, "pay_officer_is_nothing_else", "A pay officer holds no other role."),
            # Whoever keeps the clients' accounts has no say in what they are measured by.
            _alone(
                Role.ACCOUNT,
                "account_manager_is_nothing_else",
                "An account manager holds no other role.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"


_roles = Ready(
    lambda user: RoleAssignment.objects.filter(user=user).values_list("role"), uuid.UUID(int=0)
)
_with_roles = Ready(
    lambda key: (
        User.objects.filter(pk=key)
        .annotate(
            held=ArraySubquery(RoleAssignment.objects.filter(user=OuterRef("pk")).values("role"))
        )
        .defer("last_login", "created_at")
    ),
    uuid.UUID(int=0),
)


def with_roles(key: uuid.UUID) -> User | None:
    """The person with this key and her roles, for every page that somebody reads signed in."""
    found = _with_roles.one(key)
    if found is not None:
        facts = vars(found)
        facts["roles"] = frozenset(facts.pop("held"))
    return found
