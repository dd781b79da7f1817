"""Event-driven: services that know events, not each other."""

from diagrams import Cluster, Diagram, Edge
from diagrams.aws.compute import Lambda
from diagrams.aws.database import Dynamodb
from diagrams.aws.integration import SNS, SQS, Eventbridge, StepFunctions

with Diagram("Event-driven ordering", filename="event_driven", show=False, direction="LR"):
    with Cluster("AWS Cloud"):
        with Cluster("Ordering"):
            checkout = Lambda("Checkout")
        bus = Eventbridge("Order events")
        with Cluster("Fulfilment"):
            fulfilment = StepFunctions("Fulfil order")
            shipments = Dynamodb("Shipments")
        with Cluster("Invoicing"):
            invoices = SQS("Invoices")
            failed = SQS("Invoices DLQ")
            write_invoice = Lambda("WriteInvoice")
        notify = SNS("Order updates")

    checkout >> Edge(label="OrderPlaced event") >> bus
    bus >> fulfilment >> shipments
    bus >> invoices >> write_invoice
    invoices >> Edge(label="redrive", style="dashed") >> failed
    bus >> notify
