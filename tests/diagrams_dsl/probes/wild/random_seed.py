import random
from diagrams import Diagram, Edge
from diagrams.aws.compute import EC2, Lambda, ECS
random.seed(7)
rng = random.Random("abc")
with Diagram("Random", show=False):
    ns = [random.choice([EC2, Lambda, ECS])(f"n{random.randint(0, 99)}") for _ in range(4)]
    random.shuffle(ns)
    for a in ns: a >> Edge(label=f"{random.random():.4f}") >> rng.choice(ns)
    EC2(str(random.sample(range(10), 3)) + str(rng.choices("ab", k=3)) + f"{random.uniform(0, 1):.3f}")
