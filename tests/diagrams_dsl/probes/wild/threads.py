from threading import Thread
from concurrent.futures import ThreadPoolExecutor, as_completed
from diagrams import Diagram
from diagrams.aws.compute import EC2
def draw(n, k=1):
    with Diagram(n, show=False): [EC2(f"{n}{i}") for i in range(k)]
    return n
t = Thread(target=draw, args=("t",), kwargs={"k": 2}); t.start(); t.join()
with ThreadPoolExecutor() as ex:
    fs = [ex.submit(draw, x) for x in ("p", )]
    for f in as_completed(fs): print(f.result())
