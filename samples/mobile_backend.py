"""Mobile backend: GraphQL over a table and a search index, kept in step by a stream."""

from diagrams import Cluster, Diagram, Edge
from diagrams.aws.analytics import AmazonOpensearchService
from diagrams.aws.compute import Lambda
from diagrams.aws.database import Dynamodb, DynamodbStreams
from diagrams.aws.engagement import Pinpoint
from diagrams.aws.general import MobileClient
from diagrams.aws.mobile import Appsync
from diagrams.aws.network import CloudFront
from diagrams.aws.security import Cognito
from diagrams.aws.storage import S3

with Diagram("Mobile backend", filename="mobile_backend", show=False, direction="LR"):
    app = MobileClient("Mobile app")

    with Cluster("AWS Cloud"):
        user_pool = Cognito("User pool")
        graphql = Appsync("GraphQL API")
        cdn = CloudFront("Asset delivery")
        assets = S3("Assets")
        pinpoint = Pinpoint("Push and analytics")
        posts = Dynamodb("Posts")
        changes = DynamodbStreams("Posts stream")
        indexer = Lambda("IndexPosts")
        search = AmazonOpensearchService("Post search")

    app >> Edge(label="sign in") >> user_pool
    app >> graphql
    graphql >> Edge(label="JWT", style="dashed") >> user_pool
    graphql >> posts >> changes >> indexer >> search
    graphql >> search
    app >> cdn >> assets
    app >> pinpoint
