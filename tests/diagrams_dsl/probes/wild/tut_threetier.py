#!/usr/bin/env python3
# -*- coding: utf-8 -*-
"""Three tier diagram for the course."""
import os
from diagrams import Diagram, Cluster, Edge
from diagrams.aws.compute import EC2, AutoScaling
from diagrams.aws.network import ALB, Route53, CloudFront, VPC, PublicSubnet, PrivateSubnet, NATGateway, InternetGateway
from diagrams.aws.database import RDS, ElastiCache
from diagrams.aws.storage import S3
from diagrams.aws.security import WAF, IAM
from diagrams.aws.management import Cloudwatch
from diagrams.onprem.client import Users

os.makedirs("output", exist_ok=True)
OUTPUT = os.path.join("output", "three_tier")

graph_attr = dict(fontsize="20", bgcolor="white", pad="0.5", splines="spline")
node_attr = dict(fontsize="12")

with Diagram("3-Tier Web Application", filename=OUTPUT, show=False, direction="TB",
             graph_attr=graph_attr, node_attr=node_attr, outformat="png"):
    users = Users("Users")
    dns = Route53("Route 53")
    cdn = CloudFront("CloudFront")
    waf = WAF("WAF")
    with Cluster("AWS Cloud", graph_attr={"bgcolor": "#f5f5f5", "style": "dashed"}):
        with Cluster("VPC (10.0.0.0/16)"):
            igw = InternetGateway("IGW")
            azs = {}
            for az in ("us-east-1a", "us-east-1b"):
                with Cluster(f"AZ: {az}"):
                    with Cluster("Public Subnet"):
                        nat = NATGateway(f"NAT\n{az[-2:]}")
                    with Cluster("Private Subnet"):
                        web = EC2(f"web-{az[-1]}")
                    with Cluster("Data Subnet"):
                        db = RDS("primary" if az.endswith("a") else "standby")
                    azs[az] = dict(nat=nat, web=web, db=db)
            alb = ALB("ALB")
        s3 = S3("static\nassets")
        cw = Cloudwatch("logs")
    users >> dns >> cdn >> waf >> igw >> alb
    cdn >> Edge(label="origin", style="dotted") >> s3
    for name, group in azs.items():
        alb >> Edge(label="HTTP:80", color="darkgreen") >> group["web"] >> Edge(color="blue") >> group["db"]
        group["web"] >> Edge(style="dashed") >> group["nat"]
        group["web"] >> cw
    azs["us-east-1a"]["db"] - Edge(label="sync", style="bold") - azs["us-east-1b"]["db"]
