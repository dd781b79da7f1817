"""What git says changed: real commits, both versions of each diagram."""

from pathlib import Path

import pytest

from app.bot.checkout import Checkout, changed_diagrams
from app.errors import Refusal
from tests.bot.repositories import Repository

ONE = "flowchart LR\n  api[Amazon API Gateway: Orders] --> f[AWS Lambda: Create]\n"
GONE = "flowchart TD\n  user((User)) --> page[Amazon CloudFront]\n"
TWO = ONE + "  f --> t[Amazon DynamoDB: Orders]\n"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


def paths(repository: Repository, base: str, head: str) -> list[tuple[str | None, str | None]]:
    pairs = changed_diagrams(Checkout(str(repository.folder)), base, head)
    return [(pair.base and pair.base.name, pair.head and pair.head.name) for pair in pairs]


def test_added_changed_renamed_and_removed_diagrams_are_found_and_nothing_else(
    repository: Repository,
) -> None:
    long = TWO + "".join(f"  s{n}[AWS Lambda: Step {n}]\n" for n in range(30))
    base = repository.commit(
        {"changed.mmd": ONE, "old/name.mmd": long, "gone.mmd": GONE, "same.mmd": ONE, "pom.xml": "<project/>"}
    )
    repository.remove("gone.mmd", "old/name.mmd")
    head = repository.commit(
        {
            "changed.mmd": TWO,
            "new/name.mmd": long + "  x --> y\n",
            "added ü.mmd": TWO,
            "pom.xml": "<project><x/></project>",
            "setup.py": "import setuptools\n",
            "README.md": "text",
        }
    )
    assert paths(repository, base, head) == [
        (None, "added ü.mmd"),
        ("changed.mmd", "changed.mmd"),
        ("gone.mmd", None),
        ("old/name.mmd", "new/name.mmd"),
    ]


def test_both_versions_are_those_of_the_commits_whatever_lies_in_the_folder(repository: Repository) -> None:
    base, head = repository.commit({"a.mmd": ONE}), repository.commit({"a.mmd": TWO})
    repository.write({"a.mmd": "something else"})
    (pair,) = changed_diagrams(Checkout(str(repository.folder)), base, head)
    assert pair.base is not None
    assert pair.head is not None
    assert (pair.base.data.decode(), pair.head.data.decode()) == (ONE, TWO)


def test_a_link_a_submodule_and_a_pointer_are_not_read_as_drawings(repository: Repository) -> None:
    base = repository.commit()
    (repository.folder / "link.mmd").symlink_to("/etc/passwd")
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n"
    head = repository.commit({"large.drawio": pointer})
    (pair,) = changed_diagrams(Checkout(str(repository.folder)), base, head)
    assert pair.head is not None
    assert (pair.head.name, pair.head.data) == ("large.drawio", b"")
    assert "Git LFS" in pair.head.problem


def test_a_revision_that_is_an_option_is_no_commit(repository: Repository) -> None:
    repository.commit()
    for revision in ("--help", "-h", "missing", "", "HEAD --output=x"):
        with pytest.raises(Refusal, match="no such commit"):
            Checkout(str(repository.folder)).commit(revision)


def test_a_shallow_checkout_is_told_what_to_do(repository: Repository, tmp_path: Path) -> None:
    first = repository.commit({"a.mmd": ONE})
    repository.commit({"a.mmd": TWO})
    repository.git("clone", "-q", "--depth", "1", f"file://{repository.folder}", str(tmp_path / "shallow"))
    with pytest.raises(Refusal, match="fetch-depth: 0"):
        Checkout(str(tmp_path / "shallow")).commit(first)


def test_programs_that_the_repository_configures_are_not_run(repository: Repository, tmp_path: Path) -> None:
    base = repository.commit({".gitattributes": "*.mmd diff=evil\n", "a.mmd": ONE})
    head = repository.commit({"a.mmd": TWO})
    for key in ("diff.evil.command", "diff.evil.textconv", "diff.external"):
        repository.git("config", key, f"touch {tmp_path}/pwned; cat")
    assert paths(repository, base, head) == [("a.mmd", "a.mmd")]
    assert not (tmp_path / "pwned").exists()


def test_outside_of_a_repository_git_says_so(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="not a git repository"):
        Checkout(str(tmp_path)).root()
