"""Web application: a single-page site behind a CDN, an API behind an identity provider."""

from diagrams import Cluster, Diagram, Edge
from diagrams.aws.compute import Lambda
from diagrams.aws.database import Dynamodb
from diagrams.aws.general import Users
from diagrams.aws.network import APIGateway, CloudFront
from diagrams.aws.security import Cognito
from diagrams.aws.storage import S3

with Diagram("Web application", filename="web_application", show=False, direction="LR"):
    visitors = Users("Visitors")

    with Cluster("AWS Cloud"):
        cdn = CloudFront("Content delivery")
        site = S3("Static website")
        user_pool = Cognito("User pool")
        api = APIGateway("Shop API")
        get_products = Lambda("GetProducts")
        place_order = Lambda("PlaceOrder")
        products = Dynamodb("Products")
        orders = Dynamodb("Orders")

    visitors >> cdn >> site
    visitors >> Edge(label="sign in") >> user_pool
    visitors >> api
    api >> Edge(label="Cognito authorizer", style="dashed") >> user_pool
    api >> get_products >> products
    api >> place_order >> orders
