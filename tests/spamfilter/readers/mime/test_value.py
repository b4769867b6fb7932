"""Values of fields with parameters, as mailers write them."""

import pytest

from spamfilter.readers.mime.value import parse_value


@pytest.mark.parametrize(
    ("raw", "token", "parameters"),
    [
        (b"Text/HTML; Charset=UTF-8", "text/html", {"charset": "UTF-8"}),
        (b"text/html charset=utf-8", "text/html", {"charset": "utf-8"}),
        (b"text (a (b)) / html (c); charset=x (d)", "text/html", {"charset": "x"}),
        (b"text/html (; charset=x", "text/html", {"charset": "x"}),
        (b"text\\html", "text/html", {}),
        (b"html", "text/html", {}),
        (b"a/b; name=my file (1).pdf", "a/b", {"name": "my file (1).pdf"}),
        (b"a/b; boundary=\"a b;c\"; boundary=d", "a/b", {"boundary": "a b;c"}),
        (b"a/b; boundary=----=_x?y;", "a/b", {"boundary": "----=_x?y"}),
        (b"a/b; name*0*=utf-8''a%C3; name*1*=%A9; name*2=b", "a/b", {"name": "aéb"}),
        (b'a/b; name="=?utf-8?q?caf=C3=A9?="', "a/b", {"name": "café"}),
        (b"", "", {}),
    ],
)  # fmt: skip
def test_content_types(raw: bytes, token: str, parameters: dict[str, str]) -> None:
    value = parse_value(raw, "content-type")
    assert (value.token, value.parameters) == (token, parameters)


@pytest.mark.parametrize(
    "raw", [b"base64;", b'"base64"', b"base64 (x)", b"BASE64", b"base-64", b"(x) base64"]
)
def test_base64_however_it_is_spelt(raw: bytes) -> None:
    assert parse_value(raw, "content-transfer-encoding").token == "base64"
