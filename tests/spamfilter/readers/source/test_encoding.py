"""Text that is not UTF-8: by its byte order mark, by --encoding, or by a guess that is told."""

import io
from pathlib import Path
from typing import BinaryIO, cast

import pytest

from spamfilter import ReadOptions, UsageError
from spamfilter.labelled import read_labelled
from spamfilter.readers import open_source
from spamfilter.readers.notice import take_notices
from spamfilter.readers.source.encoding import find_codec, find_encoding, guess_encoding
from spamfilter.readers.source.transcode import Transcoded
from tests.conftest import Process
from tests.spamfilter.readers.test_sniff import Pipe

WORDLIST = ["--plugin", "spamfilter_wordlist", "scan", "-c", "wordlist"]
SMS = "see you at eight\r\nwin free cash £2000 🎁\r\nok\r\n"
RUSSIAN = "Привет, Борис! Ниже заметки со встречи.\nСегодня вечером купи молока, пожалуйста.\n"
TEXTS = {
    "shift_jis": "お疲れ様です。明日の会議は十時からです。\n牛乳を買ってきてください。\n",
    "gbk": "您好，王先生，会议推迟到下周二上午十点。\n今天晚上一起吃饭吗？我七点到，你先点菜。\n",
    "big5": "您好，王先生，會議延期到下週二上午十點。\n今天晚上一起吃飯嗎？我七點到，你先點菜。\n",
    "euc_kr": "안녕하세요, 내일 회의는 열 시에 시작합니다.\n오늘 저녁에 같이 밥 먹을래요?\n",
    "cp1251": RUSSIAN,
    "koi8_r": RUSSIAN,
}
SHOWN = {
    "shift_jis": "Shift_JIS", "gbk": "GBK", "big5": "Big5", "euc_kr": "EUC-KR", "cp1251": "Windows-1251",
    "koi8_r": "KOI8-R",
}  # fmt: skip


def read(path: Path, data: bytes, **options: str) -> list[str]:
    path.write_bytes(data)
    return [message.text for message in open_source(str(path), options=ReadOptions(**options))]


@pytest.fixture(autouse=True)
def _untold() -> None:
    take_notices()


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le"])
@pytest.mark.parametrize("name", ["sms.txt", "sms.csv", "sms.jsonl"])
def test_a_byte_order_mark_tells(tmp_path: Path, encoding: str, name: str) -> None:
    table = {
        "sms.txt": SMS,
        "sms.csv": f"text,n\r\n{SMS.replace(chr(13) + chr(10), ',1' + chr(13) + chr(10))}",
        "sms.jsonl": "".join(f'{{"text": "{line}"}}\n' for line in SMS.splitlines()),
    }[name]
    data = f"\ufeff{table}".encode(encoding)
    assert read(tmp_path / name, data) == SMS.splitlines()
    assert take_notices() == []


def test_utf_16_without_a_mark_is_known_by_its_nuls(tmp_path: Path) -> None:
    assert read(tmp_path / "a.txt", SMS.encode("utf-16-le")) == SMS.splitlines()
    assert find_encoding(b"a\0b\0") == "utf-8"  # too little to be sure


@pytest.mark.parametrize("encoding", TEXTS)
def test_the_user_says_the_encoding(tmp_path: Path, encoding: str) -> None:
    data = TEXTS[encoding].encode(encoding)
    assert read(tmp_path / "a.txt", data, encoding=encoding) == TEXTS[encoding].splitlines()
    assert take_notices() == []


@pytest.mark.parametrize("encoding", TEXTS)
def test_a_sure_guess_is_told(tmp_path: Path, encoding: str) -> None:
    text = TEXTS[encoding] * 5
    assert read(tmp_path / "sms.txt", text.encode(encoding)) == text.splitlines()
    assert take_notices() == [f"{tmp_path}/sms.txt: read as {SHOWN[encoding]}; --encoding says otherwise"]


@pytest.mark.parametrize(
    "text",
    [
        "URGENT! You have won a £2000 prize\nok\n" * 20,
        "Bonjour, la réunion est reportée à demain à dix heures, café à l'hôtel.\n" * 20,
        "Guten Morgen, die Besprechung ist morgen früh um zehn, schöne Grüße.\n" * 20,
        "¿Puedes comprar leche y pan? Sí, mañana. ¡Enhorabuena, señor!\n" * 20,
        "Góðan daginn, fundurinn er á morgun. Þakka þér fyrir, sjáumst á eftir.\n" * 20,
    ],
)
def test_windows_1252_is_no_guess(text: str) -> None:
    assert guess_encoding(text.encode("cp1252"), whole=True) == ("", "")


def test_utf_8_with_a_stray_byte_stays_utf_8(tmp_path: Path) -> None:
    data = "お疲れ様です\nпривет\n".encode() * 20 + b"caf\xe9 5\x80\n"
    assert read(tmp_path / "a.txt", data)[-1] == "café 5€"
    assert take_notices() == []


