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
]
