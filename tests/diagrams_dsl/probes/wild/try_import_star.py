try:
    from diagrams import Diagram, Cluster, Edge
    from diagrams.aws.compute import *
    from diagrams.aws.database import *
    from diagrams.aws.network import *
    from diagrams.aws.storage import *
    from diagrams.aws.security import *
    from diagrams.aws.integration import *
    from diagrams.aws.management import *
    from diagrams.aws.ml import *
    from diagrams.aws.analytics import *
    HAS = True
except ImportError:
    HAS = False
    raise SystemExit("pip install diagrams")
try:
    from diagrams.aws.network import Subnet
except ImportError:
    from diagrams.aws.network import PublicSubnet as Subnet
try:
    from diagrams.aws.compute import Fargate2 as FG
except Exception:
    FG = Fargate
with Diagram("Stars", show=False, direction="LR"):
    with Cluster("aws"):
        x = Subnet("s")
        y = FG("f")
        Dynamodb("d") >> Kinesis("k") >> Glue("g") >> Athena("a") >> Quicksight("q")
        Sagemaker("sm") >> SQS("q") >> SNS("n")
        KMS("k") - IAM("iam") - SecretsManager("sm") - ACM("acm")
        x >> y >> S3("s3")
        if HAS:
            Cloudtrail("ct") << Config("cfg")
        Lambda("l") >> Edge() >> EFS("efs")
