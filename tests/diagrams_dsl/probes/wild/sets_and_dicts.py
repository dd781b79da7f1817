from diagrams import Diagram, Cluster, Edge
from diagrams.aws.compute import EC2
from collections import defaultdict, Counter, deque, ChainMap, OrderedDict
services = {"b", "a", "c"}
with Diagram("Sets", show=False):
    nodes = {n: EC2(n) for n in sorted(services)}
    graph = defaultdict(list)
    for a, b in [("a", "b"), ("a", "c"), ("b", "c")]:
        graph[a].append(b)
    for s, ts in graph.items():
        nodes[s] >> [nodes[t] for t in ts]
    cnt = Counter(t for ts in graph.values() for t in ts)
    EC2(f"{cnt.most_common(1)[0]} {cnt['a']} {sum(cnt.values())}")
    q = deque(["a"]); seen = set()
    while q:
        cur = q.popleft()
        if cur in seen: continue
        seen.add(cur)
        EC2(f"visit {cur}")
        q.extend(graph.get(cur, []))
    merged = {**{"x": 1}, **{"y": 2}} | dict(z=3)
    EC2(str(merged) + str(merged.pop("x")) + str(list(merged.items())) + str(sorted(seen - {"a"})))
    cm = ChainMap({"a": 1}, {"a": 2, "b": 3})
    EC2(f"{cm['a']}{cm['b']}")
    od = OrderedDict([("k", 1), ("j", 2)]); od.move_to_end("k")
    EC2(",".join(od))
    d = dict(zip("ab", (1, 2))); d.update(c=3); d.setdefault("d", 4)
    EC2(str(d)); EC2(str(dict.fromkeys("xy", 0)))
    l = [3, 1, 2]; l.sort(reverse=True); l.insert(0, 9); l.remove(1); l.extend((7,)); x = l.pop()
    EC2(f"{l} {x} {l.index(2)} {l[-2:]} {len(l)}")
    nested = [[EC2(f"{r}{c}") for c in range(2)] for r in range(2)]
    flat = [n for row in nested for n in row if n is not nested[0][0]]
    nested[0][0] >> Edge(label=str(len(flat))) >> flat
    a, (b, c), *rest = 1, (2, 3), 4, 5
    EC2(f"{a}{b}{c}{rest}")
    matrix = list(zip(*[[1, 2], [3, 4]]))
    EC2(str(matrix))
    t = tuple(nodes.values())
    t[0] - t[1]
    list(nodes.values())[0] >> list(t)
    t >> nodes["a"]
    del nodes["a"]
    EC2("in" if "a" in nodes else "out")
