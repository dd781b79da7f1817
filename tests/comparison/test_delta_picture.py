"""What changed as a picture: outlines, signs, ghosts at their old places, a legend."""

import re
from xml.etree import ElementTree

import pytest

from app.comparing import Version, compare
from reports.comparison import ReviewComparison
from reports.comparison.delta_picture import LOOKS, delta_png, delta_svg, page_to_show
from reports.comparison.delta_scene import delta_scene
from reports.comparison.html_page import html_comparison
from tests.comparison.drawings import LEAKY, SAMPLES, edited, scattered
from tests.comparison.versions import SHOP, compared, file_compared

SVG = "{http://www.w3.org/2000/svg}"


def drawn(head: bytes, base: bytes = b"") -> ReviewComparison:
    return compare(Version("shop.drawio", base or LEAKY.read_bytes()), Version("shop.drawio", head))


EDITED = drawn(edited())


def badges(picture: bytes) -> list[str]:
    root = ElementTree.fromstring(picture)  # noqa: S314 - our own picture
    (delta,) = [group for group in root.iter(f"{SVG}g") if group.get("class") == "delta"]
    return sorted(
        group.get("class", "") for group in delta.iter(f"{SVG}g") if "badge" in group.get("class", "")
    )


def test_every_change_has_a_badge_on_the_drawing() -> None:
    assert badges(delta_svg(EDITED)) == (
        ["badge added"] * 2
        + ["badge changed"] * 4
        + ["badge removed"] * 3  # of the rewired arrow its old place, too
    )


def test_a_state_is_told_by_its_sign_its_badge_and_its_dashes() -> None:
    assert len({look.sign for look in LOOKS.values()}) == len(LOOKS)
    assert len({look.badge for look in LOOKS.values()}) == len(LOOKS)
    assert len({look.dash for look in LOOKS.values()}) == len(LOOKS)


def test_what_is_gone_stands_where_it_stood_moved_as_the_drawing_was() -> None:
    (page,) = EDITED.pages
    (gone,) = [shape for shape in delta_scene(EDITED, page).shapes if shape.state == "removed"]
    old = re.search(r'id="traces".*?<mxGeometry x="(\d+)" y="(\d+)"', LEAKY.read_text(), re.DOTALL)
    assert old is not None
    assert (gone.box.x, gone.box.y) == (float(old[1]), float(old[2]) + 40)


def test_drawings_that_were_laid_out_anew_list_what_is_gone() -> None:
    script = LEAKY.with_suffix(".py").read_text()
    fewer = "\n".join(line for line in script.splitlines() if "traces" not in line) + "\n"
    comparison = compare(Version("a.py", script.encode()), Version("a.py", fewer.encode()))
    picture = delta_svg(comparison)
    assert badges(picture) == []
    assert "not in the picture" in picture.decode()


def test_a_drawing_that_only_looks_otherwise_has_no_mark() -> None:
    assert badges(delta_svg(drawn(scattered(LEAKY.read_bytes())))) == []


def test_a_new_file_is_all_added_and_one_that_is_gone_all_removed() -> None:
    added = compare(None, Version("shop.drawio", LEAKY.read_bytes()))
    assert set(badges(delta_svg(added))) == {"badge added"}
    gone = compare(Version("shop.drawio", LEAKY.read_bytes()), None)
    assert set(badges(delta_svg(gone))) == {"badge removed"}


def test_the_same_versions_give_the_same_bytes() -> None:
    assert delta_svg(EDITED) == delta_svg(drawn(edited()))


def test_pixels_are_drawn_twice_as_large_where_asked() -> None:
    sizes = [int.from_bytes(delta_png(EDITED, scale=scale)[16:20]) for scale in (0.5, 1)]
    assert abs(sizes[1] - 2 * sizes[0]) <= 2


def test_labels_are_data_in_pictures_and_pages() -> None:
    hostile = SHOP.replace(
        "Amazon SQS: Mail", '"Amazon SQS: #lt;script#gt;alert(1)#lt;/script#gt; #amp; #quot;"'
    )
    comparison = compared(SHOP, hostile)
    picture = delta_svg(comparison)
    ElementTree.fromstring(picture)  # noqa: S314 - our own picture
    assert b"<script" not in picture
    assert b"<script" not in html_comparison([file_compared(SHOP, hostile)])


def test_a_page_that_is_not_there_is_an_error() -> None:
    with pytest.raises(IndexError):
        delta_svg(EDITED, 1)
    assert page_to_show(EDITED) == 0


@pytest.mark.slow
@pytest.mark.parametrize("one", sorted(SAMPLES.glob("*.drawio")), ids=lambda path: path.stem)
@pytest.mark.parametrize("other", sorted(SAMPLES.glob("*.py")), ids=lambda path: path.stem)
def test_any_two_drawings_have_a_picture_of_their_difference(one: object, other: object) -> None:
    comparison = compare(Version("a", one.read_bytes()), Version("b", other.read_bytes()))  # type: ignore[attr-defined]
    ElementTree.fromstring(delta_svg(comparison))  # noqa: S314 - our own picture