def test_other_letters_that_are_too_few_for_a_guess_are_told(tmp_path: Path) -> None:
    read(tmp_path / "a.txt", "Привет\n".encode("cp1251"))
    (notice,) = take_notices()
    assert notice.endswith(
        "a.txt: read as Windows-1252, for want of a better guess; --encoding says otherwise"
    )


def test_a_mail_says_itself_what_it_is_in(tmp_path: Path) -> None:
    mail = b"Subject: s\nFrom: jo@example.org\nContent-Type: text/plain; charset=cp1251\n\n"
    text = TEXTS["cp1251"].strip()
    assert read(tmp_path / "a", mail + text.encode("cp1251")) == [f"s\n\n{text}"]
    assert take_notices() == []


@pytest.mark.parametrize("name", ["latin1", "UTF8", "utf-8-sig", "Shift-JIS", "windows-1251", "utf-16"])
def test_encodings_have_pythons_names(name: str) -> None:
    assert "é".encode(find_codec(name), "replace")


@pytest.mark.parametrize("name", ["klingon", "base64", "rot13", "\0"])
def test_what_is_no_encoding(process: Process, name: str) -> None:
    with pytest.raises(UsageError, match=r"no encoding .*; name one that Python knows"):
        find_codec(name)


def test_an_unknown_encoding_is_wrong_use(process: Process) -> None:
    done = process(*WORDLIST, "--encoding", "klingon", stdin=b"ok\n")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"spamfilter: no encoding 'klingon'; name one")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_raw_utf_16_is_utf_16_again(process: Process, tmp_path: Path, encoding: str) -> None:
    data = f"\ufeff{SMS}see you\r\nbye".encode(encoding)
    (tmp_path / "a.txt").write_bytes(data)
    done = process(*WORDLIST, "--raw", tmp_path / "a.txt")
    assert (done.stdout, done.stderr) == (data, b"")
    ham = process(*WORDLIST, "--raw", "--only", "ham", tmp_path / "a.txt", tmp_path / "a.txt").stdout
    kept = "see you at eight\r\nok\r\nsee you\r\nbye"
    assert ham.decode("utf-16") == f"{kept}\n{kept}"


def test_raw_utf_16_of_a_table_has_its_header(process: Process, tmp_path: Path) -> None:
    data = '\ufefftext;n\r\nwin free cash;1\r\n\r\n"two\r\nlines";2\r\n'.encode("utf-16-le")
    (tmp_path / "a.csv").write_bytes(data)
    done = process(*WORDLIST, "--raw", "--only", "ham", tmp_path / "a.csv")
    assert done.stdout.decode("utf-16") == 'text;n\r\n"two\r\nlines";2\r\n'


def test_raw_of_two_encodings_is_refused(process: Process, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(SMS.encode("utf-16"))
    (tmp_path / "b.txt").write_bytes(b"ok\n")
    done = process(*WORDLIST, "--raw", tmp_path / "a.txt", tmp_path / "b.txt")
    assert done.returncode == 2
    assert b"b.txt behind a source in another encoding; scan each by itself" in done.stderr


@pytest.mark.parametrize("encoding", ["shift_jis", "gbk", "cp1251", "euc_kr"])
def test_raw_bytes_are_those_that_came(process: Process, tmp_path: Path, encoding: str) -> None:
    data = TEXTS[encoding].encode(encoding) + b"\xff\x81\nok"
    (tmp_path / "a.txt").write_bytes(data)
    assert process(*WORDLIST, "--raw", "--encoding", encoding, tmp_path / "a.txt").stdout == data


def test_a_pipe_in_utf_16_gives_each_line_at_once() -> None:
    stream = Transcoded(cast(BinaryIO, Pipe(b"\xff\xfea\0\n\0b", b"\0\n\0")), "utf-16-le")
    assert [stream.read(9), stream.read(9)] == [b"a\n", b"b\n"]


def test_half_a_character_at_the_end_is_one_that_cannot_be_read() -> None:
    stream = Transcoded(io.BytesIO("ok\nno".encode("utf-16-le") + b"x"), "utf-16-le")
    assert b"".join(iter(lambda: stream.read(99), b"")) == "ok\nno\ufffd".encode()


def test_labelled_data_may_be_in_any_encoding(tmp_path: Path) -> None:
    data = "label,text\nham,お疲れ様です\nspam,賞金が当たりました\n"
    (tmp_path / "a.csv").write_bytes(data.encode("shift_jis"))
    (tmp_path / "b.csv").write_bytes(data.encode("utf-16"))
    asked = list(read_labelled(str(tmp_path / "a.csv"), encoding="shift_jis"))
    marked = list(read_labelled(str(tmp_path / "b.csv")))
    assert [row.message.text for row in asked] == ["お疲れ様です", "賞金が当たりました"]
    assert [row.message.text for row in marked] == [row.message.text for row in asked]
