"""Stream processing: clicks analysed while they happen, and kept for later."""

from diagrams import Cluster, Diagram, Edge
from diagrams.aws.analytics import KinesisDataFirehose, KinesisDataStreams, Quicksight
from diagrams.aws.compute import Lambda
from diagrams.aws.database import Dynamodb
from diagrams.aws.storage import S3
from diagrams.onprem.client import Client

with Diagram("Stream processing", filename="stream_processing", show=False, direction="LR"):
    producer = Client("Click producer")

    with Cluster("AWS Cloud"):
        clicks = KinesisDataStreams("Clicks")
        with Cluster("Real time"):
            aggregate = Lambda("AggregateClicks")
            counters = Dynamodb("Counters")
        with Cluster("Archive"):
            delivery = KinesisDataFirehose("Click delivery")
            lake = S3("Click archive")
        report = Quicksight("Reports")

    producer >> Edge(label="put records") >> clicks
    clicks >> aggregate >> counters >> report
    clicks >> delivery >> lake
