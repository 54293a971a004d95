"""An invitation to sign in for the first time."""

from django.db import models

from shoppers.models.user import User


class Invitation(models.Model):
    """Who was asked in by whom; the link itself is never stored."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="invitation")
    invited_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="invitations_sent"
    )
    invited_at = models.DateTimeField(auto_now_add=True)
    accepted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user} by {self.invited_by}"
