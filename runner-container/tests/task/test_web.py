"""HTTP as a task speaks it: whom it believes, and what it takes for an answer."""

import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from runner.task import web as web_module
from runner.task.web import Refused, Unanswered, Web


def take(data: bytes) -> None:
    """A download that nobody keeps."""


class SayOne(BaseHTTPRequestHandler):
    """Answers 1."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"1")

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""


def test_http_without_tls_is_for_this_machine_and_for_emulators_only() -> None:
    with pytest.raises(Refused):
        Web(plain=False, patience_sec=1).get_json("http://example.com/x")
    with pytest.raises(Refused):
        Web(plain=True, patience_sec=1).get_json("file:///etc/passwd")
    with pytest.raises(Unanswered):
        Web(plain=False, patience_sec=1).get_json("http://127.0.0.1:9/x")


@pytest.fixture
def tls_server(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate),
            *("-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"),
        ],
        check=True,
        capture_output=True,
    )
    server = HTTPServer(("127.0.0.1", 0), SayOne)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"https://localhost:{server.server_address[1]}/x", certificate
    server.shutdown()
    server.server_close()


def test_a_certificate_that_nobody_vouches_for_is_no_answer(
    tls_server: tuple[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, certificate = tls_server
    with pytest.raises(Unanswered, match="SSLCertVerificationError"):
        Web(plain=True, patience_sec=5).get_json(url)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    web_module._tls.cache_clear()
    assert Web(plain=False, patience_sec=5).get_json(url) == 1
    web_module._tls.cache_clear()


def raw_server(*answers: bytes) -> str:
    """Answers one request per connection with these bytes, then closes it."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        for answer in answers:
            connection, _ = listening.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(answer)

    threading.Thread(target=serve, daemon=True).start()
    return f"http://127.0.0.1:{listening.getsockname()[1]}/x"


KEPT = b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n"


def test_a_kept_connection_that_was_closed_is_opened_again() -> None:
    web, url = Web(plain=True, patience_sec=5), raw_server(KEPT + b"1", KEPT + b"2")
    assert [web.get_json(url), web.get_json(url)] == [1, 2]


@pytest.mark.parametrize(
    ("answer", "raised"),
    [
        (b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n12", Unanswered),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{]", Unanswered),
        (b"HTTP/1.1 302 Found\r\nlocation: http://x/\r\ncontent-length: 0\r\n\r\n", Refused),
        (b"HTTP/1.1 429 Slow\r\ncontent-length: 0\r\n\r\n", Unanswered),
        (b"nonsense\r\n\r\n", Unanswered),
        (b"", Unanswered),
    ],
)
def test_answers_of_other_kinds_are_told_apart(answer: bytes, raised: type[Exception]) -> None:
    with pytest.raises(raised):
        Web(plain=True, patience_sec=5).get_json(raw_server(answer))


def test_a_download_that_is_cut_off_is_no_download() -> None:
    with pytest.raises(Unanswered):
        Web(plain=True, patience_sec=5).download(raw_server(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n12"), take)
