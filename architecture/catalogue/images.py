"""Which service an icon file stands for, told by its name alone. Nothing is opened, nothing is fetched."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from urllib.parse import unquote

from architecture.catalogue.entry import Entry, entries, family
from architecture.service import Provider
from architecture.vocabulary import spoken

LONGEST_REFERENCE_READ = 2_000
"""Characters of a path or URL that are read; the name is at its end."""

AFFIXES = (
    re.compile(r"(?:_(?:dark|light|bg|icon|logo|\dx|5x|16|24|32|40|48|64|128|256|512|\d+x\d+))+$"),
    re.compile(r"^(?:\d+_icon_service|arch|res|icon|logo)_"),
    re.compile(r"^(?:amazon|aws|azure|microsoft|google)_"),
)
"""What publishers of icon sets add to a name: `Arch_AWS-Lambda_64`, `10021-icon-service-Virtual-Machine`."""

ADDED = re.compile(r"arch|res|dark|light|(?:dark|light)-bg.*|\d+(?:@\dx)?")
"""The same as parts between underscores."""

LONGEST_FILE_NAME = 255
"""Characters of a name from which words are taken off one by one: no file system has longer ones."""

PIXELS = re.compile(r"a?png|avif|bmp|gif|icns|ico|jfif|jpe?g|tiff?|webp")
DRAWN = re.compile(r"emf|eps|svgz?|wmf")
"""Extensions of pictures that have a size in pixels, and of those that have none."""

SIZE = re.compile(r"\d{2,4}px|\d{2,4}x\d{2,4}")
WORDS_BEFORE = re.compile(r"icons?|icons8|logos?|mark|png|social|svg|transparent")
WORDS_AFTER = re.compile(
    rf"{SIZE.pattern}|{WORDS_BEFORE.pattern}|\d{{1,2}}x|brand|com|inc|logo(?:mark|type)|original|revised"
    r"|stacked|svgrepo|symbol|technologies|vector|wordmark"
)
"""What publishers of pictures put around a name: `icon-social-github`, `1200px-Slack_Technologies_Logo`."""

WORD = re.compile(r"[^\W_]+")
HASH = re.compile(r"(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{6,12}")
"""What keeps names apart after a size: `mongodb-icon-1024x1024-jyklwn1x`."""

FOLDERS = {
    "aws": Provider.AWS,
    "aws4": Provider.AWS,
    "amazon": Provider.AWS,
    "azure": Provider.AZURE,
    "azure2": Provider.AZURE,
    "mscae": Provider.AZURE,
    "gcp": Provider.GCP,
    "gcp2": Provider.GCP,
    "google": Provider.GCP,
    "k8s": Provider.KUBERNETES,
    "kubernetes": Provider.KUBERNETES,
    "active_directory": Provider.GENERIC,
    "alibabacloud": Provider.GENERIC,
    "alibaba_cloud": Provider.GENERIC,
    "ibm": Provider.GENERIC,
    "oci": Provider.GENERIC,
    "openstack": Provider.GENERIC,
}
"""Folders in the path of an icon that say whose icon it is."""

NAMED_BY_AWS = re.compile(r"(?:amazon|arch|aws|res)[-_]|[^_]*-")
"""How names begin in which an underscore parts a service from its resource: `Elastic-Load-Balancing_...`."""

ANYWHERE = frozenset({Provider.GENERIC, Provider.KUBERNETES, Provider.ONPREM, Provider.SAAS})
"""Providers whose services may be drawn with the icon of any set."""


def by_image(reference: str) -> Entry | None:
    """The service of an icon file, by the base name and the folders of its path or URL. Nothing is fetched."""
    if reference.startswith("data:"):
        return None
    return _by_image(reference[-LONGEST_REFERENCE_READ:])


@lru_cache(maxsize=4_096)
def _by_image(reference: str) -> Entry | None:
    *folders, file = re.split(r"[?#]", reference)[0].lower().replace("%20", "-").split("/")
    whose = next((FOLDERS[folder] for folder in reversed(folders) if folder in FOLDERS), None)
    base = re.sub(r"\.(?:svg|png|jpe?g|gif|webp|ico)$", "", file)
    return (
        _named(base, whose)
        or _resource_of_service(base, whose)
        or _undressed(reference, whose)
        or _named_with_folder(folders, base, whose)
    )


def plain_name(reference: str) -> str:
    """The base name of an icon file without what publishers add: `1200px-Slack_Logo.svg.png` is `Slack`."""
    *_, name = _ever_plainer(reference)
    return name.replace(".", "-")


def _undressed(reference: str, whose: Provider | None) -> Entry | None:
    """The service surely named by what is left when words are taken off both ends; one letter names none."""
    plainer = (name.lower() for name in _ever_plainer(reference) if len(name) > 1)
    return next((entry for name in plainer if (entry := _named(name, whose, surely=True))), None)


def _ever_plainer(reference: str) -> Iterator[str]:
    """The base name without extensions, then with ever more words taken off its ends, down to one."""
    name, extension = _name_and_extension(reference)
    name = re.sub(r"(?<=[a-z\d])(?=(?:Logo|Icon)(?![a-z]))", "_", name[-LONGEST_FILE_NAME:])
    name = re.sub(r"(?i)(?<![a-z])social[-_ ]?media(?![a-z])", "social", name)
    starts = [word.start() for word in WORD.finditer(name)] + [len(name)]
    words = WORD.findall(name)
    yield name
    while len(words) > 1:
        if SIZE.fullmatch(words[0].lower()):
            first, after = 1, len(words)
        elif added := _added_after(words, PIXELS.fullmatch(extension) is not None):
            first, after = 0, len(words) - added
        elif WORDS_BEFORE.fullmatch(words[0].lower()):
            first, after = 1, len(words)
        else:
            return
        words, starts = words[first:after], starts[first : after + 1]
        yield name[starts[0] : starts[-1]].rstrip(" _-.,+")


def _name_and_extension(reference: str) -> tuple[str, str]:
    """The base name without any of its extensions (`Docker_logo.svg.png` has two), and the last of them."""
    path = unquote(re.split(r"[?#]", reference[-LONGEST_REFERENCE_READ:])[0])
    name, last = re.split(r"[/\\]", path)[-1], ""
    while True:
        before, dot, extension = name.rpartition(".")
        if not dot or not (PIXELS.fullmatch(extension.lower()) or DRAWN.fullmatch(extension.lower())):
            return name, last
        name, last = before, last or extension.lower()


def _added_after(words: list[str], has_pixels: bool) -> int:
    """How many words at the end say nothing of what is pictured.

    A plain number is a size only in pixels, or after such a word: `DCS-7050SX-128.svg` is a model.
    """
    before, last = (word.lower() for word in words[-2:])
    if SIZE.fullmatch(before) and HASH.fullmatch(last):
        return 2 if len(words) > 2 else 0
    is_size = last.isdecimal() and (WORDS_AFTER.fullmatch(before) or (has_pixels and _may_be_a_size(last)))
    return int(bool(is_size or WORDS_AFTER.fullmatch(last)))


def _may_be_a_size(number: str) -> bool:
    """Icons are 24, 64, 150 or 1024 wide; 365 and 2019 belong to names."""
    return 2 <= len(number) <= 4 and (int(number) % 8 == 0 or int(number) % 10 == 0)


def _named(base: str, whose: Provider | None, *, surely: bool = False) -> Entry | None:
    """The service whose name is the whole of the base name, less what publishers of icon sets add."""
    for name in _names(base):
        for entry in _by_name(surely).get(name.replace("_", ""), ()):
            if whose is None or entry.provider is whose or entry.provider in ANYWHERE:
                return entry
    return None


def _named_with_folder(folders: list[str], base: str, whose: Provider | None) -> Entry | None:
    """A name that may be anything tells only together with its folder in an icon set: `general/Table`."""
    return _named(f"{folders[-1]}_{base}", whose) if folders and whose is not None else None


def _resource_of_service(base: str, whose: Provider | None) -> Entry | None:
    """AWS names the icon of a resource after both: `Res_Amazon-Simple-Queue-Service_Queue_48`.

    Others write underscores between any two words: `API_Connections`, `Elastic_SAN`.
    """
    parts = [part for part in base.split("_") if not ADDED.fullmatch(part)]
    is_of_aws = whose is Provider.AWS or (whose is None and NAMED_BY_AWS.match(base))
    if len(parts) != 2 or not is_of_aws:
        return None
    service, resource = (_named(part, Provider.AWS) for part in parts)
    if service is None or service.provider is not Provider.AWS:
        return None
    if resource is None:
        return service
    return resource if family(resource) == family(service) else service


def _names(base: str) -> Iterator[str]:
    """The name of an icon as it is, then with ever more of what publishers add taken off."""
    name = re.sub(r"[^a-z0-9]+", "_", base).strip("_")
    yield name
    for affix in AFFIXES:
        stripped = affix.sub("", name)
        if stripped != name:
            name = stripped
            yield name


@cache
def _by_name(surely: bool) -> Mapping[str, tuple[Entry, ...]]:
    """Every service by the names its icons may have, without underscores, the surest spelling first.

    Stencils and classes are called `Table` or `Cloud`, which may be anything outside of their sets.
    """
    sure = (_named_images, _service_names)
    found: dict[str, dict[str, Entry]] = {}
    for spellings in sure if surely else (*sure, _stencil_names, _class_names):
        for entry in entries().values():
            for name in spellings(entry):
                found.setdefault(re.sub(r"[^a-z0-9]", "", name.lower()), {}).setdefault(entry.id, entry)
    return {name: tuple(services.values()) for name, services in found.items()}


def _named_images(entry: Entry) -> tuple[str, ...]:
    return entry.images


def _service_names(entry: Entry) -> Iterator[str]:
    for name in (entry.name, *entry.formerly):
        yield name
        yield re.sub(r"^(?:Amazon|AWS|Azure|Google Cloud|Google|Microsoft) ", "", name)


def _stencil_names(entry: Entry) -> Iterator[str]:
    return (stencil.rsplit(".", 1)[-1] for stencil in entry.stencils)


def _class_names(entry: Entry) -> Iterator[str]:
    return (spoken(name.rsplit(".", 1)[-1]) for name in entry.classes)
