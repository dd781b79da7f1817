# CI, pre-commit and people call the same recipes.

set positional-arguments

# everything that must hold before a commit lands
check: lint types contracts test

# the whole test run
test *arguments:
    pytest -n auto --dist worksteal "$@"

# the whole test run, and which lines it never reached; takes twice as long
unreached *arguments:
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
    lint-imports --no-cache

# run the web page and the API
serve *arguments:
    diagram-lens serve "$@"

# suites too slow for every commit
slow:
    pytest -m slow -n auto -p no:cacheprovider

# rewrite what is generated: sample reviews, rule pages, pictures of the README
generate:
    python -m tests.update_samples
    python -m reports.rule_page
    python -m reports.schemas docs/schemas
    python -m graph_rules.custom_schema > docs/schemas/custom-rules-1.json
    python -m docs.pictures
    python -m docs.server_settings
    python -m docs.gallery

# draw the pictures that tests compare with anew, for review
snapshots:
    python -m tests.snapshots

# measure: a table, and JSON with --json FILE
bench *arguments:
    python -m benchmarks "$@"
