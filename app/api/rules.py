"""`GET /rules` and `GET /rules/{rule}`: what is looked for, and why."""

from dataclasses import replace
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path

from app.api.access import MayRead
from app.api.openapi import RULE_PROBLEMS
from app.api.parameters import OnlyKnownParameters
from app.api.problems import problem_response
from app.errors import FAULTS
from graph_rules.errors import UnknownRule
from graph_rules.installed import available_rules
from graph_rules.registry import rule_named
from reports.json_report import rule_json, rules_json
from reports.plain import one_line
from reports.schemas import Rule, Rules

router = APIRouter(tags=["rules"], route_class=OnlyKnownParameters)


@router.get("/rules", summary="List the rules", responses={200: {"model": Rules}})
def rules(caller: MayRead) -> Any:
    """Every rule with its reasons, its remedy and its examples, by code."""
    return rules_json(available_rules())


@router.get("/rules/{rule}", summary="Show a rule", responses={200: {"model": Rule}, **RULE_PROBLEMS})
def rule(
    caller: MayRead,
    rule: Annotated[str, Path(description="Code or name", examples=["SLS-SEC-001"], max_length=100)],
) -> Any:
    """One rule, by code or name."""
    try:
        return rule_json(rule_named(rule, available_rules()))
    except UnknownRule as error:
        missing = replace(FAULTS[UnknownRule], status=HTTPStatus.NOT_FOUND)
        return problem_response(missing, one_line(str(error), 1_000))
