"""Files that nobody should have to review: each must be refused in a sentence, and none may do harm."""

import zlib
from base64 import b64encode
from functools import cache

MEGABYTE = 2**20


def page(content: bytes) -> bytes:
    return b'<mxfile><diagram id="a" name="Page-1">' + content + b"</diagram></mxfile>"


@cache
def gigabyte_in_a_page() -> bytes:
    """A page of 1 GB of blanks in about 1 MB: one flushed megabyte, repeated."""
    pack = zlib.compressobj(9, zlib.DEFLATED, -15)
    start = pack.compress(b" " * MEGABYTE) + pack.flush(zlib.Z_FULL_FLUSH)
    again = pack.compress(b" " * MEGABYTE) + pack.flush(zlib.Z_FULL_FLUSH)
    return page(b64encode(start + again * 1023 + pack.flush(zlib.Z_FINISH)))


def packed(xml: bytes) -> bytes:
    pack = zlib.compressobj(9, zlib.DEFLATED, -15)
    return pack.compress(xml) + pack.flush()


MODEL = b'<mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/></root></mxGraphModel>'
BOMB = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 10))

UNREADABLE: dict[str, bytes] = {
    "text.drawio": b"Dear Sir or Madam, please find no diagram attached.",
    "noise.drawio": bytes(range(256)) * 4,
    "empty.drawio": b"",
    "blank.drawio": b" \n\t\n",
    "truncated_deflate.drawio": page(b64encode(packed(MODEL * 20)[:-12])),
    "wrong_base64.drawio": page(b"jZJNb4MwDIZ/DceJkK7dzqVdp0m7tNLOKXEhWkhQCAX262cg4UNVpZ2IHzu2Xzu%%%"),
    "doctype.drawio": b'<!DOCTYPE mxfile SYSTEM "http://127.0.0.1/x.dtd">' + page(MODEL),
    "external_entity.drawio": b'<!DOCTYPE mxfile [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + page(b"&x;"),
    "entity_bomb.drawio": b'<!DOCTYPE mxfile [<!ENTITY e0 "lol">' + BOMB + b"]>" + page(b"&e9;"),
    "cut_off.drawio": page(MODEL)[:60],
    "syntax_error.py": b'from diagrams import Diagram\nwith Diagram("Shop":\n    pass\n',
}


def deleting_script(victim: str) -> bytes:
    """A script that would delete `victim` in every way it can, if anybody ran it."""
    return f"""\
import os, shutil, subprocess
from diagrams import Diagram
from diagrams.aws.compute import Lambda

os.remove({victim!r})
shutil.rmtree({victim!r}, ignore_errors=True)
subprocess.run(["rm", "-rf", {victim!r}])
os.system("rm -rf " + {victim!r})
eval("__import__('os').remove({victim})")
open({victim!r}, "w").write("gone")

with Diagram("Shop", show=False):
    Lambda("A") >> Lambda("B")
    os.remove({victim!r})
""".encode()
