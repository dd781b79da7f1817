from enum import Enum, auto, unique
from diagrams import Diagram, Edge
from diagrams.aws.compute import EC2, Lambda
from diagrams.aws.storage import S3
@unique
class Kind(Enum):
    VM = EC2
    FN = Lambda
    STORE = "s3"
    def __str__(self): return self.name.title()
class Prio(Enum):
    LOW, HIGH = range(2)
    @staticmethod
    def worst(): return Prio.HIGH
K2 = Enum("K2", "A B C")
with Diagram("Kinds", show=False):
    Kind.VM.value("vm") >> Kind.FN.value("fn")
    for k in Kind: EC2(f"{k} {k.name}")
    S3(str(Prio.worst()) + str(Prio(0).name) + str(Kind.STORE.value))
    EC2(",".join(k.name for k in K2) + str(K2.B.value))
    EC2(str(Kind["FN"] is Kind.FN) + str("VM" in Kind.__members__))
