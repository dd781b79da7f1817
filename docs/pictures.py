"""Rewrite the pictures of the documentation from the samples: `python -m docs.pictures`."""

from pathlib import Path

from app.pipeline import review
from reports.picture.page import annotated_svg

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"


def picture(sample: str) -> bytes:
    """The first diagram of a sample, annotated."""
    return annotated_svg(review((ROOT / "samples" / sample).read_bytes(), sample))


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    for sample in ("leaky_shop.drawio", "leaky_shop.py"):
        (PICTURES / f"{sample}.svg").write_bytes(picture(sample))


if __name__ == "__main__":
    main()
