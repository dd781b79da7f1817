import os
from os import environ, path
from os.path import join, dirname, basename, splitext, exists
from pathlib import Path
import platform, tempfile, shutil, glob, subprocess
from diagrams import Diagram, Cluster
from diagrams.aws.compute import Lambda
from diagrams.aws.storage import S3
HERE = Path(__file__).parent
NAME = Path(__file__).stem
os.environ["PATH"] += os.pathsep + "C:/Program Files/Graphviz/bin/"
os.environ.setdefault("X", "1")
if not os.path.exists("images"):
    os.mkdir("images")
if not path.isdir("out"):
    os.makedirs("out")
icon = join(dirname(__file__), "icons", "x.png")
fn, ext = splitext(basename(__file__))
os.chdir(HERE)
with Diagram(fn, filename=str(HERE / "out" / f"{NAME}_arch"), show=False, outformat="svg" if environ.get("CI") else "png"):
    a = Lambda(f"{NAME}{ext}")
    b = S3(environ.get("BUCKET", "default-bucket"))
    if os.getenv("WITH_EXTRA"):
        Lambda("extra")
    if int(os.environ.get("REPLICAS", 2)) > 1:
        with Cluster("replicas"):
            for i in range(int(os.getenv("REPLICAS", "2"))):
                a >> Lambda(f"r{i}") >> b
    S3(Path("a/b.tar.gz").suffix + "|" + Path("x/y.py").with_suffix(".png").as_posix() + "|" + str(Path("a") / "b" / ".." / "c") + "|" + "/".join(Path("a/b/c").parts))
    S3(os.path.normpath("a/../b") + os.sep + os.path.join("x", "y", "z.png") + str(os.path.isabs("/x")))
