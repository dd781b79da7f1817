from diagrams import Diagram, Cluster, Edge
from diagrams.aws.compute import EC2
class DrawError(Exception):
    def __init__(self, what, code=3):
        super().__init__(f"cannot draw {what}")
        self.code = code
def risky(x):
    if x > 1:
        raise DrawError(x)
    return EC2(f"ok{x}")
with Diagram("Exc", show=False):
    for i in range(3):
        try:
            n = risky(i)
        except DrawError as e:
            EC2(f"{e} {e.code} {type(e).__name__} {e.args}")
        except (ValueError, KeyError):
            pass
        else:
            n >> EC2("else")
        finally:
            EC2("fin")
    try:
        {}["k"]
    except KeyError as err:
        EC2(f"missing {err}")
    try:
        int("x")
    except ValueError as err:
        EC2(str(err))
    try:
        [1][5]
    except IndexError as err:
        EC2(str(err))
    try:
        raise RuntimeError("a") from ValueError("b")
    except RuntimeError as e:
        EC2(repr(e) + str(e.__cause__))
    try:
        None.foo
    except AttributeError as e:
        EC2(str(e))
    try:
        1 / 0
    except ZeroDivisionError as e:
        EC2(str(e))
    try:
        EC2("a") >> None
    except Exception as e:
        EC2(type(e).__name__)
