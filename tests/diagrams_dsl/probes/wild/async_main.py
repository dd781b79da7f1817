import asyncio
from diagrams import Diagram, Cluster
from diagrams.aws.compute import EC2
async def part(name):
    await asyncio.sleep(0)
    return EC2(name)
async def main():
    with Diagram("Async", show=False):
        a = await part("a")
        b = await part("b")
        a >> b
        rest = await asyncio.gather(*(part(x) for x in "cd"))
        b >> rest
asyncio.run(main())
