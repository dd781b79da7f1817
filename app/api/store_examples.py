"""Examples of the answers of the store: what this very code says of one flowchart, with ids and moments made up."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from app.api import models
from app.api.examples import FLOWCHART, RULE_PACK
from app.api.shown import json_of, review_shown
from app.house_rules import check_rules
from app.keeping import Made, make_stored, options_bytes
from app.pipeline import Options
from app.store.tables import State, StoredReview

REVIEW, WEBHOOK, DELIVERY = (f"01928f5e3c7a7d11b3f4a0c2d9e8f70{n}" for n in (1, 2, 3))
AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 23, 8, 0, 1, tzinfo=UTC)
PROJECT, DIAGRAM = "default", "orders.mmd"

Answers = dict[tuple[str, str], Any]


def store_answers() -> Answers:
    """The JSON answer of each route of the store, by method and path."""
    made = make_stored(FLOWCHART.encode(), DIAGRAM, options_bytes(Options()))
    review = json_of(review_shown(_row(made)))
    return {**_reviews(review, made), **_projects(), **_webhooks()}


def _row(made: Made) -> StoredReview:
    upload = FLOWCHART.encode()
    return StoredReview(
        id=REVIEW,
        project=PROJECT,
        diagram=DIAGRAM,
        filename=DIAGRAM,
        original=sha256(upload).hexdigest(),
        size=len(upload),
        requested_by="anonymous",
        state=State.DONE.value,
        attempt=1,
        created=AT,
        started=AT,
        finished=LATER,
        tool_version=made.tool_version,
        rules_hash=made.rules_hash,
        worst=made.worst,
        facts=made.facts,
    )


def _reviews(review: Any, made: Made) -> Answers:
    seen = {"review": REVIEW, "at": json_of(models.Seen(review=REVIEW, at=AT))["at"]}
    findings = [
        {
            **{name: finding[name] for name in models.FindingHistory.model_fields if name in finding},
            "state": "open",
            "times": 1,
            "first_seen": seen,
            "last_seen": seen,
            "fixed": None,
        }
        for finding in made.findings
    ]
    diagram = {"name": DIAGRAM, "reviews": 1, "latest": review}
    history = {
        "project": PROJECT,
        "diagram": DIAGRAM,
        "reviews": [review],
        "next": None,
        "findings": findings,
    }
    return {
        ("get", "/api/v1/reviews"): {"reviews": [review], "next": None},
        ("get", "/api/v1/reviews/{review}"): review,
        ("get", "/api/v1/projects/{project}/diagrams"): {"diagrams": [diagram], "next": None},
        ("get", "/api/v1/projects/{project}/diagrams/{diagram}/history"): history,
    }


def _projects() -> Answers:
    project = json_of(
        models.Project(
            name=PROJECT,
            title="Default",
            retention_days=None,
            created=AT,
            rule_packs=[],
            has_waivers=False,
            has_mapping=False,
        )
    )
    checked = check_rules(RULE_PACK, "house.yaml")
    pack = json_of(
        models.RulePack(name="house", rules=list(checked.codes), examples=checked.examples, updated=AT)
    )
    here = "/api/v1/projects/{project}"
    return {
        ("get", "/api/v1/projects"): {"projects": [project]},
        ("post", "/api/v1/projects"): {**project, "name": "shop", "title": ""},
        ("get", here): project,
        ("patch", here): {**project, "title": "The web shop"},
        ("get", f"{here}/rules"): {"packs": [{**pack, "examples": 0}]},
        ("put", f"{here}/rules/{{pack}}"): pack,
        ("put", f"{here}/waivers"): {"project": PROJECT, "kept": "waivers"},
        ("put", f"{here}/mapping"): {"project": PROJECT, "kept": "mapping"},
    }


def _webhooks() -> Answers:
    made = models.Webhook(
        id=WEBHOOK,
        project=PROJECT,
        url="https://hooks.example.com/lens",
        events=["review.done"],
        created=AT,
        secret="whsec_" + "c2VjcmV0IG9mIDMyIGJ5dGVzLCBzaG93biBvbmNlISE=",
    )
    webhook = json_of(made.model_copy(update={"secret": None}))
    delivery = json_of(
        models.Delivery(
            id=DELIVERY,
            event="review.done",
            review=REVIEW,
            state="done",
            attempt=1,
            due=AT,
            status=200,
            error=None,
            created=AT,
            finished=LATER,
        )
    )
    here = "/api/v1/projects/{project}/webhooks"
    return {
        ("get", here): {"webhooks": [webhook]},
        ("post", here): json_of(made),
        ("get", f"{here}/{{webhook}}"): webhook,
        ("get", f"{here}/{{webhook}}/deliveries"): {"deliveries": [delivery]},
    }
