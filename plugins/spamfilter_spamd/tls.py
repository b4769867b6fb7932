"""The TLS context of the server."""

import ssl
from pathlib import Path

from spamfilter import SourceError, UsageError


def make_context(cert: Path | None, key: Path | None, ca: Path | None, *, verify: bool) -> ssl.SSLContext:
    """TLS 1.2 or later with the server's ``cert`` and ``key`` (None: in the same file).

    With ``verify`` clients must show a certificate that ``ca`` has signed; None stands for the system's own
    authorities. Raises :class:`SourceError` for a file that is missing or no PEM file.
    """
    if cert is None:
        raise UsageError("an address with ssl: needs a certificate; give --server-cert and --server-key")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    path = cert
    try:
        context.load_cert_chain(cert, key)
        if ca is not None:
            path = ca
            context.load_verify_locations(ca)
    except OSError as error:
        detail = error.strerror if not isinstance(error, ssl.SSLError) else error.reason or "no PEM file"
        keyed = f" with {key}" if path == cert and key else ""
        raise SourceError(f"cannot use the certificate {path}{keyed}: {detail}; check both") from None
    if verify:
        context.verify_mode = ssl.CERT_REQUIRED
        if ca is None:
            context.load_default_certs(ssl.Purpose.CLIENT_AUTH)
    return context
