"""Where cells lie and what they say, as draw.io shows them."""

import pytest

from parsers import drawio
from parsers.drawio import labels
from parsers.drawio.style import style_of
from tests.drawio.drawing import LAMBDA, TEXT, deflated, drawing, edge, model, mxfile, vertex


def page(*cells):
    return drawio.read(drawing(*cells, vertex("x", LAMBDA)), "a/orders.drawio").document.pages[0]


def cell(cell_id, *cells):
    return page(*cells).cell_by_id[cell_id]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Orders", "Orders"),
        ("<b>AWS Lambda</b><br>CRUD&nbsp;", "AWS Lambda\nCRUD"),
        ("<div>one</div><div>two</div>", "one\ntwo"),
        ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"),
        ("line\nbreak", "line\nbreak"),
        ("<p>a</p>\n\n<p>b</p>", "a\nb"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("<style>p{color:red}</style>a", "a"),
        ("<!-- hidden -->a<", "a<"),
        ('<font color="#fff" data-x="a>b">x</font>', 'b">x'),
        ("  far   apart\t", "far apart"),
    ],
)
def test_html_labels_become_the_text_that_is_shown(value, shown):
    assert labels.plain(value, is_html=True) == shown


@pytest.mark.parametrize(
    "size", ["0", "0px", " 0pt ", "0.0em", ".0rem", "00%", "0 !important", "12px;FONT-SIZE:0"]
)
def test_text_whose_font_has_no_size_is_not_shown(size):
    style = f"color: rgba(0, 0, 0, 0); font-size:{size}; text-align: start"
    hidden = f'Billing<span style="{style}">x <b>%3CmxCell%3E</b> y</span> API'
    assert labels.plain(hidden, is_html=True) == "Billing API"
    assert labels.plain(hidden.replace('"', "'"), is_html=True) == "Billing API"
    assert labels.plain(hidden.replace("</span> API", ""), is_html=True) == "Billing"


@pytest.mark.parametrize("size", ["0.9em", "00.5rem", "10px", ".05em", "1px", "0;font-size:9px", ""])
def test_text_whose_font_has_any_size_is_shown(size):
    assert labels.plain(f'Billing<i style="font-size: {size}"> API</i>', is_html=True) == "Billing API"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ('<div style="font-size:0">a<b><i style="font-size:15px">Client</i>b</b>c</div>', "Client"),
        ('<div style="font-size:0">a<font color="#f00" size="1">Client</font></div>', "Client"),
        ('<div style="font-size:0">a<i style="font-size:80%">b</i></div>Client', "Client"),
        ('<p style="font-size:0">a<br>b</p>Client', "Client"),
        ('<p style="font-size:0">a<b>b</p>Client</b>', "Client"),
        ('<b style="font-size:0">a</i>b</b>Client', "Client"),
        ('<b data-style="font-size:0" title="font-size: 0">Client</b>', "Client"),
        ('<b style="max-font-size: 0">Client</b>', "Client"),
        ("<b>font-size: 0 hides</b>", "font-size: 0 hides"),
    ],
)
def test_what_a_font_of_no_size_hides_ends_with_its_element(value, shown):
    assert labels.plain(value, is_html=True) == shown


PASTED = "%3CmxGraphModel%3E%3Croot%3E%3CmxCell%20id%3D%220%22%2F%3E%3C%2Froot%3E%3C%2FmxGraphModel%3E"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (f"Orders{PASTED}", "Orders"),
        (f"{PASTED}Orders{PASTED} API", "Orders API"),
        (PASTED, ""),
        (f"Orders {PASTED.lower().replace('mxgraphmodel', 'mxGraphModel')}", "Orders"),
        (f"Orders{PASTED[:40]}", "Orders"),
        (f"Orders{PASTED[:40]}\nAPI {PASTED}", "Orders\nAPI"),
        (f"Orders{PASTED.replace('root', 'cell' * 10_000)} API", "Orders API"),
        ("the mxGraphModel of 100%", "the mxGraphModel of 100%"),
    ],
)
@pytest.mark.parametrize("is_html", [True, False])
def test_cells_pasted_as_text_are_no_words_of_a_label(value, shown, is_html):
    assert labels.plain(value, is_html) == shown


def test_the_line_below_cells_that_were_pasted_in_part_is_shown():
    assert labels.plain(f"Orders<i>{PASTED[:40]}</i><br>API", is_html=True) == "Orders\nAPI"


def test_markup_is_literal_where_a_cell_is_no_html():
    assert cell("a", vertex("a", "rounded=0", "List<String> &amp; more")).label == "List<String> &amp; more"


def test_an_ampersand_in_a_label_is_read_once():
    assert cell("a", vertex("a", "html=1", "R&amp;D&nbsp;&amp;lt;x")).label == "R&D &lt;x"


def test_text_outside_ascii_survives_compression():
    data = mxfile(deflated(model(vertex("a", LAMBDA, "Größe → 日本語 100%")))).encode()
    assert drawio.read(data, "x").document.pages[0].cell_by_id["a"].label == "Größe → 日本語 100%"


