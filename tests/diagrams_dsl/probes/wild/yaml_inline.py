import yaml
from diagrams import Diagram, Cluster, Edge
from diagrams.aws.compute import Lambda, ECS
from diagrams.aws.database import RDS
DOC = """
title: From YAML
services:
  - name: api
    kind: Lambda
    calls: [db, worker]
  - name: worker
    kind: ECS
    calls: [db]
  - {name: db, kind: RDS}
opts:
  direction: TB
  replicas: 2
  enabled: yes
"""
data = yaml.safe_load(DOC)
KINDS = {"Lambda": Lambda, "ECS": ECS, "RDS": RDS}
with Diagram(data["title"], show=False, direction=data["opts"]["direction"]):
    n = {s["name"]: KINDS[s["kind"]](s["name"]) for s in data["services"]}
    for s in data["services"]:
        for c in s.get("calls", []):
            n[s["name"]] >> Edge(label=f"{s['name']}→{c}") >> n[c]
    for i in range(data["opts"]["replicas"]):
        ECS(f"r{i}{data['opts']['enabled']}")
