"""What a person may have of the police's own words about their report: data of `force.yaml`.

`subject_access: {agency_version: with_reasons}`: what staff put right in a report goes into the
package of the person who sent it `with_reasons` (where nothing is said), `without_reasons`, or is
`left_out` and named as left out.
"""

from __future__ import annotations

from frontcounter.forces.published import ForceSettings

WITH_REASONS, WITHOUT_REASONS, LEFT_OUT = "with_reasons", "without_reasons", "left_out"
AGENCY_VERSION = (WITH_REASONS, WITHOUT_REASONS, LEFT_OUT)


def agency_version_given(settings: ForceSettings) -> str:
    """How much of the agency's version the law of this force lets a person have."""
    told = settings.document.get("subject_access") or {}
    return str(told.get("agency_version", WITH_REASONS))