def test_style_keys_and_named_styles_are_one_mapping():
    style = style_of("ellipse;html=1;image=data:image/png,iVBOR=;\n fillColor=#fff ;points=[[0,0]];")
    assert style == {
        "ellipse": "1",
        "html": "1",
        "image": "data:image/png,iVBOR=",
        "fillColor": "#fff",
        "points": "[[0,0]]",
    }
    assert style.shape == "ellipse"


def test_children_lie_relative_to_their_parents_even_when_these_come_later():
    cells = [
        vertex("inner", "", "", (5, 5, 10, 10), parent="middle"),
        vertex("middle", "", "", (10, 20, 50, 50), parent="outer"),
        vertex("outer", "", "", (100, 200, 300, 300)),
    ]
    assert cell("inner", *cells).box == (115, 225, 10, 10)


def test_a_port_lies_at_a_fraction_of_its_parent():
    port = (
        '<mxCell id="p" vertex="1" parent="a"><mxGeometry x="1" y="0.5" width="10" height="10" relative="1" as="geometry">'
        '<mxPoint x="-5" y="-5" as="offset"/></mxGeometry></mxCell>'
    )
    assert cell("p", vertex("a", "", "", (100, 100, 80, 40)), port).box == (175, 115, 10, 10)


def test_an_edge_label_lies_along_its_edge():
    label = '<mxCell id="l" value="go" style="edgeLabel;html=1" vertex="1" parent="e"><mxGeometry x="0" relative="1" as="geometry"/></mxCell>'
    read = page(edge("e", start=(0, 0), end=(100, 0)), label)
    assert read.cell_by_id["l"].box[:2] == (50, 0)
    assert read.cell_by_id["l"].label_of == "e"


def test_points_of_an_edge_count_from_its_parent():
    read = cell(
        "e",
        vertex("g", "group", "", (100, 100, 50, 50)),
        edge("e", start=(0, 0), end=(10, 0), waypoints=[(5, 5)], parent="g"),
    )
    assert read.points == ((100, 100), (105, 105), (110, 100))


def test_an_attached_edge_meets_the_border_or_the_port():
    cells = [vertex("a", "", "", (0, 0, 40, 40)), vertex("b", "", "", (100, 0, 40, 40))]
    assert cell("e", *cells, edge("e", "a", "b")).points == ((40, 20), (100, 20))
    assert cell("e", *cells, edge("e", "a", "b", style="exitX=0.5;exitY=1;")).points[0] == (20, 40)


def test_stale_points_of_attached_ends_are_not_used():
    cells = [vertex("a", "", "", (0, 0, 40, 40)), vertex("b", "", "", (100, 0, 40, 40))]
    assert cell("e", *cells, edge("e", "a", "b", start=(900, 900), end=(901, 901))).points == (
        (40, 20),
        (100, 20),
    )


def test_wrappers_of_any_name_carry_label_and_properties():
    wrapped = (
        '<{0} id="w" label="Orders" owner="team-a" link="https://example.org" placeholders="0" onclick="javascript:x()">'
        '<mxCell style="html=1" vertex="1" parent="1"><mxGeometry width="10" height="10" as="geometry"/></mxCell></{0}>'
    )
    for tag in ("object", "UserObject", "system"):
        read = cell("w", wrapped.format(tag))
        assert read.label == "Orders"
        assert read.attributes == {"owner": "team-a", "link": "https://example.org"}


def test_placeholders_are_filled_from_the_cell_outward():
    cells = [
        '<object id="g" label="" stage="prod" placeholders="1"><mxCell vertex="1" parent="1"><mxGeometry width="99" height="99" as="geometry"/></mxCell></object>',
        '<object id="a" label="%name% on %stage%, %page%, %filename%, %unknown%" name="Orders" placeholders="1">'
        '<mxCell vertex="1" parent="g"><mxGeometry width="9" height="9" as="geometry"/></mxCell></object>',
    ]
    assert cell("a", *cells).label == "Orders on prod, Page 1, orders.drawio, %unknown%"


def test_cells_on_a_hidden_layer_are_hidden_with_all_they_hold():
    cells = [
        '<mxCell id="L" value="old" parent="0" visible="0"/>',
        vertex("a", LAMBDA, "", parent="L"),
        vertex("b", LAMBDA, "", parent="a"),
    ]
    read = page(*cells)
    assert [read.cell_by_id[name].visible for name in ("a", "b", "x")] == [False, False, True]


def test_cells_keep_the_order_in_which_they_are_drawn():
    read = page(vertex("b", TEXT, "b"), '<mxCell id="L" parent="0"/>', vertex("a", TEXT, "a", parent="L"))
    assert [(c.id, c.kind) for c in read.cells] == [
        ("1", "layer"),
        ("b", "vertex"),
        ("L", "layer"),
        ("a", "vertex"),
        ("x", "vertex"),
    ]
