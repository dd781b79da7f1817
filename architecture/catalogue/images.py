"""Which service an icon file stands for, told by its name alone. Nothing is opened, nothing is fetched."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from architecture.catalogue.entry import Entry, entries
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
}
"""Folders in the path of an icon that say whose icon it is."""

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
    return _named(base, whose) or _resource_of_service(base, whose)


def _named(base: str, whose: Provider | None) -> Entry | None:
    """The service whose name is the whole of the base name, less what publishers add."""
    for name in _names(base):
        for entry in _by_name().get(name.replace("_", ""), ()):
            if whose is None or entry.provider is whose or entry.provider in ANYWHERE:
                return entry
    return None


def _resource_of_service(base: str, whose: Provider | None) -> Entry | None:
    """AWS names the icon of a resource after both: `Res_Amazon-Simple-Queue-Service_Queue_48`."""
    parts = [part for part in base.split("_") if not ADDED.fullmatch(part)]
    if len(parts) != 2:
        return None
    service, resource = (_named(part, whose) for part in parts)
    if service is None or resource is None:
        return service
    return resource if resource.id.split(".")[:2] == service.id.split(".")[:2] else service


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
def _by_name() -> Mapping[str, tuple[Entry, ...]]:
    """Every service by the names its icons may have, without underscores, the surest spelling first."""
    found: dict[str, dict[str, Entry]] = {}
    for spellings in (_named_images, _service_names, _stencil_names, _class_names):
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
