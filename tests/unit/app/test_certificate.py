"""The certificate that we sign ourselves."""

import ssl
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from antiphon.app.certificate import (
    CertificateUnusable,
    check_pair,
    expires_at,
    provide_certificate,
)

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)


@pytest.mark.parametrize("address", ["203.0.113.7", "calls.example.org", "2001:db8::7"])
def test_it_serves_the_address_and_its_key_is_private(tmp_path: Path, address: str) -> None:
    own = provide_certificate(tmp_path / "tls", address, now=NOW)
    ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(own.cert, own.key)
    assert stat.S_IMODE(own.key.stat().st_mode) == 0o600
    assert own.is_own
    assert expires_at(own.cert) == NOW + timedelta(days=397)


def test_it_is_kept_until_it_is_about_to_end_or_the_address_changes(tmp_path: Path) -> None:
    first = provide_certificate(tmp_path, "a.example.org", now=NOW).cert.read_bytes()

    def again(address: str, now: datetime) -> bytes:
        return provide_certificate(tmp_path, address, now=now).cert.read_bytes()

    assert again("a.example.org", NOW + timedelta(days=300)) == first
    renewed = again("a.example.org", NOW + timedelta(days=370))
    assert renewed != first
    assert again("b.example.org", NOW + timedelta(days=370)) != renewed


def test_a_damaged_one_is_made_anew(tmp_path: Path) -> None:
    own = provide_certificate(tmp_path, "a.example.org", now=NOW)
    own.cert.write_text("no certificate")
    provide_certificate(tmp_path, "a.example.org", now=NOW)
    assert expires_at(own.cert) > NOW


def test_what_nothing_could_be_served_with_is_refused_with_a_reason(tmp_path: Path) -> None:
    one = provide_certificate(tmp_path / "one", "a.example.org", now=NOW)
    two = provide_certificate(tmp_path / "two", "a.example.org", now=NOW)
    check_pair(one.cert, one.key)
    with pytest.raises(CertificateUnusable, match="no certificate and its key"):
        check_pair(one.cert, two.key)
    with pytest.raises(CertificateUnusable, match="cannot be read"):
        check_pair(tmp_path / "nowhere.pem", one.key)
    one.key.write_text("no key")
    with pytest.raises(CertificateUnusable, match="no certificate and its key"):
        check_pair(one.cert, one.key)
