"""The certificate that https is served with on a public address: the operator's, or one we sign."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_LASTS = timedelta(days=397)
_RENEW_BEFORE = timedelta(days=30)


class Certificate(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate and its key; browsers warn about one that `is_own`, signed by ourselves."""

    cert: Path
    key: Path
    is_own: bool


def provide_certificate(folder: Path, address: str, *, now: datetime) -> Certificate:
    """A self-signed certificate for `address` in `folder`, made anew when it is about to end."""
    own = Certificate(cert=folder / "cert.pem", key=folder / "key.pem", is_own=True)
    if not _serves(own, address, now):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make(own, address, now)
    return own


class CertificateUnusable(Exception):  # noqa: N818 (it names what is the case)
    """A certificate or its key cannot be used; the text names the file and says why."""


def check_pair(cert: Path, key: Path) -> None:
    """Refuse what nothing could be served with.

    Raises:
        CertificateUnusable: a file is missing or holds something else, or the two do not belong
            together.
    """
    for file in (cert, key):
        try:
            file.read_bytes()
        except OSError as error:
            raise CertificateUnusable(f"{file} cannot be read: {error.strerror}") from error
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(cert, key, password="")
    except (ssl.SSLError, ValueError) as error:
        raise CertificateUnusable(
            f"{cert} and {key} are no certificate and its key, both as PEM and without a password"
        ) from error


def expires_at(cert: Path) -> datetime:
    """When the certificate in this file ends."""
    return x509.load_pem_x509_certificate(cert.read_bytes()).not_valid_after_utc


def _serves(own: Certificate, address: str, now: datetime) -> bool:
    if not own.key.is_file():
        return False
    try:
        certificate = x509.load_pem_x509_certificate(own.cert.read_bytes())
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (OSError, ValueError, x509.ExtensionNotFound):
        return False
    return certificate.not_valid_after_utc - now > _RENEW_BEFORE and _name(address) in names


def _make(own: Certificate, address: str, now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, address[:64])])
    names = [_name(address), x509.DNSName("localhost")]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now.astimezone(UTC) - timedelta(hours=1))
        .not_valid_after(now.astimezone(UTC) + _LASTS)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    own.key.unlink(missing_ok=True)
    own.key.touch(mode=0o600)
    own.key.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    own.cert.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def _name(address: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(address))
    except ValueError:
        return x509.DNSName(address)
