"""Examples of the OpenAPI document: requests that work, and the answers that this very code gives to them."""

from functools import cache
from typing import Any

from app.pipeline import review
from graph_rules.registry import all_rules
from reports.graph_json import graph_json
from reports.json_report import review_json, rule_json, rules_json

FLOWCHART = """\
flowchart LR
  browser[Browser] --> api[Amazon API Gateway: Orders API]
  api --> function[AWS Lambda: CreateOrder]
  function --> table[Amazon DynamoDB: Orders]
"""

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


@cache
def answers() -> dict[tuple[str, str], Any]:
    """The JSON answer of each route, by method and path."""
    reviewed = review(FLOWCHART.encode(), "orders.mmd")
    first = all_rules()[0]
    return {
        ("post", "/api/v1/reviews"): review_json(reviewed),
        ("post", "/api/v1/graphs"): graph_json(reviewed.reading),
        ("post", "/api/v1/renders"): graph_json(reviewed.reading),
        ("get", "/api/v1/rules"): rules_json([first]),
        ("get", "/api/v1/rules/{rule}"): rule_json(first),
        ("get", "/healthz"): {"status": "ok"},
    }
