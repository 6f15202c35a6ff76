"""What a force may say about signing in."""

from __future__ import annotations

import pytest

from frontcounter.ops.force_values_sign_in import sign_in

UNITS = [{"code": "desk"}]


@pytest.mark.parametrize(
    ("told", "where"),
    [
        ([], "sign_in"),
        ({"idle": 3}, "sign_in.idle"),
        ({"idle_minutes": 3}, "sign_in.idle_minutes"),
        ({"idle_minutes": "30"}, "sign_in.idle_minutes"),
        ({"providers": {"x": {"roles": []}}}, "sign_in.providers.x"),
        ({"providers": {"x": {"groups": {"G": {}}}}}, "sign_in.providers.x.groups.G"),
        (
            {"providers": {"x": {"groups": {"G": {"roles": ["boss"]}}}}},
            "sign_in.providers.x.groups.G.roles.boss",
        ),
        (
            {"providers": {"x": {"groups": {"G": {"roles": ["reviewer"], "unit": "u"}}}}},
            "sign_in.providers.x.groups.G.unit",
        ),
    ],
)
def test_what_is_wrong_is_named(told, where) -> None:
    assert [at for at, _ in sign_in({"units": UNITS, "sign_in": told}, [])] == [where]


@pytest.mark.parametrize(
    "told",
    [
        None,
        {},
        {"idle_minutes": 15},
        {"providers": {"x": None, "y": {"groups": {"G": {"roles": ["reviewer"], "unit": "desk"}}}}},
    ],
)
def test_what_is_right_is_left_alone(told) -> None:
    assert not list(sign_in({"units": UNITS, "sign_in": told}, []))
