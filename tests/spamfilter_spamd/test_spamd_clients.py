"""The programs that people use with spamd, against ours. Each is skipped where it is not installed."""

import os
import random
import re
import shutil
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.spamfilter_spamd.served import HAM, SPAM, Served, serve, strip_headers

HERE = Path(__file__).parent
GTUBE = HAM + b"XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X\n"

need_spamc = pytest.mark.skipif(not shutil.which("spamc"), reason="no program spamc here")


def spamc(server: Served, mail: bytes, *options: str) -> "subprocess.CompletedProcess[bytes]":
    command = ["spamc", "-F", "/dev/null", "-U", str(server.socket), *options]
    return subprocess.run(command, input=mail, capture_output=True, timeout=600, check=False)


@need_spamc
def test_spamc_verbs(tmp_path: Path) -> None:
    with serve(tmp_path, "--allow-tell") as server:
        assert re.fullmatch(rb"\d+\.\d/5\.0\n", spamc(server, SPAM, "-c").stdout)
        assert spamc(server, SPAM, "-c").returncode == 1
        assert re.fullmatch(rb"-\d+\.\d/5\.0\n", spamc(server, HAM, "-c").stdout)
        assert spamc(server, HAM, "-c").returncode == 0
        assert spamc(server, SPAM, "-y").stdout == b"WORDLIST_SPAM"
        assert b"Content analysis details:" in spamc(server, HAM, "-R").stdout
        assert b"Content analysis details:" in spamc(server, SPAM, "-r").stdout
        assert spamc(server, HAM, "-r").stdout == b""
        assert spamc(server, b"", "-K").returncode == 0


@need_spamc
def test_spamc_learns_and_forgets(tmp_path: Path) -> None:
    learned, known = b"Message successfully un/learned\n", b"Message was already un/learned\n"
    with serve(tmp_path, "--memories", str(tmp_path / "memories"), "--allow-tell") as server:
        before = spamc(server, HAM, "-c", "-u", "anna").stdout
        for lesson, said in [("spam", learned), ("spam", known)]:
            done = spamc(server, HAM, "-L", lesson, "-u", "anna")
            assert (done.returncode, done.stdout) == (0, said)
        assert spamc(server, HAM, "-c", "-u", "anna").returncode == 1
        assert spamc(server, HAM, "-c", "-u", "ben").stdout == before
        assert [spamc(server, HAM, "-L", "forget", "-u", "anna").stdout for _ in range(2)] == [learned, known]
        assert spamc(server, HAM, "-c", "-u", "anna").stdout == before
        # To report it is to learn it here; that others were told is not claimed.
        assert spamc(server, HAM, "-C", "report", "-u", "anna").stdout == b"Unable to report/revoke message\n"
        assert spamc(server, HAM, "-c", "-u", "anna").returncode == 1


@need_spamc
def test_spamc_hears_that_nothing_can_be_learned(tmp_path: Path) -> None:
    with serve(tmp_path) as server:
        done = spamc(server, SPAM, "-L", "spam")
        assert (done.returncode, done.stdout) == (
            74,
            b"",
        )  # of an error reply spamc says only that it was one


@need_spamc
@pytest.mark.parametrize("option", [(), ("--headers",), ("-E",)])
def test_spamc_gives_back_every_byte(tmp_path: Path, option: tuple[str, ...]) -> None:
    mails = [SPAM, HAM, SPAM.replace(b"\n", b"\r\n"), HAM + b"\xff\xfe and no end", b"From a b\n" + HAM]
    if option != ("--headers",):  # there spamc itself loses what is behind a NUL, whoever serves it
        mails.append(HAM + b"\0 a NUL")
    with serve(tmp_path) as server:
        for mail in mails:
            found = spamc(server, mail, *option).stdout
            assert found != mail
            assert strip_headers(found) == mail


@need_spamc
def test_the_shipped_model_and_the_test_mail(tmp_path: Path) -> None:
    with serve(tmp_path, "-c", "gpt") as server:
        assert b"\nX-Spam-Status: Yes, " in spamc(server, GTUBE).stdout
        assert spamc(server, GTUBE, "-y").stdout == b"GTUBE"
        ham = spamc(server, HAM).stdout
        assert ham.startswith(b"X-Spam-Flag: NO\n")
        assert strip_headers(ham) == HAM


