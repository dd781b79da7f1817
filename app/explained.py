"""Why a rule fired on a file's diagrams, or did not: put together for whoever asks."""

from app.errors import Refusal
from app.pipeline import Options, diagram_index, heard, known_rules, review
from graph_rules.explain import explain, nodes_named
from graph_rules.registry import rule_named
from graph_rules.severities import weighed
from reports.explanation import Explained, fate


def explained(data: bytes, name: str, options: Options, rule_name: str, node: str | None) -> list[Explained]:
    """The explanation for each page; with a node (its id, or its name), for the pages that have it.

    Raises what app.pipeline.review raises, and Refusal where nothing is called so.
    """
    known = known_rules(options.rules)
    (rule,) = weighed([rule_named(rule_name, known)], options.severities, known)
    said = heard(data, name, options)
    reading = said.reading
    reported = review(data, name, options).findings
    pages = range(len(said.graphs)) if options.page is None else [diagram_index(reading, options.page)]
    made_of_pages = []
    for index in pages:
        graph = said.graphs[index]
        try:
            if node is not None:
                nodes_named(graph, node)
        except KeyError:
            continue
        made = explain(rule, graph, index, node)
        fates = tuple(fate(step.finding, reported, options.profile) for step in made.steps)
        made_of_pages.append(Explained(made, name, reading.diagrams[index].name, fates))
    if not made_of_pages:
        raise Refusal(
            f'{name}: nothing in it is called "{node}".', "`diagram-lens graph` shows what there is."
        )
    return made_of_pages
