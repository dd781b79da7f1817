from diagrams import Diagram, Cluster, Edge, Node, setcluster, getcluster, setdiagram, getdiagram
from diagrams.custom import Custom
from diagrams.aws.compute import EC2, _Compute
from diagrams.aws import _AWS
from diagrams.onprem.compute import Server


class VPC(Cluster):
    def __init__(self, label, cidr="10.0.0.0/16", **kwargs):
        attrs = {"bgcolor": "#EFF7FF", "pencolor": "#248814", "style": "rounded,dashed"}
        attrs.update(kwargs.pop("graph_attr", {}))
        super().__init__(f"{label}\n{cidr}", graph_attr=attrs, **kwargs)


class Subnet(Cluster):
    __bgcolors = ("#ffffff", "#eeeeee")

    def __init__(self, label, private=False):
        Cluster.__init__(self, label, direction="TB", graph_attr={"bgcolor": self.__bgcolors[int(private)]})
        self.members = []

    def __enter__(self):
        super().__enter__()
        return self

    def add(self, node):
        self.members.append(node)
        return node


class Microservice(EC2):
    def __init__(self, label, lang="go", **kw):
        self.lang = lang
        super(Microservice, self).__init__(f"{label}\n[{lang}]", **kw)

    def calls(self, *others, **attrs):
        for o in others:
            self >> Edge(**attrs) >> o
        return self


class Dashed(Edge):
    def __init__(self, label="", **kw):
        super().__init__(label=label, style="dashed", color="grey", **kw)


class Icon(Custom):
    def __init__(self, label):
        super().__init__(label, f"icons/{label.lower()}.png")


class MyService(_Compute):
    _icon = "ec2.png"


class Raw(Node):
    pass


class Doc(Diagram):
    def __init__(self, name, **kwargs):
        kwargs.setdefault("show", False)
        super().__init__(name, **kwargs)


with Doc("Inherit", direction="BT") as d:
    with VPC("prod", cidr="10.1.0.0/16", graph_attr={"fontsize": "18"}) as vpc:
        with Subnet("public") as pub:
            web = pub.add(Microservice("web"))
            pub.add(Icon("NGINX"))
        with Subnet("private", private=True) as priv:
            api = priv.add(Microservice("api", lang="py", fontsize="10"))
            MyService("mine")
    raw = Raw("raw", shape="box")
    web.calls(api, raw, label="calls")
    api >> Dashed("d") >> pub.members
    api << Dashed() << raw
    assert isinstance(web, EC2) and issubclass(Microservice, Node)
    assert getdiagram() is d
    assert getcluster() is None
    print(repr(web), d, vpc)
