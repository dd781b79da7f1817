# CI, pre-commit and people call the same recipes.

set positional-arguments

# everything that must hold before a commit lands
check: lint types contracts test

# the whole test run with coverage
test *arguments:
    pytest -n auto --dist worksteal --cov --cov-report=term:skip-covered "$@"

# lint and formatting
lint:
    ruff check .
    ruff format --check .

# rewrite what the linter can mend
format:
    ruff check --fix .
    ruff format .

# strict types of every shipped package
types:
    mypy

# who may import whom
contracts:
    lint-imports

# run the web page and the API
serve *arguments:
    diagram-lens serve "$@"
