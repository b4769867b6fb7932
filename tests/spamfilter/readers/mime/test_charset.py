"""Charsets as mailers name them, with bytes that do not keep to them."""

import pytest

from spamfilter.readers.mime.charset import decode_charset, find_charset, find_codec
from tests.doubling import find_growth


@pytest.mark.parametrize(
    ("codec", "labels"),
    [
        (
            "cp1251",
            ["windows1251", "cp-1251", "win-1251", "x-cp1251", "Windows_1251", "'cp1251'", "x-win1251"],
        ),
        ("gb18030", ["x-gbk", "gb_2312-80", "gb2312", "cp936", "euc-cn", "x-mac-chinesesimp", "GB 2312"]),
        ("cp949", ["ks_c_5601-1987", "euc-kr", "uhc", "x-windows-949"]),
        ("cp932", ["x-sjis", "shift-jis", "windows-31j", "ms_kanji"]),
        ("iso2022_jp", ["_iso-2022-jp$ESC", "iso-2022-jp-2", "csISO2022JP", "cp50221", "iso2022jp"]),
        ("iso8859-8", ["iso-8859-8-i", "iso-8859-8-e", "ISO_8859-8:1988", "hebrew"]),
        ("cp874", ["tis-620", "windows-874", "iso-8859-11"]),
        ("utf-8", ["utf8", '"utf-8"', "charset=utf-8", "utf8mb4", "utf-8;", "UTF 8", "unicode-1-1-utf-8"]),
        ("utf-7", ["unicode-1-1-utf-7", "utf7"]),
        ("hz", ["hz-gb-2312", "hz"]),
        ("mac-roman", ["macintosh", "x-mac-roman"]),
        ("cp437", ["cp437", "ibm437"]),
        (
            "",
            [
                "",
                "hex",
                "zlib",
                "rot13",
                "punycode",
                "idna",
                "unicode-escape",
                "undefined",
                "cp037",
                "x\0",
                "8bit",
            ],
        ),
    ],
)
def test_labels_however_they_are_written(codec: str, labels: list[str]) -> None:
    assert {label: find_codec(label) for label in labels} == dict.fromkeys(labels, codec)


SAME = [
    ("привет, мир", "koi8-r"), ("שלום", "iso-8859-8"), ("免費中獎", "big5"), ("当たりました。", "euc-jp"),
    ("당첨되셨습니다", "euc-kr"), ("พบกัน", "cp874"), ("中奖了", "gb18030"), ("ｱｲｳ無料", "shift_jis"),
    ("中文ab", "hz"), ("안녕 hi", "iso2022_kr"), ("無料ｱ", "iso2022_jp_ext"), ("grüße 😀 +1", "utf-7"),
    ("hi 你好", "utf-16"), ("hi 你好", "utf-16-be"), ("hi 你好", "utf-32"), ("联通", "gbk"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "charset"), SAME)
def test_text_comes_back(text: str, charset: str) -> None:
    assert decode_charset(text.encode(charset), charset) == text


@pytest.mark.parametrize(("text", "charset"), [pair for pair in SAME if pair[1] != "cp874"])
def test_utf8_is_seen_whatever_is_declared(text: str, charset: str) -> None:
    assert decode_charset(text.encode(), charset) == text


