"""Delivery to a real records system on loop-back: exactly once, whatever it does wrong."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from frontcounter.ops.demo.rms import Fault, RecordsSystem
from frontcounter.transfer.adapters import (
    Delivered,
    Destination,
    NeedsPerson,
    Outcome,
    Retry,
    SettingsError,
    make_destination,
)
from frontcounter.transfer.package import Package, build_package

TOKEN = "a-token-of-the-tests"
KEY = "0198c0de-0000-7000-8000-000000000001"
NUMBER = "SV-2026-000001"


@pytest.fixture
def system(tmp_path: Path) -> Iterator[RecordsSystem]:
    at = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    made = RecordsSystem(tmp_path / "records", token=TOKEN, clock=lambda: at)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def package(tmp_path: Path) -> Package:
    return build_package(
        tmp_path / "package.zip", key=KEY, report={"type": "lost_property"}, pdf=b"%PDF" * 100_000
    )


def sender(system: RecordsSystem, **changes: str) -> Destination:
    settings = {"url": f"{system.address}/incidents", "token": TOKEN, "seconds": "5"}
    return make_destination("http", settings | changes)


def stored(system: RecordsSystem) -> list[str]:
    return [kept.record_number for kept in system.store.all()]


def test_a_package_is_stored_and_its_number_comes_back(
    system: RecordsSystem, package: Package
) -> None:
    assert sender(system).deliver(package, KEY) == Delivered(NUMBER)
    kept = system.store.packages / f"{package.sha256}.zip"
    assert kept.read_bytes() == package.path.read_bytes()


def test_the_same_key_gets_the_same_number_and_is_stored_once(
    system: RecordsSystem, package: Package
) -> None:
    answers = {sender(system).deliver(package, KEY) for _ in range(3)}
    assert answers == {Delivered(NUMBER)}
    assert stored(system) == [NUMBER]


def test_the_same_package_sent_by_several_at_once_is_stored_once(
    system: RecordsSystem, package: Package
) -> None:
    answers: list[Outcome] = []
    threads = [
        threading.Thread(target=lambda: answers.append(sender(system).deliver(package, KEY)))
        for _ in range(5)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert answers == [Delivered(NUMBER)] * 5
    assert stored(system) == [NUMBER]


@pytest.mark.parametrize(
    ("fault", "reason", "stored_already"),
    [
        (Fault.ERROR, "answered_500", False),
        (Fault.BUSY, "answered_503", False),
        (Fault.HANG_UP, "connection_failed", False),
        (Fault.LOSE_ANSWER, "connection_failed", True),
        (Fault.CUT_ANSWER, "connection_failed", True),
        (Fault.SLOW, "timed_out", True),
    ],
)
def test_after_a_fault_the_package_arrives_exactly_once(
    system: RecordsSystem, package: Package, fault: Fault, reason: str, stored_already: bool
) -> None:
    system.faults.coming.append(fault)
    seconds = "0.3" if fault is Fault.SLOW else "5"
    first = sender(system, seconds=seconds).deliver(package, KEY)
    assert isinstance(first, Retry)
    assert first.reason == reason
    if fault is not Fault.SLOW:
        assert bool(stored(system)) is stored_already
    system.faults.release.set()
    assert sender(system).deliver(package, KEY) == Delivered(NUMBER)
    assert stored(system) == [NUMBER]


def test_a_system_that_is_down_gets_it_when_it_is_up_again(
    system: RecordsSystem, package: Package
) -> None:
    system.stop()
    assert isinstance(sender(system).deliver(package, KEY), Retry)
    system.start()
    assert sender(system).deliver(package, KEY) == Delivered(NUMBER)
    assert stored(system) == [NUMBER]


def test_a_restarted_system_remembers_what_it_stored(
    system: RecordsSystem, package: Package, tmp_path: Path
) -> None:
    sender(system).deliver(package, KEY)
    system.stop()
    again = RecordsSystem(tmp_path / "records", token=TOKEN)
    again.start()
    try:
        assert sender(again).deliver(package, KEY) == Delivered(NUMBER)
        assert stored(again) == [NUMBER]
    finally:
        again.stop()


def test_a_busy_system_says_when_to_come_back(system: RecordsSystem, package: Package) -> None:
    system.faults.coming.append(Fault.BUSY)
    outcome = sender(system).deliver(package, KEY)
    assert isinstance(outcome, Retry)
    assert outcome.retry_after == 30
    assert "come back later" in outcome.detail


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault.BUSINESS, "refused_422"),
        (Fault.NO_NUMBER, "answer_not_understood"),
        (Fault.REDIRECT, "redirected"),
    ],
)
def test_what_sending_again_will_not_help_needs_a_person(
    system: RecordsSystem, package: Package, fault: Fault, reason: str
) -> None:
    system.faults.coming.append(fault)
    outcome = sender(system).deliver(package, KEY)
    assert isinstance(outcome, NeedsPerson)
    assert outcome.reason == reason
    assert system.requests == 1
    assert sender(system).deliver(package, KEY) == Delivered(NUMBER)
    assert stored(system) == [NUMBER]


def test_the_receivers_own_words_are_kept_for_staff(
    system: RecordsSystem, package: Package
) -> None:
    system.faults.coming.append(Fault.BUSINESS)
    outcome = sender(system).deliver(package, KEY)
    assert outcome == NeedsPerson("refused_422", "The place lies in no beat that we know.")


def test_a_wrong_token_is_refused_also_while_a_large_package_is_on_its_way(
    system: RecordsSystem, package: Package
) -> None:
    outcome = sender(system, token="wrong").deliver(package, KEY)
    assert isinstance(outcome, NeedsPerson)
    assert outcome.reason == "refused_401"
    assert stored(system) == []


def test_another_package_under_a_used_key_is_refused(
    system: RecordsSystem, package: Package, tmp_path: Path
) -> None:
    sender(system).deliver(package, KEY)
    other = build_package(tmp_path / "other.zip", key=KEY, report={"type": "other"}, pdf=b"p")
    outcome = sender(system).deliver(other, KEY)
    assert isinstance(outcome, NeedsPerson)
    assert outcome.reason == "refused_409"


def test_a_package_that_changed_on_its_way_is_refused(
    system: RecordsSystem, package: Package
) -> None:
    content = bytearray(package.path.read_bytes())
    content[-40_000] ^= 1
    package.path.write_bytes(content)
    outcome = sender(system).deliver(package, KEY)
    assert isinstance(outcome, NeedsPerson)
    assert "hash" in outcome.detail
    assert stored(system) == []


def test_what_is_no_package_is_refused(system: RecordsSystem, tmp_path: Path) -> None:
    import hashlib

    path = tmp_path / "letter.txt"
    path.write_bytes(b"Dear records system")
    letter = Package(path, hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size)
    outcome = sender(system).deliver(letter, KEY)
    assert isinstance(outcome, NeedsPerson)
    assert outcome.reason == "refused_422"


class Talker:
    """A server that answers whatever it is told to, byte by byte if need be."""

    def __init__(self, *pieces: bytes, endless: bool = False) -> None:
        self._pieces, self._endless = pieces, endless
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        self.ended = threading.Event()
        threading.Thread(target=self._talk, daemon=True).start()

    def _talk(self) -> None:
        with self._socket, self._socket.accept()[0] as peer:
            peer.settimeout(0.05)
            try:
                while peer.recv(1 << 16):
                    pass
            except TimeoutError:
                pass
            try:
                for piece in self._pieces:
                    peer.sendall(piece)
                while self._endless and not self.ended.wait(0.05):
                    peer.sendall(b" ")
            except OSError:
                return


def told(talker: Talker, package: Package, seconds: str = "5") -> Outcome:
    settings = {"url": talker.url, "token": TOKEN, "seconds": seconds}
    return make_destination("http", settings).deliver(package, KEY)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>welcome</html>",
        b"[]",
        b'{"recordNumber": ""}',
        b'{"recordNumber": 7}',
        b'{"recordNumber": null}',
        b'{"recordNumber": "' + b"9" * 101 + b'"}',
        b"[" * 60_000,
        b"\xff\xfe",
    ],
)
def test_an_answer_that_makes_no_sense_needs_a_person(package: Package, body: bytes) -> None:
    head = f"HTTP/1.1 201 Created\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    outcome = told(Talker(head, body), package)
    assert isinstance(outcome, NeedsPerson)
    assert outcome.reason == "answer_not_understood"
    assert len(outcome.detail) <= 500


@pytest.mark.parametrize(
    "answer",
    [b"", b"not http at all\r\n\r\n", b"HTTP/1.1 201 Created\r\nContent-Length: 50\r\n\r\n{}"],
)
def test_an_answer_that_breaks_off_is_tried_again(package: Package, answer: bytes) -> None:
    assert isinstance(told(Talker(answer), package), Retry)


@pytest.mark.parametrize(
    ("status", "kind"), [(408, Retry), (425, Retry), (429, Retry), (400, NeedsPerson)]
)
def test_some_4xx_are_worth_another_try(package: Package, status: int, kind: type[Outcome]) -> None:
    head = f"HTTP/1.1 {status} Word\r\nContent-Length: 0\r\nRetry-After: 7\r\n\r\n".encode()
    outcome = told(Talker(head), package)
    assert isinstance(outcome, kind)
    if isinstance(outcome, Retry):
        assert outcome.retry_after == 7


def test_a_date_to_come_back_at_is_measured_by_the_receivers_clock(package: Package) -> None:
    head = (
        b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nDate: Sun, 22 Nov 2026 10:00:00 GMT\r\n"
        b"Retry-After: Sun, 22 Nov 2026 10:02:00 GMT\r\n\r\n"
    )
    outcome = told(Talker(head), package)
    assert isinstance(outcome, Retry)
    assert outcome.retry_after == 120


def test_control_characters_in_an_error_do_not_reach_staff(package: Package) -> None:
    body = json.dumps({"errors": [{"detail": "no\x1b[31m\nred\u202e"}, {"title": "two"}]}).encode()
    head = f"HTTP/1.1 422 No\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    outcome = told(Talker(head, body), package)
    assert outcome == NeedsPerson("refused_422", "no [31m red ; two")


def test_an_answer_that_drips_for_ever_is_ended(tmp_path: Path) -> None:
    small = build_package(tmp_path / "p", key=KEY, report={}, pdf=b"")
    talker = Talker(b"HTTP/1.1 201 Created\r\n\r\n", endless=True)
    try:
        assert told(talker, small, seconds="0.2") == Retry("timed_out")
    finally:
        talker.ended.set()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "file:///etc/passwd",
        "ftp://host/",
        "//host/",
        "http://",
        "http://name:word@host/",
        "http://host:99999/",
        "http://host/a b",
        "http://host/\r\nX: y",
        "gopher://host",
    ],
)
def test_only_plain_web_addresses_are_destinations(url: str) -> None:
    with pytest.raises(SettingsError, match="url"):
        make_destination("http", {"url": url, "token": TOKEN})


@pytest.mark.parametrize("token", ["", "a b", "a\r\nX: y", "é"])
def test_a_token_cannot_carry_another_header(token: str) -> None:
    with pytest.raises(SettingsError, match="token"):
        make_destination("http", {"url": "http://127.0.0.1:1/", "token": token})


def test_a_certificate_that_nobody_vouches_for_needs_a_person(
    tmp_path: Path, package: Package
) -> None:
    url = _own_certificate(tmp_path)
    settings = {"url": url, "token": TOKEN, "seconds": "5"}
    outcome = make_destination("http", settings).deliver(package, KEY)
    assert isinstance(outcome, NeedsPerson)
    assert outcome.reason == "certificate_not_trusted"


def test_a_kind_that_does_not_exist_is_a_mistake_in_the_settings() -> None:
    with pytest.raises(SettingsError, match=r"pigeon.*folder, http"):
        make_destination("pigeon", {})


def _own_certificate(folder: Path) -> str:
    """A TLS server with a certificate that only it believes in; returns its address."""
    import ssl
    from datetime import timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.fromtimestamp(time.time(), UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "tls.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with listener, listener.accept()[0] as peer:
            try:
                context.wrap_socket(peer, server_side=True).close()
            except OSError:
                return

    threading.Thread(target=serve, daemon=True).start()
    return f"https://localhost:{listener.getsockname()[1]}/"
