"""``allow`` and ``block``, and what ``scan``, ``filter`` and Python make of them."""

import json
import pickle
from pathlib import Path

import pytest

import spamfilter as sf
from tests.conftest import Process, Run

WORDS = ("--plugin", "spamfilter_wordlist")
CHECKED = (
    b"Authentication-Results: mx.example.net; spf=pass smtp.mailfrom=example.org;\n"
    b"\tdkim=pass header.d=example.org\n"
)
MAIL = (
    b"From: Anna <anna@example.org>\nSubject: lottery\n\n"
    b"Urgent! Call now to claim your free cash prize, winner\n"
)
LUNCH = b"From: Joe <joe@example.com>\nSubject: lunch\n\nShall we meet at the station at noon?\n"
SERVER = ("--authserv-id", "mx.example.net")


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """A mailbox: a mail of Anna's that looks like spam, one that is forged, one of Joe's."""
    path = tmp_path / "box.mbox"
    mails = (CHECKED + MAIL, MAIL, LUNCH)
    path.write_bytes(b"".join(b"From a@b Mon Jan  1 00:00:00 2024\n" + mail + b"\n" for mail in mails))
    return path


def scan(process: Process, box: Path, *options: object) -> list[dict[str, object]]:
    done = process(*WORDS, "scan", "-c", "wordlist", "--format", "jsonl", *options, box)
    assert (done.returncode, done.stderr) == (0, b"")
    return [json.loads(line) for line in done.stdout.splitlines()]


def list_remarks(rows: list[dict[str, object]]) -> list[object]:
    return [(row["label"], row.get("remark", "")) for row in rows]


