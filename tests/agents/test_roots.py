"""What an agent may name: files inside the roots, wherever links lead."""

import os
from pathlib import Path

import pytest

from app.agents.roots import Roots, WithinRoots, given_diagram
from app.cli.choosing import Asked
from app.errors import Refusal
from parsers import UnreadableDiagram

FLOWCHART = "flowchart LR\n  api[Amazon API Gateway: Orders] --> function[AWS Lambda: Create]\n"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A root with a diagram, and a secret beside the root."""
    root = tmp_path / "root"
    (root / "deep").mkdir(parents=True)
    (root / "deep" / "shop.mmd").write_text(FLOWCHART)
    (tmp_path / "secret.mmd").write_text(FLOWCHART)
    return root


def test_a_file_in_a_root_is_found_and_called_by_its_path_in_it(desk: Path) -> None:
    given = given_diagram(Roots.of([str(desk)]), "deep/shop.mmd", None, Asked())
    assert (given.name, given.data.decode()) == ("deep/shop.mmd", FLOWCHART)


@pytest.mark.parametrize(
    "path", ["../secret.mmd", "deep/../../secret.mmd", "/etc/passwd", "link.mmd", "out/secret.mmd"]
)
def test_nothing_outside_is_read_whichever_way_it_is_named(desk: Path, path: str) -> None:
    (desk / "link.mmd").symlink_to(desk.parent / "secret.mmd")
    (desk / "out").symlink_to(desk.parent)
    with pytest.raises(Refusal, match="outside"):
        given_diagram(Roots.of([str(desk)]), path, None, Asked())


def test_a_link_that_stays_inside_is_followed(desk: Path) -> None:
    (desk / "link.mmd").symlink_to(desk / "deep" / "shop.mmd")
    assert given_diagram(Roots.of([str(desk)]), "link.mmd", None, Asked()).data


def test_an_absolute_path_inside_a_root_is_fine_and_not_repeated_in_answers(desk: Path) -> None:
    given = given_diagram(Roots.of([str(desk)]), str(desk / "deep" / "shop.mmd"), None, Asked())
    assert given.name == "deep/shop.mmd"


def test_the_second_root_is_looked_into_too(desk: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "else.mmd").write_text(FLOWCHART)
    assert given_diagram(Roots.of([str(desk), str(other)]), "else.mmd", None, Asked()).name == "else.mmd"


@pytest.mark.parametrize(("path", "source"), [(None, None), ("deep/shop.mmd", FLOWCHART)])
def test_one_of_path_and_source_must_be_given(desk: Path, path: str | None, source: str | None) -> None:
    with pytest.raises(Refusal, match="either"):
        given_diagram(Roots.of([str(desk)]), path, source, Asked())


def test_a_script_sees_its_siblings_but_no_link_out_of_the_root(desk: Path) -> None:
    (desk / "arch.py").write_text("import names\n")
    (desk / "names.py").write_text("A = 1\n")
    (desk.parent / "secret.py").write_text("PASSWORD = 'x'\n")
    (desk / "stolen.py").symlink_to(desk.parent / "secret.py")
    beside = WithinRoots(desk / "arch.py", Roots.of([str(desk)]))
    assert list(beside) == ["names.py"]
    assert "stolen.py" not in beside


def test_a_configuration_inside_counts_and_one_that_leads_out_does_not(desk: Path) -> None:
    roots = Roots.of([str(desk)])
    (desk / ".diagram-lens.toml").write_text('ignore = ["SLS-SEC"]\n')
    assert given_diagram(roots, "deep/shop.mmd", None, Asked()).options.ignore == ("SLS-SEC",)
    (desk / "deep" / ".diagram-lens.toml").write_text('ignore = ["SLS-SEC"]\nrules = ["../../rules.yaml"]\n')
    (desk.parent / "rules.yaml").write_text("not: rules\n")
    assert given_diagram(roots, "deep/shop.mmd", None, Asked()).options.ignore == ()


def test_declarations_beside_a_file_count_unless_they_are_a_link_out(desk: Path) -> None:
    roots = Roots.of([str(desk)])
    beside = desk / "deep" / "shop.mmd.lens.yaml"
    beside.write_text("waive: []\n")
    given = given_diagram(roots, "deep/shop.mmd", None, Asked())
    assert given.options.declarations == ("deep/shop.mmd.lens.yaml", "waive: []\n")
    beside.unlink()
    (desk.parent / "secret.yaml").write_text("waive: []\n")
    beside.symlink_to(desk.parent / "secret.yaml")
    assert given_diagram(roots, "deep/shop.mmd", None, Asked()).options.declarations is None


def test_a_file_that_may_not_be_read_is_named_as_the_agent_named_it(desk: Path) -> None:
    unreadable = desk / "deep" / "large.mmd"
    with unreadable.open("wb") as file:
        file.truncate(65 * 2**20)
    with pytest.raises(UnreadableDiagram) as refused:
        given_diagram(Roots.of([str(desk)]), "deep/large.mmd", None, Asked())
    assert refused.value.file == "deep/large.mmd"


def test_a_new_file_is_never_one_that_is_there(desk: Path) -> None:
    roots = Roots.of([str(desk)])
    assert roots.new_file("deep/new.svg") == desk.resolve() / "deep" / "new.svg"
    (desk / "dangling.svg").symlink_to(desk / "nowhere")
    for path in ("deep/shop.mmd", "dangling.svg", "nowhere/new.svg", "../new.svg"):
        with pytest.raises(Refusal):
            roots.new_file(path)


def test_a_root_that_is_no_folder_is_refused(desk: Path) -> None:
    with pytest.raises(Refusal, match="no folder"):
        Roots.of([os.path.join(desk, "deep", "shop.mmd")])


@pytest.mark.parametrize("path", ["loop.mmd", "x" * 5_000, "\ud800", "a\0b"])
def test_a_name_that_no_file_can_have_is_refused(desk: Path, path: str) -> None:
    (desk / "loop.mmd").symlink_to("loop.mmd")
    roots = Roots.of([str(desk)])
    for ask in (roots.file, roots.new_file):
        with pytest.raises(Refusal):
            ask(path)


def test_a_pipe_is_no_file_to_wait_for(desk: Path) -> None:
    os.mkfifo(desk / "pipe.mmd")
    with pytest.raises(Refusal, match="no such file"):
        Roots.of([str(desk)]).file("pipe.mmd")
