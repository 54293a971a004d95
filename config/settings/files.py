"""What shoppers send beside reports and expenses: outside the web root, for a limited time."""

from config import env

# Web processes and workers share it. Nothing serves it but the application.
ATTACHMENTS_DIR = env.text("ATTACHMENTS_DIR", f"{env.var_dir()}/attachments")
# So many days after it was announced a file is deleted.
ATTACHMENT_DAYS = env.number("ATTACHMENT_DAYS", 365)
# The receipt of what was paid belongs to the books: so many years after the one of its payment.
RECEIPT_YEARS = env.number("RECEIPT_YEARS", 5)