@need_spamc
def test_spamc_keeps_a_mail_that_is_refused(tmp_path: Path) -> None:
    with serve(tmp_path, "--max-size", "50") as server:
        done = spamc(server, SPAM)
        assert (done.returncode, done.stdout) == (0, SPAM)
        done = spamc(server, SPAM, "-x")
        assert (done.returncode, done.stdout) == (74, b"")


@need_spamc
@pytest.mark.skipif(not shutil.which("openssl"), reason="no program openssl here")
def test_spamc_over_tls_with_certificates_of_both_sides(tmp_path: Path) -> None:
    cert, key = make_certificate(tmp_path)
    files = ("--server-cert", str(cert), "--server-key", str(key), "--ssl-ca-file", str(cert), "--ssl-verify")
    with serve(tmp_path / "spamd", "--listen", "ssl:127.0.0.1:0", *files) as server:
        command = ["spamc", "-F", "/dev/null", "-d", "127.0.0.1", "-p", str(server.port), "-S", "-x"]
        command += ["--connect-retries=1", "--filter-retries=1"]
        known = [*command, "--ssl-ca-file", str(cert), "--ssl-cert", str(cert), "--ssl-key", str(key)]
        done = subprocess.run(known, input=SPAM, capture_output=True, timeout=600, check=False)
        assert (done.returncode, strip_headers(done.stdout)) == (0, SPAM)
        unknown = subprocess.run(command, input=SPAM, capture_output=True, timeout=600, check=False)
        assert (unknown.returncode != 0, unknown.stdout) == (True, b"")


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of 127.0.0.1, signed by itself, and its key."""
    cert, key = folder / "cert.pem", folder / "key.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
    ]
    command += ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"]
    subprocess.run([*command, "-keyout", str(key), "-out", str(cert)], capture_output=True, check=True)
    return cert, key


@need_spamc
def test_64_spamc_at_once(tmp_path: Path) -> None:
    mails = [b"Subject: Mail %d\n\n%s\n" % (n, b"free cash " * (n % 50)) for n in range(320)]
    with serve(tmp_path, "-c", "gpt", "--model", "tiny") as server, ThreadPoolExecutor(64) as clients:
        found = list(clients.map(lambda mail: spamc(server, mail, "-x").stdout, mails))
    assert all(b"X-Spam-Status: " in mail for mail in found)
    assert [strip_headers(mail) for mail in found] == mails


# Takes a while for each batch, so that a kill meets mails that wait, that are judged, that are on their way.
SLOW = """
import time
from spamfilter import ClassifierEntry, Policy, hookimpl

class Slow:
    policy = Policy(0.5, 0.5)

    def score(self, messages):
        time.sleep(0.02)
        return [0.9 if "cash" in message.text else 0.1 for message in messages]

@hookimpl
def spamfilter_classifiers():
    return [ClassifierEntry("made", "for tests", lambda model: Slow())]
"""
KILLS = 8


@pytest.mark.slow
@need_spamc
def test_kill_at_random_moments_loses_no_mail_and_doubles_none(tmp_path: Path) -> None:
    """The server is killed and started again while 16 spamc are at work; every mail comes out once."""
    chance = random.Random(6)
    ended = threading.Event()
    kills = 0

    def keep_killing() -> None:
        nonlocal kills
        try:
            while kills < KILLS:
                with serve(tmp_path, plugin=SLOW) as server:
                    time.sleep(chance.uniform(0.1, 0.5))
                    server.process.kill()
                server.log.unlink()
                kills += 1
        finally:
            ended.set()

    killer = threading.Thread(target=keep_killing)
    killer.start()
    mails: list[bytes] = []
    found: list[bytes] = []
    with ThreadPoolExecutor(16) as clients:
        while not ended.is_set():
            size = len(mails)
            mails += [
                b"Subject: %d\n\n%s\n" % (n, b"free cash " * (n * 7 % 3000)) for n in range(size, size + 64)
            ]
            found += clients.map(lambda mail: spamc_through(tmp_path / "socket", mail), mails[size:])
    killer.join()
    assert kills == KILLS
    assert [strip_headers(mail) for mail in found] == mails
    marked = [b"X-Spam-Status: " in mail for mail in found]
    assert 0 < sum(marked) < len(mails)


def spamc_through(path: Path, mail: bytes) -> bytes:
    """What comes out of spamc, which falls back to the mail as it was; it must end well."""
    command = ["spamc", "-F", "/dev/null", "-U", str(path)]
    return subprocess.run(command, input=mail, capture_output=True, timeout=600, check=True).stdout


LUA = """
conn = mt.connect("{socket}", 100, 0.1)
if conn == nil then error "no connection" end
mt.conninfo(conn, "client.example", "192.0.2.1")
mt.mailfrom(conn, "<win@example.com>")
mt.rcptto(conn, "<anna@example.org>")
mt.header(conn, "From", "win@example.com")
mt.header(conn, "Subject", "Lunch")
mt.eoh(conn)
mt.bodystring(conn, "{body}\\r\\n")
mt.eom(conn)
for _, name in ipairs({{"X-Spam-Flag", "X-Spam-Status", "X-Spam-Checker-Version"}}) do
  mt.echo(name .. ": " .. (mt.getheader(conn, name, 0) or ""))
