import csv, io
from diagrams import Diagram, Cluster
from diagrams.generic.network import Switch, Router, Firewall, Subnet, VPN
from diagrams.generic.storage import Storage
TABLE = """name,type,zone
core1,Router,dc1
sw1,Switch,dc1
fw1,Firewall,dc2
"""
TYPES = {"Router": Router, "Switch": Switch, "Firewall": Firewall}
with Diagram("Network", show=False):
    zones = {}
    for row in csv.DictReader(io.StringIO(TABLE)):
        zones.setdefault(row["zone"], []).append(row)
    made = {}
    for zone, rows in zones.items():
        with Cluster(zone):
            for r in rows:
                made[r["name"]] = TYPES[r["type"]](r["name"])
    made["core1"] >> made["sw1"] - made["fw1"]
    for line in TABLE.strip().splitlines()[1:]:
        name, *_ = line.split(",")
        Storage(name)
    for row in csv.reader(TABLE.splitlines()):
        Subnet("/".join(row))
