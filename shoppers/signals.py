"""What people's part of the award tells others, after commit."""

from django.dispatch import Signal

# Sent with `notice_id` (UUID): a mail may be due. A hint only; the row is what is owed.
notice_owed = Signal()
