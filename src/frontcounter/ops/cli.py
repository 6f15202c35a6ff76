"""The `frontcounter` command."""

from __future__ import annotations

import argparse
import atexit
import os
import sys
from collections.abc import Callable, Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand; returns the exit code."""
    parser = argparse.ArgumentParser(prog="frontcounter", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    _add(commands, "demo", "run everything on this machine, with demo forces", _demo)
    _add(commands, "serve", "run the web program", _serve)
    _add(commands, "worker", "run the jobs", _worker)
    _add(commands, "migrate", "bring the database up to date", _migrate)
    code = _add(commands, "code", "a demo person's six digits for signing in now", _code)
    code.add_argument("email")
    audit = _add(commands, "audit", "the audit record", _audit)
    audit.add_argument("action", choices=["verify"])
    audit.add_argument("--force", default="", help="one force's slug; without it, all")
    _add_force(commands)
    _add_forms(commands)
    person = _add(commands, "person", "add a member of staff", _person)
    person.add_argument("force", help="the force's slug")
    person.add_argument("email")
    person.add_argument("name")
    person.add_argument("roles", nargs="+")
    messages = _add(commands, "messages", "messages to reporters", _messages)
    messages.add_argument("action", choices=["bounce"], help="read mail that came back from stdin")
    link = _add(commands, "link", "a link for somebody's new password", _link)
    link.add_argument("email")
    link.add_argument("--second-step", action="store_true", help="end their second step as well")
    chosen = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frontcounter.ops.settings")
    run: Callable[[argparse.Namespace], int] = chosen.run
    return run(chosen)


def _add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    help_text: str,
    run: Callable[[argparse.Namespace], int],
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=help_text)
    parser.set_defaults(run=run)
    return parser


def _demo(_chosen: argparse.Namespace) -> int:
    from frontcounter.ops.run import run_demo

    return run_demo()


def _code(chosen: argparse.Namespace) -> int:
    from frontcounter.ops.demo.people import NotADemoPerson, current_code
    from frontcounter.ops.home import home_folder

    try:
        print(current_code(home_folder(), chosen.email))
    except NotADemoPerson:
        print(f"{chosen.email} is nobody of the demo.", file=sys.stderr)
        return 1
    return 0


def _set_up() -> None:
    """Settings, and a database: the one of DATABASE_URL, else the embedded one of this folder."""
    if not os.environ.get("DATABASE_URL"):
        from frontcounter.ops.home import home_folder, runner
        from frontcounter.ops.postgres import Cluster

        cluster = Cluster(home_folder())
        if not runner(home_folder()):
            atexit.register(cluster.stop)
        cluster.start()
        os.environ["DATABASE_URL"] = cluster.url()
    import django

    django.setup()


def _serve(_chosen: argparse.Namespace) -> int:
    from frontcounter.ops.serve import serve

    serve()
    return 0


def _worker(_chosen: argparse.Namespace) -> int:
    import django

    django.setup()
    from frontcounter.ops.worker import work

    work()
    return 0


def _migrate(_chosen: argparse.Namespace) -> int:
    _set_up()
    from frontcounter.ops.migrate import migrate_all

    migrate_all()
    return 0


def _messages(_chosen: argparse.Namespace) -> int:
    _set_up()
    from frontcounter.ops.bounces import take_bounce

    return take_bounce(sys.stdin.buffer.read(2_000_000))


def _audit(chosen: argparse.Namespace) -> int:
    _set_up()
    from frontcounter.ops.audit import verify_forces

    return verify_forces(chosen.force)


def _add_force(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    force = commands.add_parser("force", help="make, check, try, publish a force from its files")
    actions = force.add_subparsers(dest="action", required=True)
    known = {
        "new": "make a force of its files",
        "check": "say everything that is wrong with the files",
        "simulate": "say where stored reports would have gone with these files",
        "preview": "let staff look at every page of the files' forms; nothing is published",
        "publish": "put the files in effect",
        "words": "print the texts that a language lacks, for its translator",
    }
    made = {name: _add(actions, name, text, _force) for name, text in known.items()}
    for parser in made.values():
        parser.add_argument("folder", help="the folder that holds force.yaml")
    template = "copy this demo force's files to the folder, to begin with"
    made["new"].add_argument("--from", dest="template", default="", help=template)
    made["words"].add_argument("language", help="a code, such as cy")
    urgent = "open drafts go on with the new forms"
    made["publish"].add_argument("--urgent", action="store_true", help=urgent)
    listed = _add(actions, "versions", "what a force published, the newest first", _force)
    back = _add(actions, "revert", "put an earlier version in effect again", _force)
    told = "make a companion to practise in, or bring it back to how it began"
    practice = _add(actions, "practice", told, _force)
    key = _add(actions, "api-key", "a key with which another program sends call cards", _force)
    key.add_argument("what", choices=["new", "list", "end"])
    for parser in (listed, back, practice, key):
        parser.add_argument("force", help="the force's slug")
    back.add_argument("number", type=int)
    key.add_argument("name", nargs="?", default="", help="the program that has the key")
    for parser in (made["publish"], back):
        parser.add_argument("--note", default="", help="a line for the list of versions")


def _force(chosen: argparse.Namespace) -> int:
    if chosen.action in {"check", "words"} or vars(chosen).get("template"):
        import django

        django.setup()  # files alone: no database is started for them
    else:
        _set_up()
    from frontcounter.ops import force_commands
    from frontcounter.ops.api_keys import api_key
    from frontcounter.ops.practice import practice

    return {
        "api-key": api_key,
        "practice": practice,
        "new": force_commands.new,
        "check": force_commands.check,
        "preview": force_commands.preview_files,
        "publish": force_commands.publish_files,
        "simulate": force_commands.simulate_files,
        "words": force_commands.untranslated_words,
        "versions": force_commands.list_versions,
        "revert": force_commands.go_back,
    }[chosen.action](chosen)


def _add_forms(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    forms = commands.add_parser("forms", help="look at report types as a whole")
    actions = forms.add_subparsers(dest="action", required=True)
    told = "what each report type asks of a person: pages, questions, reading grade, minutes"
    listed = _add(actions, "stats", told, _forms_stats)
    listed.add_argument(
        "folder", nargs="?", default="", help="a force's files; else every demo force"
    )
    _add(actions, "danger", "how many invented texts the danger words find", _forms_danger)


def _forms_danger(_chosen: argparse.Namespace) -> int:
    from frontcounter.ops.forms_danger import print_danger

    return print_danger()


def _forms_stats(chosen: argparse.Namespace) -> int:
    _set_up()
    from frontcounter.ops.forms_stats import print_stats

    return print_stats(chosen.folder)


def _person(chosen: argparse.Namespace) -> int:
    _set_up()
    from frontcounter.ops.people import add_person_by_hand

    return add_person_by_hand(chosen.force, chosen.email, chosen.name, chosen.roles)


def _link(chosen: argparse.Namespace) -> int:
    _set_up()
    from frontcounter.ops.people import link_by_hand

    return link_by_hand(chosen.email, second_step=chosen.second_step)


if __name__ == "__main__":
    sys.exit(main())
