"""
Generate architecture diagram for the serverless order processing platform.

Usage:
    python generate_diagram.py
"""
from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Dict, List, Optional, Tuple

try:
    from diagrams import Cluster, Diagram, Edge
    from diagrams.aws.compute import Lambda
    from diagrams.aws.database import Dynamodb
    from diagrams.aws.integration import SNS, SQS, Eventbridge, StepFunctions
    from diagrams.aws.management import Cloudwatch
    from diagrams.aws.mobile import APIGateway
    from diagrams.aws.security import Cognito, KMS
    from diagrams.aws.storage import S3
    from diagrams.onprem.client import Client, User
except ImportError as exc:
    print(f"Missing dependency: {exc}. Install with: pip install diagrams")
    sys.exit(1)

logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
logger = logging.getLogger(__name__)

OUTPUT_DIR = Path("docs") / "diagrams"
COLORS: Dict[str, str] = {"sync": "#1f77b4", "async": "#ff7f0e", "error": "#d62728"}

GRAPH_ATTR = {
    "fontsize": "24",
    "bgcolor": "white",
    "pad": "0.75",
    "nodesep": "0.8",
    "ranksep": "1.2",
    "splines": "ortho",
    "fontname": "Helvetica",
}
NODE_ATTR = {"fontsize": "11", "fontname": "Helvetica"}
EDGE_ATTR = {"fontsize": "10", "fontname": "Helvetica"}


def sync_edge(label: str = "") -> Edge:
    return Edge(label=label, color=COLORS["sync"])


def async_edge(label: str = "", **kwargs) -> Edge:
    return Edge(label=label, color=COLORS["async"], style="dashed", **kwargs)


def create_functions(names: List[Tuple[str, str]]) -> Dict[str, Lambda]:
    return {key: Lambda(title) for key, title in names}


def build(output: Optional[Path] = None) -> Path:
    target = output or OUTPUT_DIR / "serverless"
    target.parent.mkdir(parents=True, exist_ok=True)
    with Diagram(
        "Order Platform",
        filename=str(target),
        show=False,
        direction="LR",
        graph_attr=GRAPH_ATTR,
        node_attr=NODE_ATTR,
        edge_attr=EDGE_ATTR,
    ):
        user = User("Customer")
        with Cluster("Edge"):
            api = APIGateway("Orders API")
            auth = Cognito("User Pool")
        with Cluster("Functions"):
            fns = create_functions([("create", "Create\nOrder"), ("get", "Get\nOrder"), ("notify", "Notify")])
        with Cluster("State"):
            table = Dynamodb("Orders")
            bucket = S3("Receipts")
        with Cluster("Messaging"):
            bus = Eventbridge("Order Bus")
            queue = SQS("Notify Queue")
            dlq = SQS("Notify DLQ")
            topic = SNS("Emails")
        user >> sync_edge("HTTPS") >> api
        api >> async_edge("authorize", constraint="false") >> auth
        for key in ("create", "get"):
            api >> sync_edge(key.upper()) >> fns[key] >> table
        fns["create"] >> async_edge("OrderCreated") >> bus >> queue >> fns["notify"] >> topic
        queue >> Edge(label="maxReceiveCount=3", color=COLORS["error"], style="dotted") >> dlq
        fns["create"] >> bucket
        list(fns.values()) >> Edge(style="dotted", color="gray") >> Cloudwatch("Logs")
    logger.info("Diagram written to %s.png", target)
    return target


def main() -> int:
    try:
        path = build()
        print(f"✅ Diagram generated: {path}.png")
    except Exception as exc:  # noqa: BLE001
        logger.exception("Failed: %s", exc)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
