"""Secrets in source. The samples are put together here, so that no secret shape stands in this file itself."""

import json

import pytest

from tests.scan.asking import Scan

DIGITS = "0a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T"
SHAPES = {
    "secret-aws-access-key": "AK" + "IA" + "Q3E5T7Y2U4I6O2P5",
    "secret-github-token": "gh" + "p_" + DIGITS[:36],
    "secret-gitlab-token": "glp" + "at-" + DIGITS[:20],
    "secret-slack-token": "xo" + "xb-" + "1234567890-abcdefghij",
    "secret-stripe-key": "sk_" + "live_" + DIGITS[:24],
    "secret-google-api-key": "AI" + "za" + DIGITS[:35],
    "secret-npm-token": "np" + "m_" + DIGITS[:36],
    "secret-private-key": "-----BEGIN RSA " + "PRIVATE KEY-----\\nMIIEpAIBAAKCAQEA0a1B2c",
    "secret-json-web-token": "ey" + "JhbGciOiJIUzI1NiJ9.ey" + "JzdWIiOiIxMjM0In0." + DIGITS[:20],
    "secret-in-url": "postgres://bob:" + "hQ7!x2kd@db.internal/x",
}


@pytest.mark.parametrize("rule", SHAPES)
@pytest.mark.parametrize("form", ["x = 1\nvalue = '{}'", "x = 1\n# was {}", "x = 1\nsyntax error {}"])
def test_known_shapes_are_found_anywhere_and_never_repeated(scan_source: Scan, rule: str, form: str) -> None:
    answer = scan_source(form.format(SHAPES[rule]).encode())
    (finding,) = [f for f in answer["findings"] if f["rule"] == rule]
    assert (finding["line"], finding["severity"]) == (2, "warning")
    assert SHAPES[rule][-12:] not in json.dumps(answer["findings"])


ASSIGNED = [
    "api_key = '{}'",
    "DB_PASSWORD: str = '{}'",
    "self.secret = '{}'",
    "connect(password='{}')",
    "headers = {{'auth_token': '{}'}}",
    "os.environ['CLIENT_SECRET'] = '{}'",
    "def f(user, token='{}'): ...",
]


@pytest.mark.parametrize("form", ASSIGNED)
def test_dense_texts_under_telling_names_are_found(scan_source: Scan, form: str) -> None:
    value = DIGITS[3:21]
    answer = scan_source(form.format(value).encode())
    assert [f["rule"] for f in answer["findings"] if f["rule"].startswith("secret")] == ["secret-assigned"]
    assert value not in json.dumps(answer["findings"])


HARMLESS = [
    "password = ''",
    "password = 'changeme123'",
    "password = os.environ['PASSWORD']",
    "token = 'your-token-here-1234'",
    "api_key = 'aaaaaaaaaaaaaaaa'",
    "token_type = 'Zk3x9Qw81LpVbN'",
    "secret_name = '/prod/db/9f8e7d6c'",
    "password = 'correct horse battery 9!'",
    "PASSWORD = 'Settings'",
    "url = 'postgres://user:password@localhost/x'",
    "url = f'https://{user}:{word}@host/'",
    "key = 'AKIA' 'IOSFODNN7' 'EXAMPLE'",
    "if text.startswith('-----BEGIN RSA " + "PRIVATE KEY-----'): pass",
]


@pytest.mark.parametrize("source", HARMLESS)
def test_placeholders_and_names_are_no_secrets(scan_source: Scan, source: str) -> None:
    assert [f for f in scan_source(source)["findings"] if f["rule"].startswith("secret")] == []
