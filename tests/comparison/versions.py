"""Flowcharts as versions of one file, reviewed and compared."""

from app.comparing import Pair, Version, compare, compare_pair
from reports.comparison import FileComparison, ReviewComparison

SHOP = """\
flowchart LR
  browser[Browser] --> api[Amazon API Gateway: Orders API]
  api --> create[AWS Lambda: CreateOrder]
  create --> orders[Amazon DynamoDB: Orders]
  create --> mail[Amazon SQS: Mail]
  mail --> sender[AWS Lambda: SendMail]
  cognito[Amazon Cognito: Customers]
  browser -->|sign in| cognito
  admin[Amazon API Gateway: Admin API] -->|Cognito authorizer| cognito
  staff[Users: Staff] --> admin
  admin --> create
"""


def version(text: str, name: str = "shop.mmd") -> Version:
    return Version(name, text.encode())


def compared(before: str | None, after: str | None) -> ReviewComparison:
    """Two flowcharts compared; None where there is none."""
    return compare((before and version(before)) or None, (after and version(after)) or None)


def file_compared(
    before: str | None, after: str | None, name: str = "shop.mmd", old: str | None = None
) -> FileComparison:
    """The same as one of several files."""
    base = None if before is None else version(before, old or name)
    head = None if after is None else version(after, name)
    return compare_pair(Pair(base, head))
