"""Who may read which company's results."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models

from evaluations.enums import ClientTie, MemberRole, Package
from evaluations.models.company import Company
from evaluations.models.programme import Programme
from shoppers.models.fields import EnumField, one_of


class Client(models.Model):
    """An organisation with access.

    It may own several companies, and a company may have several clients.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class ClientCompany(models.Model):
    """A company whose results belong to a client."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="companies")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="clients")
    tie = EnumField(ClientTie, default=ClientTie.OWNER)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "company"], name="company_once_per_client"),
            one_of("tie", ClientTie, name="client_tie_known"),
        ]

    def __str__(self) -> str:
        return f"{self.client}: {self.company}"


# Rows that were there before this rule stay, and the desk shows them. The user is locked as where
# roles are given, so that of a membership and a role given at once the second sees the first.
_MEMBER_HAS_NO_OTHER_PART = """
    IF TG_OP = 'UPDATE' AND OLD.user_id = NEW.user_id THEN
        RETURN NEW;
    END IF;
    PERFORM 1 FROM shoppers_user WHERE id = NEW.user_id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT 1 FROM shoppers_roleassignment
        WHERE user_id = NEW.user_id AND role IN ('shopper', 'coordinator')
    ) OR EXISTS (SELECT 1 FROM shoppers_shopper WHERE user_id = NEW.user_id) THEN
        RAISE EXCEPTION 'A member of a client is neither shopper nor coordinator.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'member_has_no_other_part';
    END IF;
    RETURN NEW;
"""


class ClientMember(models.Model):
    """A person who reads for a client."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="members")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="client_membership"
    )
    role = EnumField(MemberRole, default=MemberRole.VIEWER)

    class Meta:
        constraints = [one_of("role", MemberRole, name="member_role_known")]
        triggers = [
            pgtrigger.Trigger(
                name="member_has_no_other_part",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_MEMBER_HAS_NO_OTHER_PART,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} for {self.client}"


class ClientPackage(models.Model):
    """What a client has bought for one programme."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="packages")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="packages")
    package = EnumField(Package, default=Package.OWN)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "programme"], name="package_once_per_programme"
            ),
            one_of("package", Package, name="package_known"),
        ]

    def __str__(self) -> str:
        return f"{self.client} in {self.programme}: {self.package}"


class PackageCompetitor(models.Model):
    """One of up to five rivals whose sections and channels the client may see."""

    package = models.ForeignKey(ClientPackage, on_delete=models.CASCADE, related_name="competitors")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["package", "company"], name="competitor_once"),
            models.UniqueConstraint(fields=["package", "place"], name="competitor_place_once"),
            models.CheckConstraint(
                condition=models.Q(place__gte=1, place__lte=5), name="competitors_at_most_five"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.package}: {self.company}"
