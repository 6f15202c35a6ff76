"""Reads form YAML: a bare yes, no, on and off stay words, and no key may stand twice."""

from __future__ import annotations

import re
from collections.abc import Hashable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

# The parser in C takes a sixth of the time; both read alike.
if TYPE_CHECKING or not yaml.__with_libyaml__:
    from yaml import SafeLoader as _Safe
else:
    from yaml import CSafeLoader as _Safe


class _Loader(_Safe):
    """The safe loader with YAML 1.2's booleans."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if tag != "tag:yaml.org,2002:bool"]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Hashable, Any]:
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    twins = {str(key) for key in keys if keys.count(key) > 1}
    if twins:
        where = node.start_mark
        raise yaml.MarkedYAMLError(
            problem=f"the same key twice: {sorted(twins)}", problem_mark=where
        )
    return loader.construct_mapping(node, deep=True)


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def load_yaml(text: str | Path) -> Any:
    """Parse YAML text or a file; raises yaml.YAMLError, with the line, for bad YAML."""
    source = text.read_text("utf-8") if isinstance(text, Path) else text
    return yaml.load(source, Loader=_Loader)  # noqa: S506 - a SafeLoader
