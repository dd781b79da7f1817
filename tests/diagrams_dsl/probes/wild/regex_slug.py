import re
from pathlib import Path
from diagrams import Diagram, Cluster, Edge
from diagrams.aws.compute import EC2
SLUG = re.compile(r"[^a-z0-9]+")
def slug(s): return SLUG.sub("-", s.lower()).strip("-")
def camel(s): return " ".join(re.sub(r"([A-Z][a-z]+)", r" \1", re.sub(r"([A-Z]+)", r" \1", s)).split())
LINE = re.compile(r"^\s*(?P<src>\w+)\s*->\s*(?P<dst>\w+)(?:\s*:\s*(?P<label>.+))?$")
SPEC = """
web -> api : REST call
api -> db
bad line
"""
with Diagram("Slug Me, Please!", filename=slug("Slug Me, Please!"), show=False):
    n = {}
    for line in SPEC.splitlines():
        if not (m := LINE.match(line)): continue
        for k in ("src", "dst"):
            n.setdefault(m[k], EC2(m.group(k)) if m[k] not in n else None)
        n[m["src"]] >> Edge(label=m["label"] or "") >> n[m["dst"]]
    EC2(camel("OrderServiceAPI"))
    EC2(re.sub(r"\s+", lambda m: "_" * len(m.group()), "a  b c") + str(bool(re.search("z", "abc"))) + str(re.split(r",\s*", "a, b,c")))
    EC2("".join(m.group(1) for m in re.finditer(r"<(\w)>", "<a><b>")) + re.escape("a.b"))
