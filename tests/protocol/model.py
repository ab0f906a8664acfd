"""The protocol's types, as lsprotocol generates them from the protocol's machine-readable model."""

import collections.abc
import enum
import functools
import re
import typing

import attrs
from lsprotocol import types

# What may be null may not be left out, but for these.
NULL_OR_ABSENT = {"activeParameter", "rootPath", "workspaceFolders"}
# Values that are names of documents and of places in them.
URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]*\Z")
URI_PROPERTIES = {"uri", "targetUri", "href", "target", "scopeUri", "newUri", "oldUri"}


class Checked:
    """What was found in a value: faults, and the objects in it as `(type's name, object, path)`."""

    def __init__(self, faults=(), objects=()):
        self.faults = list(faults)
        self.objects = list(objects)

    def take(self, other):
        self.faults += other.faults
        self.objects += other.objects


def fault(path, text):
    return Checked([f"{path}: {text}"])


def shown(value):
    text = repr(value)
    return text if len(text) < 80 else text[:80] + "..."


@functools.lru_cache(maxsize=None)
def properties(cls):
    """The properties of a type by their names in JSON."""
    attrs.resolve_types(cls, vars(types))
    return {in_json(field.name): field for field in attrs.fields(cls)}


def in_json(name):
    first, *others = name.rstrip("_").split("_")
    return first + "".join(other.capitalize() for other in others)


def check(value, wanted, path):
    """Holds a value against a type."""
    if isinstance(wanted, typing.ForwardRef):
        wanted = getattr(types, wanted.__forward_arg__)
    if wanted in (typing.Any, object, types.LSPAny, types.LSPObject):
        return Checked()
    if wanted is None or wanted is type(None):
        return Checked() if value is None else fault(path, f"null is expected, not {shown(value)}")
    origin, inner = typing.get_origin(wanted), typing.get_args(wanted)
    if origin is typing.Union:
        return check_union(value, inner, path)
    if origin is typing.Literal:
        return Checked() if value in inner else fault(path, f"{inner} is expected, not {shown(value)}")
    if origin is tuple:
        return check_tuple(value, inner, path)
    if origin in (list, collections.abc.Sequence):
        return check_array(value, inner[0], path)
    if origin in (dict, collections.abc.Mapping):
        return check_map(value, inner[1], path)
    if issubclass(wanted, enum.Enum):
        return check_enum(value, wanted, path)
    if attrs.has(wanted):
        return check_object(value, wanted, path)
    return check_plain(value, wanted, path)


def check_union(value, alternatives, path):
    """One of the alternatives fits; or the one is meant that fits best."""
    best = None
    for alternative in alternatives:
        checked = check(value, alternative, path)
        if not checked.faults:
            return checked
        # An object of the wrong type is nearer to what was meant than anything else.
        distance = (not checked.objects, len(checked.faults))
        if best is None or distance < best[0]:
            best = distance, checked
    return best[1]


def check_array(value, wanted, path):
    if not isinstance(value, list):
        return fault(path, f"an array is expected, not {shown(value)}")
    checked = Checked()
    for at, item in enumerate(value):
        checked.take(check(item, wanted, f"{path}[{at}]"))
    return checked


def check_tuple(value, wanted, path):
    if not isinstance(value, list) or len(value) != len(wanted):
        return fault(path, f"an array of {len(wanted)} is expected, not {shown(value)}")
    checked = Checked()
    for at, (item, one) in enumerate(zip(value, wanted)):
        checked.take(check(item, one, f"{path}[{at}]"))
    return checked


def check_map(value, wanted, path):
    if not isinstance(value, dict):
        return fault(path, f"an object is expected, not {shown(value)}")
    checked = Checked()
    for key, item in value.items():
        checked.take(check(item, wanted, f"{path}[{key!r}]"))
    return checked


def check_enum(value, wanted, path):
    values = [member.value for member in wanted]
    if isinstance(value, bool) or not any(type(value) is type(one) and value == one for one in values):
        return fault(path, f"{shown(value)} is no {wanted.__name__}")
    return Checked()


def check_object(value, wanted, path):
    if not isinstance(value, dict):
        return fault(path, f"a {wanted.__name__} is expected, not {shown(value)}")
    known = properties(wanted)
    checked = Checked(objects=[(wanted.__name__, value, path)])
    for name in value.keys() - known.keys():
        checked.take(fault(path, f"a {wanted.__name__} has no property {name!r}"))
    for name, field in known.items():
        checked.take(check_property(value, name, field, wanted, path))
    return checked


def check_property(value, name, field, wanted, path):
    # Some properties have a default in Python, and none in the protocol.
    is_special = types.is_special_property(wanted, field.name)
    if name not in value:
        is_required = field.default is attrs.NOTHING or (is_special and name not in NULL_OR_ABSENT)
        return fault(path, f"a {wanted.__name__} needs {name!r}") if is_required else Checked()
    inner, here = value[name], f"{path}.{name}"
    if inner is None and field.default is None and not is_special:
        return fault(here, f"null, where it should not be there at all in a {wanted.__name__}")
    if is_special and field.default is not None and inner != field.default:
        return fault(here, f"{field.default!r} is expected, not {shown(inner)}")
    checked = check(inner, field.type, here)
    if not checked.faults and isinstance(inner, str) and name in URI_PROPERTIES and not URI.match(inner):
        checked.take(fault(here, f"{shown(inner)} is no URI"))
    if not checked.faults and field.validator and isinstance(inner, int):
        try:
            field.validator(None, field, inner)
        except (TypeError, ValueError):
            checked.take(fault(here, f"{inner} is out of range"))
    return checked


def check_plain(value, wanted, path):
    # A boolean is an integer to Python.
    accepted = (int, float) if wanted is float else wanted
    if isinstance(value, accepted) and (wanted is bool or not isinstance(value, bool)):
        return Checked()
    return fault(path, f"{wanted.__name__} is expected, not {shown(value)}")
