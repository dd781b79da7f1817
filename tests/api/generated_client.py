"""Drives the service through a generated client; run by `test_generated_client` where that client can be imported."""

import sys
from io import BytesIO

from lens_client import AuthenticatedClient
from lens_client.api.operations import get_healthz
from lens_client.api.projects import (
    get_projects_project_diagrams_diagram_history as get_history,
)
from lens_client.api.projects import post_projects, put_projects_project_rules_pack
from lens_client.api.reviews import (
    delete_reviews_review,
    get_reviews,
    get_reviews_review,
    get_reviews_review_annotated_svg,
    get_reviews_review_review_json,
    post_reviews,
)
from lens_client.api.rules import get_rules
from lens_client.models import (
    NewProject,
    PostReviewsFilesBody,
    PostReviewsJsonBody,
    Problem,
    Review,
    StoredReview,
)
from lens_client.types import File

address, token, flowchart, pack = sys.argv[1:]
client = AuthenticatedClient(base_url=address, token=token, timeout=60)

assert get_healthz.sync(client=client).status == "ok"
assert len(get_rules.sync(client=client).rules) > 50

file = File(payload=BytesIO(flowchart.encode()), file_name="orders.mmd", mime_type="text/plain")
passing = post_reviews.sync(client=client, body=PostReviewsFilesBody(diagram=file))
assert isinstance(passing, Review), passing
assert passing.findings

assert post_projects.sync(client=client, body=NewProject(name="shop")).name == "shop"
put = put_projects_project_rules_pack.sync_detailed(
    "shop", "house", client=client, body=File(payload=BytesIO(pack.encode()))
)
assert put.parsed.rules == ["HOUSE-OPS-001"], put.content

body = PostReviewsJsonBody(source=flowchart, filename="orders.mmd")
kept = post_reviews.sync(client=client, body=body, project="shop", wait=25.0, idempotency_key="one")
assert isinstance(kept, StoredReview), kept
again = post_reviews.sync(client=client, body=body, project="shop", wait=25.0, idempotency_key="one")
assert (kept.id, kept.state) == (again.id, "done")
assert get_reviews_review.sync(kept.id, client=client).facts.pages == ["orders"]
assert get_reviews_review_review_json.sync(kept.id, client=client).findings
picture = get_reviews_review_annotated_svg.sync(kept.id, client=client)
assert picture.payload.read().startswith(b"<svg")
assert [one.id for one in get_reviews.sync(client=client, project="shop").reviews] == [kept.id]
assert get_history.sync("shop", "orders.mmd", client=client).findings
assert delete_reviews_review.sync_detailed(kept.id, client=client).status_code == 204

missing = get_reviews_review.sync(kept.id, client=client)
assert isinstance(missing, Problem)
assert (missing.status, missing.type_) == (404, "urn:diagram-lens:problem:not-found")
print("the generated client works")