def test_the_lists_are_changed_and_shown(spamfilter: Run) -> None:
    assert spamfilter("allow").output == ""
    done = spamfilter("allow", "Anna@Example.org", "*.example.com", "+44 7700 900123")
    assert done.stdout == "anna@example.org is allowed\n*.example.com is allowed\n+447700900123 is allowed\n"
    assert "--authserv-id" in done.stderr
    assert spamfilter("block", "DHL", "anna@example.org", "раypal.com").stdout == (
        "dhl is blocked\nanna@example.org is blocked, no longer allowed\n"
        "xn--ypal-43d9g.com (раypal.com) is blocked\n"
    )
    assert spamfilter("block", "dhl").stdout == "dhl is blocked already\n"
    assert [line.split("\t")[0] for line in spamfilter("allow").output.splitlines()] == [
        "*.example.com",
        "+447700900123",
    ]
    assert spamfilter("block", "--remove", "DHL", "example.org").stdout == (
        "dhl is no longer blocked\nexample.org was not blocked\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("allow", "anna@example.org", "DHL"), "'dhl' is only a name, which anybody may take"),
        (("block", "dhl", "a@b@c"), "'a@b@c' is no address, domain or number"),
        (("block", "+44", "7700"), "'+44' is not a whole number; put one with spaces in quotation marks"),
        (("allow", "--remove"), "--remove needs the senders to take off the list"),
    ],
)
def test_what_can_be_on_no_list_changes_nothing(spamfilter: Run, words: tuple[str, ...], said: str) -> None:
    done = spamfilter(*words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr
    assert spamfilter("allow").output == spamfilter("block").output == ""


def test_no_hint_where_a_server_is_named(spamfilter: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPAMFILTER_SCAN_AUTHSERV_ID", "mx.example.net")
    assert spamfilter("allow", "anna@example.org").stderr == ""


def test_a_scan_heeds_the_lists(process: Process, spamfilter: Run, box: Path) -> None:
    before = scan(process, box)
    assert list_remarks(before) == [("spam", ""), ("spam", ""), ("ham", "")]
    spamfilter("allow", "anna@example.org")
    spamfilter("block", "example.com")
    rows = scan(process, box, *SERVER)
    assert list_remarks(rows) == [
        ("ham", "allowed: anna@example.org"),
        (
            "spam",
            "not authenticated: anna@example.org is allowed, "
            "but no Authentication-Results of mx.example.net says so",
        ),
        ("spam", "blocked: example.com"),
    ]
    assert [row["score"] for row in rows] == [0.0, before[1]["score"], 1.0]
    assert [label for label, _ in list_remarks(scan(process, box))] == ["spam", "spam", "spam"]
    assert scan(process, box, "--no-memory", *SERVER) == before


def test_the_lists_of_a_named_file_and_the_words_for_people(
    process: Process, spamfilter: Run, box: Path
) -> None:
    memory = box.parent / "lists.db"
    spamfilter("block", "--memory", memory, "example.com")
    assert spamfilter("block").output == ""
    for form, end in (
        ("text", b"noon?\t[blocked: example.com]\n"),
        ("csv", b'noon?",blocked: example.com\n'),
    ):
        done = process(*WORDS, "scan", "-c", "wordlist", "--memory", memory, "--format", form, box)
        assert done.stdout.endswith(end), done


def test_the_configuration_names_the_server(process: Process, spamfilter: Run, box: Path) -> None:
    spamfilter("allow", "example.org")
    config = box.parent / "config.toml"
    config.write_text('[scan]\nauthserv-id = ["MX.example.net", "other.example"]\n')
    done = process(*WORDS, "scan", "-c", "wordlist", box, SPAMFILTER_CONFIG=str(config))
    assert done.stdout.splitlines()[0].endswith(b"[allowed: example.org]")
    config.write_text('[scan]\nauthserv-id = "a b"\n')
    done = process(*WORDS, "scan", "-c", "wordlist", box, SPAMFILTER_CONFIG=str(config))
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert b"'a b' is no server's name" in done.stderr


def test_filter_says_it_in_the_header(process: Process, spamfilter: Run) -> None:
    spamfilter("allow", "anna@example.org")
    spamfilter("block", "joe@example.com")

    def pass_through(mail: bytes) -> bytes:
        done = process(*WORDS, "filter", "-c", "wordlist", *SERVER, stdin=mail)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.endswith(mail)
        return b" ".join(done.stdout.removesuffix(mail).split())

    known = pass_through(CHECKED + MAIL)
    assert b"X-Spam-Flag: NO X-Spam-Status: No, score=-10.0 required=5.0 tests=USER_IN_WELCOMELIST" in known
    assert b"X-Spam-Sender: allowed: anna@example.org X-Spam-Checker" in known
    forged = pass_through(MAIL)
    assert b"X-Spam-Flag: YES" in forged
    assert b"tests=WORDLIST_SPAM" in forged
    assert b"X-Spam-Sender: not authenticated: anna@example.org is allowed, but no" in forged
    blocked = pass_through(LUNCH)
    assert b"X-Spam-Flag: YES X-Spam-Status: Yes, score=18.0 required=5.0 tests=USER_IN_BLOCKLIST" in blocked


def test_a_damaged_file_costs_no_verdict(process: Process, box: Path) -> None:
    memory = box.parent / "memory.db"
    memory.write_bytes(b"no database" * 1000)
    done = process(*WORDS, "filter", "-c", "wordlist", "--memory", memory, stdin=MAIL)
    assert done.returncode == 0
    assert b"X-Spam-Flag: YES" in done.stdout


def test_python_heeds_the_lists_when_asked(words: sf.Filter, spamfilter: Run, box: Path) -> None:
    spamfilter("allow", "anna@example.org")
    assert [one.label for one in words.judge(sf.read(box))] == ["spam", "spam", "ham"]
    words.heed(authserv_ids=["mx.example.net"])
    assert [one.label for one in words.judge(sf.read(box))] == ["ham", "spam", "ham"]
    copy: sf.Filter = pickle.loads(pickle.dumps(words))
    assert copy.judge(sf.read(box)) == words.judge(sf.read(box))
    spamfilter("block", "joe@example.com")
    assert [one.label for one in words.judge(sf.read(box))] == ["ham", "spam", "spam"]
    with pytest.raises(sf.UsageError, match="put it in a list"):
        words.heed(authserv_ids="mx.example.net")


def test_the_test_mail_is_spam_whoever_sent_it(process: Process, spamfilter: Run) -> None:
    spamfilter("allow", "anna@example.org")
    gtube = b"XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X\n"
    done = process(*WORDS, "filter", "-c", "wordlist", *SERVER, stdin=CHECKED + MAIL + gtube)
    assert b"tests=GTUBE" in done.stdout


def test_a_review_has_the_last_word_over_the_lists(
    process: Process, spamfilter: Run, tmp_path: Path, box: Path
) -> None:
    spamfilter("block", "joe@example.com")
    (tmp_path / "rules.py").write_text(
        "from spamfilter import Label, Verdict, hookimpl\n"
        "@hookimpl\n"
        "def spamfilter_review(message, verdict):\n"
        "    return Verdict(Label.UNSURE, 0.5)\n"
    )
    done = process("--plugin", "rules", *WORDS, "scan", "-c", "wordlist", box)
    assert [line.split(b"\t")[0] for line in done.stdout.splitlines()] == [b"unsure"] * 3
