"""Examples of the OpenAPI document: requests that work, and the answers that this very code gives to them."""

from functools import cache
from typing import Any

from app.fixing import fix
from app.pipeline import review
from graph_rules.registry import all_rules
from reports.comparison import compare
from reports.comparison.json_comparison import comparison_json
from reports.fixing.table import fixes_json
from reports.graph_json import graph_json
from reports.json_report import review_json, rule_json, rules_json

FLOWCHART = """\
flowchart LR
  browser[Browser] --> api[Amazon API Gateway: Orders API]
  api --> function[AWS Lambda: CreateOrder]
  function --> table[Amazon DynamoDB: Orders]
"""

CHANGED = FLOWCHART.replace(
    "function --> table", "function --> queue[Amazon SQS: New orders]\n  function --> table"
)
"""The flowchart after a change."""

SCRIPT = """\
from diagrams import Diagram
from diagrams.aws.compute import Lambda
from diagrams.aws.database import Dynamodb
from diagrams.aws.mobile import APIGateway
from diagrams.onprem.client import Client

with Diagram("Orders"):
    Client("Browser") >> APIGateway("Orders API") >> Lambda("CreateOrder") >> Dynamodb("Orders")
"""

UPLOADS = {
    "flowchart": {"summary": "A Mermaid flowchart", "value": {"diagram": FLOWCHART}},
    "script": {"summary": "A script of the diagrams library", "value": {"diagram": SCRIPT}},
}

SOURCES = {
    "flowchart": {
        "summary": "A Mermaid flowchart",
        "value": {"filename": "orders.mmd", "source": FLOWCHART},
    },
    "script": {
        "summary": "A script of the diagrams library",
        "value": {"filename": "orders.py", "source": SCRIPT},
    },
}

RULE_PACK = """\
schema: diagram-lens/custom-rules/1
rules:
  - code: HOUSE-OPS-001
    name: function-without-an-owner
    title: Function without an owner
    pillar: operational_excellence
    layer: compute
    severity: low
    message: "{subject} has no owner."
    remedy: Write the team behind the name of {subject}.
    node:
      match: {role: function}
      must: {label: "/ of team /"}
    examples:
      bad:
        nobody owns it: |
          flowchart LR
            api["API Gateway: Orders"] --> create["AWS Lambda: CreateOrder"]:::flagged
      good:
        the orders team owns it: |
          flowchart LR
            api["API Gateway: Orders"] --> create["AWS Lambda: CreateOrder of team orders"]
"""

WAIVERS = """\
waive:
  - {rule: SLS-OPS-001, reason: monitoring is on another drawing, by: Ann, until: 2030-03-01}
"""

MAPPING = """\
services:
  - {service: aws.lambda, label: [Pricing, Tax engine]}
"""


@cache
def answers() -> dict[tuple[str, str], Any]:
    """The JSON answer of each route, by method and path."""
    reviewed = review(FLOWCHART.encode(), "orders.mmd")
    first = all_rules()[0]
    return {
        ("post", "/api/v1/reviews"): review_json(reviewed),
        ("post", "/api/v1/graphs"): graph_json(reviewed.reading),
        ("post", "/api/v1/renders"): graph_json(reviewed.reading),
        ("post", "/api/v1/comparisons"): comparison_json(
            compare(reviewed, review(CHANGED.encode(), "orders.mmd"))
        ),
        ("post", "/api/v1/fixes"): fixes_json(fix(FLOWCHART.encode(), "orders.mmd")),
        ("get", "/api/v1/rules"): rules_json([first]),
        ("get", "/api/v1/rules/{rule}"): rule_json(first),
        ("get", "/healthz"): {"status": "ok"},
        ("get", "/readyz"): {
            "status": "ready",
            "checks": {"database": "ok", "workers": "ok", "queue": "ok"},
        },
        ("get", "/api/v1/audit"): {"entries": [], "next": None},
    }
