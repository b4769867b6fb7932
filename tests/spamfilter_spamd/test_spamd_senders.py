"""The server heeds whom its user knows, and sees at once whom they add."""

from pathlib import Path

from spamfilter.memory.senders import ALLOW, BLOCK, add_senders
from tests.spamfilter_spamd.served import HAM, SPAM, Served, make_request, serve

CHECKED = b"Authentication-Results: mx.example.net; dkim=pass header.d=example.com\n"


def ask(server: Served, mail: bytes) -> tuple[bytes, bytes]:
    """Whether it is spam, and by which tests."""
    reply = server.ask(make_request(b"SYMBOLS", mail))
    head, _, tests = reply.partition(b"\r\n\r\n")
    return head.split(b"Spam: ")[1].split()[0], tests.strip()


def test_the_server_heeds_the_lists(tmp_path: Path) -> None:
    memory = tmp_path / "memory.db"
    add_senders(memory, ALLOW, ["win@example.com"])
    with serve(tmp_path / "served", "--memory", str(memory), "--authserv-id", "MX.example.net") as server:
        assert ask(server, CHECKED + SPAM) == (b"False", b"USER_IN_WELCOMELIST")
        assert ask(server, SPAM) == (b"True", b"WORDLIST_SPAM")
        assert b"X-Spam-Sender: not authenticated: win@example.com" in server.ask(
            make_request(b"HEADERS", SPAM)
        )
        assert ask(server, HAM) == (b"False", b"WORDLIST_HAM")
        add_senders(memory, BLOCK, ["example.org"])
        assert ask(server, HAM) == (b"True", b"USER_IN_BLOCKLIST")