end
mt.echo(mt.getreply(conn) == SMFIR_REPLYCODE and "rejected" or "accepted")
mt.disconnect(conn)
"""


@pytest.mark.skipif(
    not (shutil.which("spamass-milter") or Path("/usr/sbin/spamass-milter").exists()),
    reason="no program spamass-milter here",
)
@pytest.mark.skipif(not shutil.which("miltertest"), reason="no program miltertest here")
@need_spamc
def test_spamass_milter(tmp_path: Path) -> None:
    program = shutil.which("spamass-milter") or "/usr/sbin/spamass-milter"
    with serve(tmp_path) as server:
        path = tmp_path / "milter"
        command = [program, "-p", str(path), "-r", "5", "--", "-F", "/dev/null", "-U", str(server.socket)]
        milter = subprocess.Popen(command)
        try:
            ham = ask_milter(tmp_path, path, "Shall we meet at noon?")
            spam = ask_milter(tmp_path, path, "Urgent! Call now to claim your free cash prize, winner")
        finally:
            milter.kill()
            milter.wait()
    assert ham.startswith("X-Spam-Flag: NO\nX-Spam-Status: No, score=-")
    assert spam.startswith("X-Spam-Flag: YES\nX-Spam-Status: Yes, score=")
    assert [text.splitlines()[-1] for text in (ham, spam)] == ["accepted", "rejected"]


def ask_milter(folder: Path, path: Path, body: str) -> str:
    script = folder / "script.lua"
    script.write_text(LUA.format(socket=f"local:{path}", body=body))
    command = ["miltertest", "-s", str(script)]
    return subprocess.run(command, capture_output=True, text=True, timeout=600, check=True).stdout


def has_haraka() -> bool:
    """Whether node finds the plugin; NODE_PATH may say where npm put it."""
    if not shutil.which("node"):
        return False
    command = ["node", "-e", "require.resolve('haraka-plugin-spamassassin')"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not has_haraka(), reason="node finds no haraka-plugin-spamassassin; set NODE_PATH")
@pytest.mark.parametrize(("mail", "spam"), [(SPAM, True), (HAM, False)], ids=["spam", "ham"])
def test_haraka(tmp_path: Path, mail: bytes, spam: bool) -> None:
    import json

    (tmp_path / "mail").write_bytes(mail)
    with serve(tmp_path) as server:
        command = ["node", str(HERE / "haraka.js"), str(server.socket), str(tmp_path / "mail")]
        done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=True)
    found = json.loads(done.stdout[done.stdout.index("{") :].splitlines()[0])  # its libraries talk too
    assert (found["flag"], float(found["score"]) >= 5.0, found["reqd"]) == (spam, spam, "5.0")
    assert found["headers"]["Flag"] == ("YES" if spam else "NO")
    assert found["tests"] == ("WORDLIST_SPAM" if spam else "WORDLIST_HAM")


@pytest.mark.slow
@pytest.mark.skipif(
    "AIOSPAMC" not in os.environ,
    reason="AIOSPAMC names no checkout of aiospamc; its published archive has no tests",
)
def test_the_test_suite_of_aiospamc() -> None:
    """Its integration tests, unchanged; they start the ``spamd`` that they find.

    ``AIOSPAMC`` names the checkout and ``AIOSPAMC_PYTHON`` a Python with what its tests need.
    """
    python = os.environ.get("AIOSPAMC_PYTHON", sys.executable)
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "integration", "tests"],
        cwd=os.environ["AIOSPAMC"],
        env={**os.environ, "PATH": path, "SPAMFILTER_SPAMD_ALLOW_ROOT": "1"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert re.search(r"^\d+ passed, \d+ deselected", done.stdout, re.MULTILINE), done.stdout
