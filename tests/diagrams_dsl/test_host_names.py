"""On a value that only we model, a name that the real type has goes on as opaque; one that it lacks is an error."""

import pytest

from parsers.diagrams_dsl import interpret

HEAD = (
    "from diagrams import Diagram, Node\nfrom diagrams.aws.compute import EC2\nimport diagrams, pathlib, re\n"
)
BODY = HEAD + "with Diagram('d', show=False) as d:\n    EC2('a')\n    {}\n    EC2('last')\n"


def reading_of(line: str) -> tuple[list[str], str]:
    script = interpret(BODY.format(line).encode(), "script.py")
    return [node.label for node in script.diagrams[0].nodes], str(script.error)


@pytest.mark.parametrize(
    "expression",
    [
        "b'x'.upper().strip()",
        "(5).bit_count() + 1",
        "1.5.as_integer_ratio()",
        "bytes.fromhex('00')",
        "pathlib.Path('x').owner()",
        "pathlib.Path('x').samefile('y')",
        "d.dot.directory",
        "d.dot.unflatten().source.split()",
        "re.compile('x').groups",
        "open('x', 'w').fileno()",
        "(lambda: 0).__code__",
        "diagrams.__path__[0] + diagrams.__file__",
        "diagrams.aws.compute.__file__",
        "open.__wrapped__",
    ],
)
def test_a_name_of_the_real_type_goes_on(expression: str) -> None:
    assert reading_of(expression) == (["a", "last"], "None")


@pytest.mark.parametrize(
    "expression",
    [
        "b'x'.nope",
        "(5).nope",
        "[].push(1)",
        "pathlib.Path('x').nope",
        "d.dot.nope",
        "diagrams.nope",
        "d.nope",
    ],
)
def test_a_name_that_the_real_type_lacks_is_an_error(expression: str) -> None:
    labels, error = reading_of(expression)
    assert labels == ["a"]
    assert error.startswith("AttributeError")


def test_the_file_of_the_library_leads_to_its_pictures() -> None:
    text = (
        "import diagrams\nfrom pathlib import Path\nfrom diagrams.custom import Custom\n"
        "icons = Path(diagrams.__file__).resolve().parent.parent / 'resources'\n"
        "with diagrams.Diagram('d'):\n    Custom('b', str(icons / 'aws' / 'database' / 'dynamodb.png'))\n"
    )
    (node,) = interpret(text.encode(), "script.py").diagrams[0].nodes
    assert node.custom_icon == "site-packages/resources/aws/database/dynamodb.png"
