"""The gallery shows what the bot says today."""

from docs.gallery import GALLERY, pages


def test_the_gallery_is_what_its_script_makes() -> None:
    stale = [name for name, content in pages().items() if (GALLERY / name).read_bytes() != content]
    assert stale == [], "run `python -m docs.gallery`"
    assert {path.name for path in GALLERY.iterdir()} == {"README.md", "before.svg", "after.svg", "delta.svg"}
