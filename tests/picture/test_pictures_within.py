"""Pictures inside drawings: icons of services, images and stencils that authors bring along."""

import base64
import zlib
from urllib.parse import quote

from hypothesis import given
from hypothesis import strategies as st

from reports.picture.icons import icon_bytes, icon_of_class, icon_of_service, icon_of_stencil
from reports.picture.images import embedded
from reports.picture.scene import Box
from reports.picture.stencils import inks_of

PNG = b"\x89PNG\r\n\x1a\n"


def uri(data: bytes, kind: str) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


def svg_uri(inside: str, attributes: str = "") -> str:
    return uri(f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inside}</svg>'.encode(), "svg+xml")


def stencil(xml: str) -> str:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return f"stencil({base64.b64encode(packer.compress(quote(xml).encode()) + packer.flush()).decode()})"


def test_services_stencils_and_classes_have_icons() -> None:
    assert icon_of_service("aws.lambda") == "resources/aws/compute/lambda.png"
    assert icon_of_class("aws.compute.Lambda") == "resources/aws/compute/lambda.png"
    assert icon_of_stencil("mxgraph.aws4.lambda_function") == "resources/aws/compute/lambda-function.png"
    assert icon_of_stencil("mxgraph.aws3.dynamo_db") == icon_of_service("aws.dynamodb")
    assert icon_of_stencil("mxgraph.aws4.of_no_such_name") is None


def test_icons_are_png_files() -> None:
    assert (icon_bytes("resources/aws/compute/lambda.png") or b"").startswith(PNG)


def test_no_key_leads_out_of_the_icons() -> None:
    for key in ("../secret.png", "resources/../../x.png", "/etc/passwd", "resources/aws/compute/lambda.py"):
        assert icon_bytes(key) is None


def test_raster_images_are_kept_with_the_base64_that_drawio_leaves_out() -> None:
    text = base64.b64encode(PNG + b"rest").decode()
    assert embedded(f"data:image/png,{text}") == f"data:image/png;base64,{text}"


def test_an_image_must_be_what_it_says_it_is() -> None:
    assert embedded(uri(b"<html>", "png")) is None
    assert embedded("https://example.org/x.png") is None
    assert embedded("data:text/html;base64,PGI+") is None


def test_harmless_svg_is_kept() -> None:
    assert embedded(svg_uri('<path d="M0 0L1 1"/><use href="#a"/>')) is not None


def test_svg_that_could_do_more_than_show_itself_is_refused() -> None:
    for inside in (
        "<script>alert(1)</script>",
        '<image href="https://example.org/x.png"/>',
        '<foreignObject><b xmlns="http://www.w3.org/1999/xhtml">x</b></foreignObject>',
        '<rect onclick="alert(1)"/>',
        "<style>@import url(https://example.org/x.css)</style>",
        '<rect style="fill:url(https://example.org/x)"/>',
        '<animate attributeName="href" to="javascript:alert(1)"/>',
        '<?xml-stylesheet href="https://example.org/x.css"?>',
    ):
        assert embedded(svg_uri(inside)) is None, inside


def test_svg_with_entities_is_refused() -> None:
    data = b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>'
    assert embedded(uri(data, "svg+xml")) is None


def test_a_stencil_is_drawn_stretched_into_its_box() -> None:
    xml = (
        '<shape w="100" h="50"><foreground><path><move x="0" y="0"/><line x="100" y="50"/><close/></path>'
        '<fillstroke/><fillcolor color="#FF0000"/><rect x="50" y="0" w="50" h="50"/><fill/></foreground></shape>'
    )
    first, second = inks_of(stencil(xml), Box(10, 20, 200, 200), "#FFFFFF", "#000000", 2)
    assert (first.data, first.fill, first.stroke, first.stroke_width) == (
        "M 10 20 L 210 220 Z",
        "#FFFFFF",
        "#000000",
        2,
    )
    assert second.data.startswith("M 110 20")
    assert (second.fill, second.stroke) == ("#FF0000", None)


def test_a_stencil_that_inflates_without_end_is_not_drawn() -> None:
    bomb = stencil('<shape w="1" h="1">' + "<foreground/>" * 200_000 + "</shape>")
    assert inks_of(bomb, Box(0, 0, 10, 10), None, None, 1) == ()


@given(st.text(max_size=200))
def test_any_text_in_place_of_a_stencil_or_an_image_gives_nothing(text: str) -> None:
    assert inks_of(f"stencil({text})", Box(0, 0, 10, 10), None, None, 1) == ()
    assert embedded("data:image/svg+xml," + text) is None
