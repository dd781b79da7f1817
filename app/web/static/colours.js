// Colours for scripts and flowcharts: a text cut into pieces, each with a class. Good enough to read by.

const PYTHON = /(?<comment>#.*)|(?<string>[rbfRBF]{0,2}(?:"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?))|(?<arrow>>>|<<)|(?<keyword>\b(?:and|as|class|def|elif|else|for|from|if|import|in|is|lambda|not|or|pass|return|while|with|None|True|False)\b)|(?<type>\b[A-Z]\w*)|(?<number>\b\d[\d_.]*\b)/g;
const MERMAID = /(?<comment>%%.*)|(?<string>"[^"\n]*"?)|(?<keyword>\b(?:flowchart|graph|subgraph|end|direction|class|classDef|click|style|LR|RL|TB|TD|BT)\b)|(?<arrow>[<ox]?(?:--+|==+|-\.+-?)[>ox-]*|:::)|(?<type>[[({|][^\])}|\n]*[\])}|])/g;

/** The pieces of a text in order, as [class, text]; what has no class has "". */
export function* pieces(text) {
  const grammar = /^\s*(?:flowchart|graph)\b/m.test(text) ? MERMAID : PYTHON;
  let place = 0;
  for (const match of text.matchAll(grammar)) {
    if (match.index > place) yield ["", text.slice(place, match.index)];
    const [kind] = Object.entries(match.groups).find(([, found]) => found !== undefined);
    yield [kind, match[0]];
    place = match.index + match[0].length;
  }
  if (place < text.length) yield ["", text.slice(place)];
}
