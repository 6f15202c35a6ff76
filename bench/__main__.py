"""`make bench`: prints what one run measured. Nothing here fails on a slow day."""

from __future__ import annotations

import argparse
import sys
import threading
import time

from bench.browser import Browser
from bench.fill import multiply
from bench.floor import floor_rate
from bench.journey import Sent, submit_one
from bench.meter import Cost, Meter, calibrate, tree_memory
from bench.staff import queue_pages, sign_in
from bench.stage import Stage, index_all, stage, worker


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--sizes", default="10000,100000,1000000", help="reports in store, by commas"
    )
    parser.add_argument("--staff", action="store_true", help="only what the staff's pages cost")
    parser.add_argument("--count", type=int, default=60, help="submissions per measurement")
    chosen = parser.parse_args()
    wanted = [int(size) for size in chosen.sizes.split(",")]
    with stage() as here:
        _say(f"one unit is the CPU of a fixed Python loop, {calibrate():.1f} ms just now")
        _first_page(here)
        meter = Meter(here.admin_url, {"web": here.web, "database": here.database})
        browser = Browser(here.base)
        for number in range(20):
            sent = submit_one(here.base, here.slug, number, browser)
        index_all(here)
        _say(f"pages of one submission: {', '.join(sent.pages)}")
        if not chosen.staff:
            _memory(here)
        whole: list[float] = []
        queues: dict[str, list[Cost]] = {}
        for size in wanted:
            stored = multiply(here.admin_url, here.force_id, size)
            _say(f"\nwith {stored:,} reports in store")
            if not chosen.staff:
                whole.append(_submissions(here, meter, chosen.count, size).units)
            for name, cost in _queues(here, meter).items():
                queues.setdefault(name, []).append(cost)
        if not chosen.staff:
            _floor(here)
            _throughput(here)
        if len(wanted) > 1:
            _say(f"\ngrowth from {wanted[0]:,} to {wanted[-1]:,} reports")
            if whole:
                _row("whole submission", f"{whole[-1] / whole[0]:.2f} ×")
            for name, costs in queues.items():
                _row(name, f"{costs[-1].units / costs[0].units:.2f} ×")
    return 0


def _submissions(here: Stage, meter: Meter, count: int, offset: int) -> Cost:
    browser = Browser(here.base)
    sent = Sent()
    with meter.measure(count) as cost:
        for number in range(count):
            sent = submit_one(here.base, here.slug, offset + number, browser)
            cost.loops.append(calibrate())
    _row("whole submission", _told(cost))
    _row("", f"{sent.requests} requests, {sent.received / 1024:.0f} KB, scopes {cost.scopes:.0f}")
    return cost


def _queues(here: Stage, meter: Meter) -> dict[str, Cost]:
    browser = sign_in(here)
    costs = {}
    for name, load in queue_pages(here, browser).items():
        for _ in range(3):
            load()
        with meter.measure(30) as cost:
            for _ in range(30):
                load()
                cost.loops.append(calibrate())
        costs[name] = cost
        _row(name, f"{_told(cost)}, {len(browser.page) / 1024:.0f} KB")
    return costs


def _first_page(here: Stage) -> None:
    browser = Browser(here.base)
    page = browser.get(f"/{here.slug}/en/")
    parts = browser.files_of(page)
    for part in parts:
        browser.get(part)
    _row(
        "first page, empty cache", f"{browser.requests} requests, {browser.received / 1024:.1f} KB"
    )


def _memory(here: Stage) -> None:
    with worker() as working:
        time.sleep(15)  # until it has begun, and has nothing left to do
        parts = {"web": here.web, "worker": working, "database": here.database}
        sizes = {name: tree_memory(process) for name, process in parts.items()}
    told = ", ".join(f"{name} {size:.0f}" for name, size in sizes.items())
    _row("memory, idle", f"{sum(sizes.values()):.0f} MB ({told})")


def _floor(here: Stage) -> None:
    """The final submit against plain SQL that writes the same rows in one transaction."""
    browser = Browser(here.base)
    seconds = 0.0
    for number in range(30):
        seconds += submit_one(here.base, here.slug, 900_000 + number, browser).last_post_seconds
    plain = floor_rate(here)
    _say("")
    _row("final submit / plain SQL", f"{(30 / seconds) / plain:.2f} ({plain:.0f} SQL a second)")


def _throughput(here: Stage, clients: int = 6, seconds: float = 15) -> None:
    done: list[int] = []
    end = time.perf_counter() + seconds

    def work(client: int) -> None:
        browser, number = Browser(here.base), 0
        while time.perf_counter() < end:
            number += 1
            submit_one(here.base, here.slug, client * 10_000 + number, browser)
            done.append(1)

    threads = [threading.Thread(target=work, args=(client,)) for client in range(clients)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rate = len(done) / (time.perf_counter() - start)
    _row(f"with {clients} clients", f"{rate:.1f} whole submissions a second")


def _told(cost: Cost) -> str:
    parts = ", ".join(f"{name} {spent:.1f}" for name, spent in cost.parts.items())
    return f"{cost.units:5.2f} units, {cost.statements:.1f} statements (ms CPU: {parts})"


def _row(name: str, value: str) -> None:
    _say(f"  {name:<28}{value}")


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
