"""RESTful microservices: the first scenario of the Serverless Applications Lens."""

from diagrams import Cluster, Diagram
from diagrams.aws.compute import Lambda
from diagrams.aws.database import Dynamodb
from diagrams.aws.general import Users
from diagrams.aws.network import APIGateway

with Diagram("RESTful microservices", filename="restful_microservices", show=False, direction="LR"):
    customers = Users("Customers")

    with Cluster("AWS Cloud"):
        api = APIGateway("Orders API")
        with Cluster("Orders service"):
            create_order = Lambda("CreateOrder")
            get_order = Lambda("GetOrder")
            orders = Dynamodb("Orders")

    customers >> api
    api >> create_order >> orders
    api >> get_order >> orders
