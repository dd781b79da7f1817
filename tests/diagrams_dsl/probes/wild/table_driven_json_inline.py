import json
import operator
from functools import partial, reduce, lru_cache
from diagrams import Diagram, Cluster, Edge
from diagrams.azure.compute import FunctionApps, VM, ContainerInstances
from diagrams.azure.database import CosmosDb, SQLDatabases
from diagrams.azure.network import ApplicationGateway, FrontDoors
from diagrams.azure.integration import ServiceBus

CONFIG = json.loads("""
{
  "name": "Azure Table",
  "groups": {
    "web": [{"id": "fd", "type": "FrontDoors"}, {"id": "gw", "type": "ApplicationGateway", "label": "App GW"}],
    "compute": [{"id": "fn", "type": "FunctionApps"}, {"id": "vm", "type": "VM"}],
    "data": [{"id": "cosmos", "type": "CosmosDb"}, {"id": "sb", "type": "ServiceBus"}]
  },
  "flows": [["fd", "gw", {"label": "TLS 1.2"}], ["gw", "fn", {}], ["fn", "cosmos", {"style": "dashed"}], ["fn", "sb", {"color": "#ff0000"}]],
  "enabled": true, "version": 1.5, "tags": null
}
""")

TYPES = {cls.__name__: cls for cls in (FunctionApps, VM, ContainerInstances, CosmosDb, SQLDatabases, ApplicationGateway, FrontDoors, ServiceBus)}


def make(spec):
    return TYPES[spec["type"]](spec.get("label", spec["id"]))


with Diagram(CONFIG["name"] + " v" + str(CONFIG["version"]), show=False):
    index = {}
    for i, (group, specs) in enumerate(sorted(CONFIG["groups"].items()), start=1):
        with Cluster(f"{i:02d}. {group.capitalize()}"):
            index |= {spec["id"]: make(spec) for spec in specs}
    for src, dst, attrs in CONFIG["flows"]:
        index[src] >> Edge(**attrs) >> index[dst]
    chain = [index[k] for k in sorted(index, key=lambda k: (len(k), k))]
    reduce(lambda a, b: a - Edge(style="invis") - b, chain)
    total = reduce(operator.add, map(len, CONFIG["groups"].values()), 0)
    VM("total: {} ({!r:>8}) {:.1%}".format(total, "x", 0.256))
    get = operator.itemgetter("id")
    for spec in filter(lambda s: "label" in s, CONFIG["groups"]["web"]):
        ContainerInstances("%s=%d%%" % (get(spec), 5))
