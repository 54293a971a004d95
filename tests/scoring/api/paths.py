"""Every address of the API, asked for 2025 and the client's own company."""

YEAR = "/api/v1/programmes/2025/"
OWN = f"{YEAR}companies/fjellbanken/"
PATHS = [
    "/api/v1/programmes/",
    "/api/v1/schema/",
    YEAR,
    f"{YEAR}rankings/",
    f"{YEAR}winners/",
    OWN,
    f"{OWN}change/",
    f"{OWN}contacts/",
    f"{YEAR}confidence/",
    f"{YEAR}weights/",
    f"{YEAR}expectation-survey/",
    f"{YEAR}objections/",
]
# Nobody has filed this one.
OBJECTION = f"{YEAR}objections/0b7d0f7e-3a51-4b8e-8f0e-6d2f6a6c4c01/"
