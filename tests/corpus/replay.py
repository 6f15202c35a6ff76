"""The replay corpus: what a published document once did with answers, it does for ever.

Add a case: make a folder here with `document.json` (a published document, closed) and
`answers.json`, then run `python tests/corpus/replay.py <folder>`. That writes `expected.json`;
read it before you commit it. A case that exists is never rewritten: if one fails, the engine has
changed its meaning, and needs a new kind version instead.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from frontcounter.forms.engine import (
    canonical_json,
    export_report,
    identifiers,
    load_document,
    summary,
    walk,
)

CORPUS = Path(__file__).parent


def cases() -> list[Path]:
    """The folders of all cases."""
    return sorted(path.parent for path in CORPUS.glob("*/document.json"))


def read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def outcome(case: Path) -> dict[str, Any]:
    """Everything that the engine says about a case."""
    form = load_document(read(case / "document.json"))
    answers = read(case / "answers.json")
    journey = walk(form, answers)
    stop = journey.stop
    found = {
        "hash": form.hash,
        "steps": [page.id for page in journey.steps],
        "stop": [stop.page_id, stop.code, stop.door] if stop else None,
        "complete": journey.complete,
        "first_unanswered": journey.first_unanswered,
        "summary": {
            f"{lang} {audience}": [
                asdict(section) for section in summary(form, answers, lang, audience=audience)
            ]
            for lang in form.languages
            for audience in ("reporter", "official_reporter_copy")
        },
        "export": export_report(form, answers),
        "identifiers": [asdict(one) for one in identifiers(form, answers)],
    }
    plain: dict[str, Any] = json.loads(canonical_json(found))
    return plain


def main(names: list[str]) -> int:
    for name in names:
        target = CORPUS / name / "expected.json"
        if target.exists():
            print(f"{target} exists and is kept: a case is for ever", file=sys.stderr)
            return 1
        text = json.dumps(outcome(CORPUS / name), ensure_ascii=False, indent=1, sort_keys=True)
        target.write_text(text + "\n", "utf-8")
        print(f"wrote {target}; read it before you commit it")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
