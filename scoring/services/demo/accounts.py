"""The demo's people, clients and keys around the sample award."""

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from evaluations.enums import MemberRole, Package
from evaluations.models import Client, Company, Programme
from evaluations.queries.clients.api_keys import valid_key
from evaluations.services.clients.api_keys import issue_key
from evaluations.services.clients.client_packages import set_package
from evaluations.services.clients.clients import add_member, create_client
from scoring.services.demo.record import DemoRecord
from shoppers.enums import Gender, Role
from shoppers.languages import Language
from shoppers.models import Shopper, User
from shoppers.services.demo_accounts import demo_user

SAMPLE = Path(__file__).resolve().parents[2] / "sample"
SHOPPER_CODE = "D-0001"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One printed log-in."""

    key: str
    name: str
    role: Role

    @property
    def email(self) -> str:
        """An address that no mail can reach."""
        return f"{self.name.split()[0].lower()}@demo.example"


@dataclass(frozen=True, slots=True)
class DemoClient:
    """One organisation of the demo, its company of the sample, and rivals in its package."""

    key: str
    name: str
    company: str
    rivals: tuple[str, ...] = ()


PEOPLE = (
    DemoPerson("coordinator", "Alma Vik", Role.COORDINATOR),
    DemoPerson("second_coordinator", "Clara Moe", Role.COORDINATOR),
    DemoPerson("third_coordinator", "Hedda Foss", Role.COORDINATOR),
    DemoPerson("account_manager", "Mona Lie", Role.ACCOUNT),
    DemoPerson("pay_officer", "Petra Dal", Role.PAY),
    DemoPerson("shopper", "Selma Haug", Role.SHOPPER),
    DemoPerson("client", "Kari Lunde", Role.CLIENT),
    DemoPerson("other_client", "Oda Strand", Role.CLIENT),
    DemoPerson("preview_client", "Tora Bakke", Role.CLIENT),
)
CLIENTS = (
    DemoClient("client", "Østborg Bank kundesenter", "bank-01", ("bank-04", "bank-05")),
    DemoClient("other_client", "Vindby Bank kundesenter", "bank-03"),
)


def sample_years() -> list[Path]:
    """The sample's directories, one a year, oldest first."""
    return sorted(path for path in SAMPLE.iterdir() if path.name.isdigit())


def load_people(record: DemoRecord) -> dict[str, User]:
    """The demo's accounts by their key, with the passwords that the record holds from now on."""
    people = {}
    for person in PEOPLE:
        password = record.password(person.key)
        people[person.key] = demo_user(
            email=person.email,
            password=password,
            name=person.name,
            roles=[person.role],
            language=Language.BOKMAL,
        )
        record.users[person.key] = {"email": person.email, "password": password}
    _give_profile(people["shopper"])
    return people


def _give_profile(user: User) -> None:
    Shopper.objects.get_or_create(
        code=SHOPPER_CODE,
        defaults={
            "user": user,
            "languages": [Language.BOKMAL, Language.ENGLISH],
            "region": "Vestland",
            "birth_year": 1991,
            "gender": Gender.FEMALE,
            "weekly_capacity": 6,
        },
    )


@transaction.atomic
def load_clients(record: DemoRecord, people: dict[str, User]) -> None:
    """The demo's clients with their members, packages and keys; the record holds the keys."""
    by = people["coordinator"]
    for wanted in CLIENTS:
        company = Company.objects.get(key=wanted.company)
        client = Client.objects.filter(name=wanted.name).first() or create_client(
            name=wanted.name, companies=[company], by=by
        )
        add_member(client=client, user=people[wanted.key], role=MemberRole.ADMINISTRATOR, by=by)
        _buy_packages(client, wanted, by)
        _note_key(record, wanted, client, by)


def _buy_packages(client: Client, wanted: DemoClient, by: User) -> None:
    if client.packages.exists():
        return  # as bought at the first start; a coordinator may have changed it since
    for programme in Programme.objects.filter(slug__in=[path.name for path in sample_years()]):
        taking_part = Company.objects.filter(
            key__in=wanted.rivals, participations__programme=programme
        )
        set_package(
            client=client,
            programme=programme,
            package=Package.COMPETITORS if wanted.rivals else Package.OWN,
            competitors=list(taking_part),
            by=by,
        )


def _note_key(record: DemoRecord, wanted: DemoClient, client: Client, by: User) -> None:
    names = {"client": "client_company", "other_client": "other_company"}
    known = valid_key(record.api_keys.get(wanted.key, ""))
    if known is None or known.client_id != client.pk:
        record.api_keys[wanted.key] = issue_key(client=client, label="Demo", by=by, demo=True)
    record.api_keys[names[wanted.key]] = wanted.company
