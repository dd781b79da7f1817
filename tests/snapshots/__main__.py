"""Rewrite the snapshots: `python -m tests.snapshots`. Look at the pictures that changed before committing them."""

from tests.snapshots.made import PICTURES, all_made


def main() -> None:
    """Write every picture that differs, remove those that are no more, and name both."""
    PICTURES.mkdir(exist_ok=True)
    made = dict(all_made())
    for path in sorted(set(PICTURES.glob("*.svg")) - made.keys()):
        path.unlink()
        print(f"removed {path.name}")
    for path, content in made.items():
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)
            print(f"wrote {path.name}")


if __name__ == "__main__":
    main()
