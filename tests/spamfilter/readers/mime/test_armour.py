"""What nobody reads is named; what a person can read stays, whatever stands around it."""

import base64
import binascii
from random import Random

import pytest

from spamfilter.readers.mime.armour import name_armour, name_uuencoded
from tests.doubling import find_growth

RANDOM = Random(17)


def encode(size: int, width: int = 64) -> str:
    """Lines of base64 of random bytes."""
    letters = base64.b64encode(RANDOM.randbytes(size)).decode()
    return "\n".join(letters[at : at + width] for at in range(0, len(letters), width))


def wrap(kind: str, block: str) -> str:
    """A block between the lines that name its kind."""
    return f"-----BEGIN {kind}-----\n{block}\n-----END {kind}-----"


@pytest.mark.parametrize(
    ("kind", "fields", "name"),
    [
        ("PGP MESSAGE", "Version: GnuPG v2.0.22 (GNU/Linux)\n\n", "[PGP message]"),
        ("PGP PUBLIC KEY BLOCK", "\n", "[PGP public key]"),
        ("CERTIFICATE", "", "[certificate]"),
        ("RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,01AB\n\n", "[RSA private key]"),
        ("PKCS7", "", "[PKCS7]"),
        ("OPENSSH PRIVATE KEY", "", "[openssh private key]"),
        ("AGE ENCRYPTED FILE", "", "[AGE encrypted file]"),
    ],
)
def test_armour_is_named_by_its_kind(kind: str, fields: str, name: str) -> None:
    for size in range(100, 3000, 97):
        block = wrap(kind, fields + encode(size))
        assert name_armour(f"Hi,\n{block}\nbye") == f"Hi,\n{name}\nbye"
        assert name_armour(f"Hi,\r\n{block}\nbye".replace("\n", "\r\n")).split() == f"Hi, {name} bye".split()


def test_armour_that_is_quoted_or_on_one_line_is_named() -> None:
    block = wrap("CERTIFICATE", encode(900))
    assert name_armour("> " + block.replace("\n", "\n> ") + "\nok") == "> [certificate]\nok"
    assert name_armour(block.replace("\n", " ") + " ok") == "[certificate] ok"


def test_a_signed_text_loses_its_frame() -> None:
    text = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nHi\n- -- \nBob\n"
    signature = wrap("PGP SIGNATURE", "Version: GnuPG v1\n\n" + encode(120) + "\n=aB3d")
    assert name_armour(text + signature + "\nfooter").split() == ["Hi", "--", "Bob", "footer"]


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN PGP MESSAGE-----\n\nBUY VIAGRA NOW\n-----END PGP MESSAGE-----",
        "-----BEGIN PGP MESSAGE-----\n\nCall 09061701234 now to claim your prize!\n",
        "-----BEGIN PGP MESSAGE-----\n\nBuyCheapPillsNowFromOurShopAtTheLowestPricesEverSeenInTown\n",
        "-----BEGIN PGP SIGNATURE-----\n\nclaim your prize\n-----END PGP SIGNATURE-----",
    ],
)
def test_text_between_the_lines_of_armour_stays(text: str) -> None:
    assert name_armour(text) == text


def test_text_behind_lines_of_armour_stays() -> None:
    block = wrap("PGP MESSAGE", encode(480) + "\n\nBUY\nPILLS\nNOW")
    assert name_armour(block).split()[:5] == ["[PGP", "message]", "BUY", "PILLS", "NOW"]
    comment = wrap("PGP MESSAGE", "Version: GnuPG v1\nComment: free cash\n\n" + encode(480))
    assert name_armour(comment).split() == ["[PGP", "message]", "Comment:", "free", "cash"]


def test_keys_dumps_and_data_are_named() -> None:
    data = RANDOM.randbytes(192)
    letters = base64.b64encode(data).decode()
    dump = [" ".join(f"{byte:02x}" for byte in data[at : at + 16]) for at in range(0, 192, 16)]
    assert name_armour(f"key ssh-rsa AAAAB3NzaC1yc2E{letters} bob") == "key [SSH key] bob"
    assert name_armour(f"see data:image/png;base64,{letters} end") == "see [data] end"
    assert name_armour(f'TXT "v=DKIM1; k=rsa; p={letters}"') == 'TXT "v=DKIM1; k=rsa; [data]"'
    assert name_armour("body:\n" + encode(900, 76) + "\nthanks") == "body:\n[data]\nthanks"
    assert name_armour(f"sum {data[:32].hex()} of it") == "sum [data] of it"
    assert name_armour("dump\n" + "\n".join(dump) + "\nend") == "dump\n[data]\nend"


@pytest.mark.parametrize(
    "text",
    [
        "https://click.example.com/ls?upn=" + "aG4k7Lm0Qp9ZxT2bV8s" * 10,
        "=" * 200,
        "_-" * 100,
        "URGENTYouHaveWonAPrizeOf2000PoundsCall09061701234NowToClaimYourPrizeBeforeMidnight",
        "freecash" * 20,
        "BUYNOWCHEAPPILLS" * 8,
        "bUyChEaPpIlLsNoWfRoMoUrShOpAtThEbEsTpRiCeInToWnCaLlUsToDaYfOrAfReEqUoTe",
        "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft",
        "ฟรี" * 60,
        "s.p.a.m." * 20,
        "1234567890" * 10,
        "12 34 56 78 90 12 34 56 78\n" * 5,
    ],
)
def test_what_is_only_long_stays(text: str) -> None:
    assert name_armour(text) == text


def test_a_uuencoded_file_is_named_and_a_sentence_is_none() -> None:
    line = binascii.b2a_uu(b"free cash" * 5).decode()
    assert name_uuencoded(f"a\nbegin 644 x.exe\n{line}`\nend\nb") == "a\n[attachment: x.exe]\nb"
    sentence = "begin 644 lines\nI WON A PRIZE\nend"
    assert name_uuencoded(sentence) == sentence


HOSTILE = [
    "-----BEGIN A-----\n", "-----BEGIN PGP MESSAGE-----\nComment: x\n",
    "-----BEGIN X-----\n" + "aB1" * 20 + "\n",
    "-----BEGIN PGP SIGNED MESSAGE-----\n", "a" * 41 + "\n", "0a " * 9, "\n", "> ", "data:;", "AAAAB3NzaC ",
    "ab cd ef 01 02 03 04 05\n", "aB1" * 30 + " ", "Comment: \n", "begin 644 x\n", "=-_", "a",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_armour_is_linear(piece: str) -> None:
    assert (
        find_growth(
            lambda text: name_uuencoded(name_armour(text)), ("-----BEGIN X-----\n", piece, ""), 1 << 16
        )
        == ""
    )
