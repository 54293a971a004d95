"""Single contacts, for the company's own clients."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from evaluations.exports import json_text
from evaluations.queries.clients.reading import reading_as
from scoring.api.access import reads_for_a_client_or_the_desk
from scoring.api.answers import answer, respond
from scoring.api.description import COMPANY_ID, PAGING, YEAR, documented
from scoring.api.examples import CONTACTS
from scoring.api.paging import link_header, links, seal_of, window
from scoring.api.parameters import Parameter, page_asked
from scoring.api.releases import release_for
from scoring.api.serializers import ContactPageSerializer, ContactSerializer
from scoring.api.views.base import ReadView
from scoring.api.views.results import address_of
from scoring.queries.releases.released import contacts


class ContactsView(ReadView):
    """The contacts of a company in a year."""

    rule = reads_for_a_client_or_the_desk
    parameters = frozenset({Parameter.CURSOR, Parameter.PAGE_SIZE})

    @documented(
        ContactPageSerializer,
        name="read_contacts",
        summary="Read a company's contacts",
        description="Every counted contact of one of the reader's own companies, by date, with "
        "its answers, section points and cleared comments. Neither the minute nor who made the "
        "contact is told. Another company's contacts answer 404, as an unknown company does.",
        parameters=[YEAR, COMPANY_ID, *PAGING],
        example=CONTACTS,
    )
    def get(self, request: Request, year: str, company: str) -> HttpResponse:
        """A page of contacts."""
        page = page_asked(request.query_params)
        release = release_for(year, reader=self.reader, now=timezone.now())
        eyes = str(self.reader.client.pk) if self.reader.client else self.reader.audience
        seal = seal_of(release.content_hash, "contacts", company, eyes)
        with reading_as(self.reader):
            rows = contacts(release, company, reader=self.reader)
            if rows is None:
                raise Http404
            part = window(page, seal)
            count = rows.count()
            shown = ContactSerializer(rows[part.start : part.stop], many=True).data
        found = links(part, count, address=address_of(request), filters={})
        beside = {"count": count, "next": found.get("next"), "previous": found.get("previous")}
        document = json_text({**beside, "results": shown})
        return respond(request, answer(document, headers=link_header(found)))
