"""Words that are evidence of a practice, and those of the business that read like them."""

import pytest

from architecture.vocabulary import Concept, mention

OF_THE_PRACTICE = {
    Concept.AUTH: [
        "Lambda authorizer",
        "IAM authorization",
        "authorised",
        "federated identities",
        "user federation",
    ],
    Concept.OPEN: ["no auth", "guest access", "Pool (guest)", "anonymous"],
    Concept.ASYNC: [
        "ObjectCreated",
        "s3:ObjectCreated:*",
        "fan out, one per page",
        "fire and forget",
        "on upload",
    ],
    Concept.DISPOSABLE: ["temp files", "temporary", "telemetry"],
    Concept.DURATION: ["up to 5 min", "~10 min", "2 minutes", "30 mins", "3 hrs"],
    Concept.OUTBOX: ["TransactWriteItems", "in one transaction", "Orders outbox"],
    Concept.TESTING: ["Integration tests", "Test", "Testing", "manual approval", "Staging", "dev"],
    Concept.CONCURRENCY: [
        "reserved concurrency 20",
        "connection pool",
        "ConnectionPool",
        "pooled",
        "pgbouncer",
    ],
    Concept.ALEXA: ["Alexa skill", "AlexaSkill", "Echo Dot", "Alexa Skills Kit"],
    Concept.STEP: ["Step Functions workflow", "Order state machine", "Orchestrator", "Booking saga"],
}
OF_THE_BUSINESS = {
    Concept.AUTH: [
        "AuthorizePayment",
        "authorise card",
        "Authorize the charge",
        "CardAuthorization",
        "Athena federated query",
        "waitlist-signup",
        "Author service",
    ],
    Concept.OPEN: ["Guest API", "Public API", "guest checkout", "Open access journals", "Anonymous tips API"],
    Concept.TRACE: ["Track & Trace", "ContactTracing", "trace-parcel", "tempo analyser"],
    Concept.THROTTLE: ["Fishing quotas API", "Burst pipe API"],
    Concept.SECOND_REGION: ["DR events", "Dr schedules", "DR offers (demand response)"],
    Concept.STAFF: ["Tour operators", "Team supporters"],
    Concept.DEAD_LETTER: ["parking lot entries", "poison cases"],
    Concept.ASYNC: ["GetObject", "query", "new file"],
    Concept.DISPOSABLE: ["temp readings", "TempReadings"],
    Concept.DURATION: ["minimum 5", "5 mini bars"],
    Concept.OUTBOX: ["Transactions", "Transaction history", "transactional e-mails"],
    Concept.TESTING: [
        "ApproveLoan",
        "LoanApproval",
        "TestResults",
        "Approval workflow",
        "Stage 1",
        "Blood tests",
    ],
    Concept.CONCURRENCY: ["Pool bookings", "BookPool"],
    Concept.ALEXA: ["Skills API", "Echo service"],
    Concept.STEP: ["Approval workflow"],
}


@pytest.mark.parametrize(
    ("concept", "text"), [(concept, text) for concept, texts in OF_THE_PRACTICE.items() for text in texts]
)
def test_words_of_a_practice_are_evidence_of_it(concept: Concept, text: str) -> None:
    assert mention(concept, text)


@pytest.mark.parametrize(
    ("concept", "text"), [(concept, text) for concept, texts in OF_THE_BUSINESS.items() for text in texts]
)
def test_words_of_the_business_are_not(concept: Concept, text: str) -> None:
    assert mention(concept, text) is None


def test_a_word_of_the_business_hides_no_other() -> None:
    assert mention(Concept.AUTH, "AuthorizePayment (JWT)") == "JWT"
