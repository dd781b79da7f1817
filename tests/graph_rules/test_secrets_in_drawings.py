"""Secrets in a drawing: found wherever they stand, and never repeated in what is said about them."""

import string
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.pipeline import Options, review
from architecture.credentials import credentials_in, excerpt, redacted

SECRET = "tr0ub4dor!Orders"
LAMBDA = "sketch=0;shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.lambda;"
PLACES = {
    "the label of a service": f'<mxCell id="a" value="Shop password={SECRET}" style="{LAMBDA}" vertex="1" parent="1">'
    '<mxGeometry width="60" height="60" as="geometry"/></mxCell>',
    "a tooltip": f'<UserObject label="Shop" tooltip="password={SECRET}" id="a"><mxCell style="{LAMBDA}" vertex="1" parent="1">'
    '<mxGeometry width="60" height="60" as="geometry"/></mxCell></UserObject>',
    "an attribute": f'<object label="Shop" password="{SECRET}" id="a"><mxCell style="{LAMBDA}" vertex="1" parent="1">'
    '<mxGeometry width="60" height="60" as="geometry"/></mxCell></object>',
    "a link": f'<UserObject label="Shop" link="postgres://shop:{SECRET}@db/shop" id="a"><mxCell style="{LAMBDA}" vertex="1" parent="1">'
    '<mxGeometry width="60" height="60" as="geometry"/></mxCell></UserObject>',
    "a text": f'<mxCell id="a" value="Remember: password={SECRET}" style="text;html=1;" vertex="1" parent="1">'
    '<mxGeometry x="300" width="200" height="30" as="geometry"/></mxCell>',
    "the tooltip of a text": f'<UserObject label="Notes" tooltip="password={SECRET}" id="a"><mxCell style="text;html=1;" vertex="1" parent="1">'
    '<mxGeometry x="300" width="200" height="30" as="geometry"/></mxCell></UserObject>',
    "a link in the markup of a label": f'<mxCell id="a" value="&lt;a href=&quot;https://me:{SECRET}@wiki/&quot;&gt;wiki&lt;/a&gt;" '
    'style="text;html=1;" vertex="1" parent="1"><mxGeometry x="300" width="200" height="30" as="geometry"/></mxCell>',
    "an arrow that joins nothing": f'<mxCell id="a" value="password={SECRET}" style="edgeStyle=none;" edge="1" parent="1">'
    '<mxGeometry relative="1" as="geometry"><mxPoint x="500" y="500" as="sourcePoint"/>'
    '<mxPoint x="700" y="700" as="targetPoint"/></mxGeometry></mxCell>',
    "an arrow": f'<mxCell id="a" value="password={SECRET}" style="edgeStyle=none;" edge="1" parent="1" source="x" target="y">'
    '<mxGeometry relative="1" as="geometry"/></mxCell>',
    "the tooltip of an arrow": f'<UserObject id="a" label="" tooltip="password={SECRET}"><mxCell edge="1" parent="1" source="x" target="y">'
    '<mxGeometry relative="1" as="geometry"/></mxCell></UserObject>',
    "a label of its own on an arrow": '<mxCell id="a" edge="1" parent="1" source="x" target="y"><mxGeometry relative="1" as="geometry"/>'
    f'</mxCell><mxCell id="l" value="password={SECRET}" style="edgeLabel;html=1;" vertex="1" connectable="0" parent="a">'
    '<mxGeometry relative="1" as="geometry"/></mxCell>',
    "a frame": f'<mxCell id="a" value="VPC password={SECRET}" style="shape=mxgraph.aws4.group;grIcon=mxgraph.aws4.group_vpc;" '
    'vertex="1" parent="1"><mxGeometry x="-50" y="-50" width="600" height="300" as="geometry"/></mxCell>',
    "a hidden layer": f'<mxCell id="h" parent="0" visible="0"/><mxCell id="a" value="password={SECRET}" style="text;" '
    'vertex="1" parent="h"><mxGeometry width="200" height="30" as="geometry"/></mxCell>',
}


def drawing(cells: str) -> bytes:
    around = "".join(
        f'<mxCell id="{name}" value="Job {name}" style="{LAMBDA}" vertex="1" parent="1">'
        f'<mxGeometry x="{x}" y="100" width="60" height="60" as="geometry"/></mxCell>'
        for name, x in (("x", 0), ("y", 200))
    )
    root = f'<root><mxCell id="0"/><mxCell id="1" parent="0"/>{around}{cells}</root>'
    return f"<mxGraphModel>{root}</mxGraphModel>".encode()


@pytest.mark.parametrize("place", PLACES)
def test_a_secret_is_found_wherever_it_stands_and_not_repeated(place: str) -> None:
    findings = review(drawing(PLACES[place]), "shop.drawio", Options(select=("SLS-SEC-015",))).findings

    assert len(findings) == 1
    assert findings[0].verdict == "violated"
    assert SECRET not in repr((findings[0].message, findings[0].remediation, findings[0].evidence))
    assert "***" in findings[0].message


def test_a_drawing_without_secrets_is_left_alone() -> None:
    assert not review(drawing(""), "shop.drawio", Options(select=("SLS-SEC-015",))).findings


@pytest.mark.parametrize(
    "harmless",
    [
        "password=<password>",
        "password: hashed with bcrypt",
        "PASSWORD=${DB_PASSWORD}",
        "password=********",
        "postgres://user:password@host/db",
        "https://localhost:8080/@user",
        "token: JWT",
        "secret=prod/orders/db",
        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:orders-AbCdEf",
        "AKIAIOSFODNN7EXAMPLE",
        "AKIAXXXXXXXXXXXXXXXX",
        "-----BEGIN PUBLIC KEY-----",
        "API key",
        "partition key: customer_id, sort key: order_date",
    ],
)
def test_words_about_secrets_are_none(harmless: str) -> None:
    assert credentials_in(harmless) == ()
    assert redacted(harmless) == harmless


@pytest.mark.parametrize(
    "leak",
    [
        "AKIA4XYZ7QWERTYUIOP2",
        "password=hunter2",
        "DB_PASSWORD=s3cr3t-orders",
        "Server=db;User Id=sa;Password=Sup3r$ecret;",
        "mongodb+srv://app:Xk29sla0@cluster0.mongodb.net",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA\n-----END RSA PRIVATE KEY-----",
        "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N",
        "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzL0KEY1",
        "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
        "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq==",
    ],
)
def test_credentials_are_found(leak: str) -> None:
    (found,) = credentials_in(leak)

    assert found.confidence == 1.0
    assert leak[found.start : found.end] not in excerpt(leak, found)


@given(
    before=some.text(string.printable, max_size=60),
    after=some.text(string.printable, max_size=60),
    secret=some.text(string.ascii_letters + string.digits, min_size=8, max_size=30).map(
        lambda text: f"{text}1aB"
    ),
)
def test_what_is_redacted_never_holds_the_secret(before: str, after: str, secret: str) -> None:
    text = f"{before} postgres://shop:{secret}@db/ {after}"

    for found in credentials_in(text):
        assert secret not in excerpt(text, found)
    assert secret not in redacted(text) or secret in before + after


@given(some.text(alphabet="eyJ.-_:/@password= AKIA*BEGINRSA", max_size=3_000))
def test_any_text_is_looked_through_without_fail(text: str) -> None:
    found = credentials_in(text)

    assert all(before.end <= after.start for before, after in pairwise(found))
