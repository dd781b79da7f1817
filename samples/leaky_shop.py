"""A shop that works in the demo: drawn to show what Diagram Lens finds."""

from diagrams import Cluster, Diagram, Edge
from diagrams.aws.compute import Lambda
from diagrams.aws.database import Aurora, Dynamodb
from diagrams.aws.devtools import XRay
from diagrams.aws.general import MobileClient, Users
from diagrams.aws.integration import SQS
from diagrams.aws.network import APIGateway, CloudFront
from diagrams.aws.security import Cognito
from diagrams.aws.storage import S3

with Diagram("Leaky shop", filename="leaky_shop", show=False, direction="LR"):
    shoppers = Users("Shoppers")
    staff = Users("Staff")
    app = MobileClient("Partner app")

    with Cluster("AWS Cloud"):
        site = S3("Shop website")
        cdn = CloudFront("Image delivery")
        images = S3("Product images")

        with Cluster("Shop"):
            shop_api = APIGateway("Shop API")
            place_order = Lambda("PlaceOrder")
            charge_card = Lambda("ChargeCard")
            send_receipt = Lambda("SendReceipt")
            orders = Dynamodb("Orders")

        with Cluster("Back office"):
            user_pool = Cognito("Staff user pool")
            admin_api = APIGateway("Admin API")
            list_orders = Lambda("ListOrders")
            traces = XRay("Traces")

        with Cluster("Fulfilment"):
            shipping = SQS("Shipping queue")
            billing = SQS("Billing queue")
            billing_failed = SQS("Billing DLQ")
            ship = Lambda("ShipOrder")
            stock = Aurora("Stock database")

    shoppers >> Edge(label="GET pages") >> site
    shoppers >> cdn >> images
    shoppers >> Edge(label="GET images") >> images
    shoppers >> shop_api >> place_order >> orders
    place_order >> Edge(label="invoke") >> charge_card >> Edge(label="invoke") >> send_receipt
    staff >> admin_api >> list_orders >> orders
    admin_api >> Edge(label="Cognito authorizer", style="dashed") >> user_pool
    list_orders >> Edge(style="dashed") >> traces
    place_order >> shipping >> ship >> stock
    charge_card >> billing
    billing >> Edge(label="redrive", style="dashed") >> billing_failed
    app >> Edge(label="SQL") >> stock
