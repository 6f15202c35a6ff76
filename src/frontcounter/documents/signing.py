"""Signing PDFs: an elliptic-curve key and certificate per force, PAdES signatures."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime, timedelta

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

LIFETIME = timedelta(days=3650)
FIELD = "FrontCounter"


@dataclass(frozen=True)
class Signer:
    """A private key (PKCS #8, DER) and its certificate (DER)."""

    key: bytes
    certificate: bytes


def new_signer(name: str, at: datetime) -> Signer:
    """A P-256 key and a certificate in this name, signed by itself, from `at` for ten years.

    Whoever checks a document compares the certificate with the one that the force makes known.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(minutes=5))
        .not_valid_after(at + LIFETIME)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_SIGNS_ONLY, critical=True)
        .sign(key, hashes.SHA256())
    )
    return Signer(
        key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
        certificate.public_bytes(serialization.Encoding.DER),
    )


_SIGNS_ONLY = x509.KeyUsage(
    digital_signature=True,
    content_commitment=True,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)


def sign_pdf(pdf: bytes, signer: Signer) -> bytes:
    """The document with an invisible signature after it; the bytes before stay as they were."""
    certificate = _certificate(signer.certificate)
    engine = signers.SimpleSigner(
        signing_cert=certificate,
        signing_key=asn1_keys.PrivateKeyInfo.load(signer.key),  # type: ignore[no-untyped-call]
        cert_registry=_store(certificate),
    )
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    signed = io.BytesIO()
    signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), metadata, engine, output=signed)
    return signed.getvalue()


def is_signed_by(pdf: bytes, certificate: bytes) -> bool:
    """Whether the document is whole and was signed with this certificate's key.

    What is no PDF any more, or no signature, is not signed: any bytes get an answer.
    """
    try:
        return _is_signed_by(pdf, certificate)
    except (PdfError, SignatureValidationError, ValueError, LookupError, TypeError):
        return False


def _is_signed_by(pdf: bytes, certificate: bytes) -> bool:
    trusted = _certificate(certificate)
    signatures = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    if len(signatures) != 1 or signatures[0].signer_cert.dump() != certificate:
        return False
    context = ValidationContext(trust_roots=[trusted], allow_fetching=False)
    status = validate_pdf_signature(signatures[0], context)
    return bool(
        status.intact and status.valid and status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    )


def _certificate(der: bytes) -> asn1_x509.Certificate:
    loaded: asn1_x509.Certificate = asn1_x509.Certificate.load(der)  # type: ignore[no-untyped-call]
    return loaded


def _store(certificate: asn1_x509.Certificate) -> SimpleCertificateStore:
    store: SimpleCertificateStore = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register(certificate)
    return store
