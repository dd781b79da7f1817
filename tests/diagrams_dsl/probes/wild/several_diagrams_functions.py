from diagrams import Diagram, Cluster, Edge
from diagrams.gcp.compute import GKE, Run, GCE as Vm, Functions
from diagrams.gcp.network import LoadBalancing, DNS, CDN, Armor
from diagrams.gcp.database import SQL, Spanner, Memorystore
from diagrams.gcp.analytics import PubSub
from diagrams.programming.framework import React, Django
from diagrams.programming.language import Python, Go
from diagrams.generic.device import Mobile
from diagrams.generic.os import Windows, LinuxGeneral as Linux
from diagrams.saas.chat import Slack
import os, sys

show = os.environ.get("SHOW", "false").lower() in ("1", "true", "yes")
FMT = os.getenv("FMT") or "png"
BASE = os.path.dirname(os.path.abspath(__file__))
DEBUG = "--debug" in sys.argv
COMMON = {"show": show, "outformat": [FMT, "svg"] if not DEBUG else FMT}

def overview():
    with Diagram("GCP Overview", filename="gcp_overview", **COMMON):
        m = Mobile("app")
        d = DNS("dns")
        m >> d >> LoadBalancing("lb") >> Edge(label="route", fontsize="8") >> [Run("svc-a"), Run("svc-b")]

def data(n=3, /, *, names=("a", "b", "c")):
    with Diagram("GCP Data", filename="gcp_data", **COMMON):
        vms = [Vm(f"vm-{x}") for x, _ in zip(names, range(n))]
        ps = PubSub("topic")
        vms >> ps
        for vm in vms[1:]:
            vm << Edge(color="red") << SQL("sql")
        vms[0] - vms[-1]
        *rest, last = vms
        rest >> Edge(label="rest") >> Spanner("sp")
        last >> Slack("#ops")

def stack(*layers, **styles):
    with Diagram("Stack", filename="gcp_stack", graph_attr=styles, **COMMON):
        prev = None
        for layer in layers:
            node = layer(layer.__name__)
            if prev is not None:
                prev >> node
            prev = node

if __name__ == '__main__':
    jobs = [overview, data, lambda: stack(React, Django, Python, rankdir="TB")]
    for job in jobs:
        job()
    for fn in ("overview",):
        if fn in globals():
            globals()[fn]()