@pytest.mark.parametrize(
    ("data", "charset", "text"),
    [
        ("привет ".encode("cp1251") + b"\x98!", "windows-1251", "привет \ufffd!"),
        ("您好".encode("gbk") + b"\xd6", "gb2312", "您好\ufffd"),
        (b"\xff" + "您好".encode("gbk"), "gb2312", "\ufffd您好"),
        (b"\xb0\xa1\xc4\nAnna", "euc-kr", "가\ufffd\nAnna"),  # a line break is no second byte
        (b"\xc9\xa1\xb0\xa1", "euc-kr", "\ufffd가"),  # what is unknown does not shift the rest
        (b"\xad\xa1\xa4\xa2", "euc-jp", "①あ"),  # NEC's row 13
        (b"\x1b$B-j\x1b(B x", "iso-2022-jp", "㈱ x"),
        (b'\x1b$B$"$', "iso-2022-jp", "あ\ufffd"),
        (b'\x1b$B$"\n$"\x1b(B', "iso-2022-jp", "あ\nあ"),
        (b"\x8725 \x87@", "shift_jis", "\ufffd25 ①"),
        (b"\xc6\xe7\xa4@", "big5", "ゃ一"),
        (b"\x805", "gb2312", "€5"),
        ("Привет".encode()[:-1] + b" ok", "utf-8", "Приве\ufffd ok"),
        (b"gr\xfc\xdfe", "utf-8", "grüße"),  # nothing in it is UTF-8
        (b"a + b = c, 1+2 +ADw- +2AA- +-", "utf-7", "a + b = c, 1+2 < \ufffd +"),
    ],
)
def test_one_bad_byte_costs_one_character(data: bytes, charset: str, text: str) -> None:
    assert decode_charset(data, charset) == text


@pytest.mark.parametrize("charset", ["", "us-ascii", "utf-8", "x-lie", "iso-8859-1", "shift_jis"])
def test_iso_2022_jp_is_known_by_its_escapes(charset: str) -> None:
    assert decode_charset("無料 x".encode("iso-2022-jp"), charset) == "無料 x"


@pytest.mark.parametrize(
    "charset", ["utf-16", "utf-16le", "utf-32", "hex", "punycode", "cp037", "\0" * 10, "x" * 10**6]
)
def test_what_cannot_be_true_hides_nothing(charset: str) -> None:
    assert decode_charset(b"free cash", charset) == "free cash"
    assert decode_charset(b"\xff\xfefree cash", charset) == "free cash"
    assert decode_charset(b"f\0r\0e\0e\0", "") == "free"


@pytest.mark.parametrize(("text", "charset"), SAME)
def test_a_cut_splits_no_character(text: str, charset: str) -> None:
    data = text.encode(charset)
    for end in range(len(data)):
        assert "\ufffd" not in decode_charset(data[:end], charset, whole=False)


@pytest.mark.parametrize(
    ("html", "charset"),
    [
        (b'<meta charset="koi8-r">', "koi8-r"),
        (b"<META http-equiv=Content-Type content='text/html; charset=windows-1251'>", "windows-1251"),
        (b"<!-- <meta charset=a> --><html><meta charset = 'x-sjis' />", "x-sjis"),
        (b'<meta name="a>b" content=x><meta charset=gbk>', "gbk"),
        (b"<meta charset=utf-16>", "utf-8"),
        (b"\xef\xbb\xbf<meta charset=gbk>", "utf-8"),
        (b"<metadata charset=x><p>charset=y", ""),
        (b"<!-- <meta charset=a>", ""),
        (b"<meta charset=", ""),
        (b"<p>" * 2000 + b"<meta charset=gbk>", ""),
    ],
)
def test_the_charset_that_a_page_names(html: bytes, charset: str) -> None:
    assert find_charset(html) == charset


@pytest.mark.slow
@pytest.mark.parametrize(
    "charset",
    ["", "utf-8", "gb2312", "euc-jp", "big5", "cp1251", "utf-16", "utf-7", "iso-2022-jp", "hz", "shift_jis"],
)
@pytest.mark.parametrize(
    "piece", [b"\xff", b"\x81 ", b"\xad\xa1", b"\x1b$B", b"\x0e\x0f", b"+AB", b"~{", b"\xd8\0"]
)
def test_charsets_are_linear(charset: str, piece: bytes) -> None:
    data = piece * ((1 << 15) // len(piece))
    text = decode_charset(data, charset)
    assert text.encode().decode() == text  # no half of a pair
    shape = piece.decode("latin-1")
    assert find_growth(lambda text: decode_charset(text.encode("latin-1"), charset), shape, 1 << 16) == ""
