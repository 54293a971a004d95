"""The subjects of the mails of fieldwork in every language, as they are read."""

from evaluations.enums import CallNotice
from shoppers.languages import Language

ENGLISH, BOKMAL, SWEDISH = Language.ENGLISH, Language.BOKMAL, Language.SWEDISH
SUBJECTS = {
    CallNotice.CALL_OFFERED: {
        ENGLISH: "A test call for you",
        BOKMAL: "Et oppdrag til deg",
        SWEDISH: "Ett uppdrag till dig",
    },
    CallNotice.CALL_DECLINED: {
        ENGLISH: "A test call was declined",
        BOKMAL: "Et oppdrag er avslått",
        SWEDISH: "Ett uppdrag har avböjts",
    },
    CallNotice.CALL_CANCELLED: {
        ENGLISH: "A test call was cancelled",
        BOKMAL: "Et oppdrag er avlyst",
        SWEDISH: "Ett uppdrag har ställts in",
    },
    CallNotice.CALL_EXPIRED: {
        ENGLISH: "A test call has expired",
        BOKMAL: "Fristen for et oppdrag er ute",
        SWEDISH: "Tiden för ett uppdrag har gått ut",
    },
    CallNotice.CALL_STOPPED: {
        ENGLISH: "A test call was stopped for safety",
        BOKMAL: "Et oppdrag ble stoppet av sikkerhetshensyn",
        SWEDISH: "Ett uppdrag avbröts för säkerhets skull",
    },
    CallNotice.REPORT_RETURNED: {
        ENGLISH: "A report came back to you",
        BOKMAL: "En rapport kom tilbake til deg",
        SWEDISH: "En rapport kom tillbaka till dig",
    },
    CallNotice.SHOPPER_WROTE: {
        ENGLISH: "A question about a test call",
        BOKMAL: "Et spørsmål om et oppdrag",
        SWEDISH: "En fråga om ett uppdrag",
    },
    CallNotice.COORDINATOR_WROTE: {
        ENGLISH: "A message about your test call",
        BOKMAL: "En melding om oppdraget ditt",
        SWEDISH: "Ett meddelande om ditt uppdrag",
    },
    CallNotice.REPORT_REJECTED: {
        ENGLISH: "A report was not accepted",
        BOKMAL: "En rapport ble ikke godtatt",
        SWEDISH: "En rapport godtogs inte",
    },
    CallNotice.CALL_DUE_SOON: {
        ENGLISH: "A test call is due soon",
        BOKMAL: "Fristen for et oppdrag er nær",
        SWEDISH: "Tiden för ett uppdrag går snart ut",
    },
    CallNotice.CALL_REMINDED: {
        ENGLISH: "A reminder of a test call",
        BOKMAL: "En påminnelse om et oppdrag",
        SWEDISH: "En påminnelse om ett uppdrag",
    },
    CallNotice.CALL_EXTENDED: {
        ENGLISH: "A test call has got another day",
        BOKMAL: "Et oppdrag har fått en ny frist",
        SWEDISH: "Ett uppdrag har fått en ny dag",
    },
    CallNotice.CALL_LATE: {
        ENGLISH: "A test call is late",
        BOKMAL: "Et oppdrag er forsinket",
        SWEDISH: "Ett uppdrag är försenat",
    },
    CallNotice.REPORT_OVERDUE: {
        ENGLISH: "Your returned report waits for you",
        BOKMAL: "Den returnerte rapporten venter på deg",
        SWEDISH: "Din återsända rapport väntar på dig",
    },
    CallNotice.REVIEW_OVERDUE: {
        ENGLISH: "A report has waited too long for its review",
        BOKMAL: "En rapport har ventet for lenge på gjennomgang",
        SWEDISH: "En rapport har väntat för länge på granskning",
    },
}
