"""The program ``spamd`` and its options."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from spamfilter_spamd.spamd import translate

SPAMD = Path(sys.executable).parent / "spamd"
need_program = pytest.mark.skipif(not SPAMD.exists(), reason="the distribution is not installed here")


OURS = "--allow-from=127.0.0.1,::1"  # who may connect where -A does not say


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        ([], ["spamd"]),
        (["--local", "--allow-tell", "--listen=localhost:1"], ["--listen=localhost:1", OURS, "--allow-tell"]),
        (["-L", "-x", "-l", "-i", "ssl:a:1"], ["--listen=ssl:a:1", OURS, "--allow-tell"]),
        (["-i", "-p1783"], ["--listen=*:1783", OURS]),
        (["--listen-ip=b", "--ip-address=::1"], ["--listen=b:783", "--listen=[::1]:783", OURS]),
        (["-i", "/run/a b"], ["--socket=/run/a b"]),
        (["--socketpath=/run/a b", "--socketmode=0600"], ["--socket=/run/a b", "--socket-mode=0600"]),
        (["--ssl", "--port=5"], ["--listen=ssl:localhost:5", OURS]),
        (["--ssl-port=7"], ["--listen=ssl:localhost:7", OURS]),
        (["-A", "10.,[::1]", "-A", "192.0.2.0/24"], ["--allow-from=10.,[::1],192.0.2.0/24"]),
        (["-4", "-p", "5"], ["--listen=localhost:5", OURS, "--family=4"]),
        (["-6", "-p", "5"], ["--listen=localhost:5", OURS, "--family=6"]),
        (["--server-cert", "c", "--server-key", "k"], ["--server-cert=c", "--server-key=k"]),
        (["--ssl-ca-file=a"], ["--listen=ssl:localhost:783", OURS, "--ssl-ca-file=a", "--ssl-verify"]),
        (["--ssl-verify"], ["--listen=ssl:localhost:783", OURS, "--ssl-verify"]),
        (["-d", "-r", "/run/p"], ["--log=mail", "--verbose", "--pid-file=/run/p", "--detach"]),
        (["--daemonize", "-s", "null"], ["--log=null", "--detach"]),
        (["-s", "stderr"], ["--log=stderr", "--verbose"]),
        (["-s", "mail", "-s", "/a/log"], ["--log=/a/log", "--verbose"]),
        (["--syslog-socket=none"], ["--log=stderr", "--verbose"]),
        (["-u", "a", "-g", "b"], ["--user=a", "--group=b"]),
        (["-m1"], ["--jobs=1"]),
        (["-t", "7"], ["--timeout=7"]),
        (["-t", "0"], ["--timeout=31536000"]),
        (["-D"], ["--verbose"]),
        (["--debug=bayes"], ["--verbose"]),
        (["--cf", "report_safe 0"], []),
        (["--nodaemonize", "--nosql-config", "--no-ldap-config", "--novpopmail"], []),
        (["--allow-root"], ["--allow-root"]),
    ],
)
def test_options_mean_the_same_to_ours(arguments: list[str], command: list[str]) -> None:
    assert translate(arguments) == ["spamd", *(word for word in command if word != "spamd")]


def test_version_is_asked_for() -> None:
    assert translate(["-V"]) == translate(["--version"]) == ["--version"]


@pytest.mark.parametrize(
    "option",
    [
        "-c", "--create-prefs", "-U a", "--default-user=a", "-H", "-H /a", "--helper-home-dir", "-C /a",
        "--configpath=/a", "--siteconfigpath /a", "--min-children=1", "--min-spare=1", "--max-spare=1",
        "--max-conn-per-child=1", "--round-robin", "-T 3", "--timeout-tcp=3", "--log-timestamp-fmt=",
        "--timing",
        "-P", "--paranoid", "--user-config", "--nolocal", "-S", "--stop-at-threshold",
    ],
)  # fmt: skip
def test_what_can_mean_nothing_is_taken_and_said(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert translate([*option.split(), "--allow-tell"]) == ["spamd", "--allow-tell"]
    said = capsys.readouterr().err
    assert said.startswith(f"spamd: {re.split('[ =]', option)[0]} means nothing here: ")
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    "option",
    [
        "-q", "--sql-config", "-Q", "--setuid-with-sql", "--ldap-config", "--setuid-with-ldap", "-v",
        "--vpopmail",
        "--virtual-config-dir=/a", "--pre=a", "--cf=required_score", "--ssl-ca-path=/a", "--socketowner=a",
        "--socketgroup=a", "-F 1", "--add-from",
    ],
)  # fmt: skip
def test_what_somebody_would_rely_on_in_vain_is_refused(
    option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        translate(option.split())
    assert end.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith(f"spamd: {re.split('[ =]', option)[0]} ")
    assert " is refused: " in said
    assert "SpamAssassin's own is usually /usr/sbin/spamd" in said


@need_program
def test_what_neither_knows_is_refused_by_name() -> None:
    done = subprocess.run([SPAMD, "--bogus"], capture_output=True, text=True, timeout=600, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "spamd: unrecognized arguments: --bogus; this is the spamd of spamfilter; "
        "SpamAssassin's own is usually /usr/sbin/spamd\n"
    )


@need_program
def test_a_daemon_as_an_init_script_starts_and_stops_it(tmp_path: Path) -> None:
    """The command comes back once it serves; the pid file names the daemon until that ends."""
    env = {**os.environ, "SPAMFILTER_SPAMD_ALLOW_ROOT": "1"}
    path, pid, log = tmp_path / "socket", tmp_path / "pid", tmp_path / "spamd.log"
    command = [SPAMD, "--create-prefs", "--max-children", "5", "--helper-home-dir", "-d", f"--pidfile={pid}"]
    subprocess.run(
        [*command, "-s", str(log), f"--socketpath={path}"],
        env=env, capture_output=True, timeout=120, check=True,
    )  # fmt: skip
    number = int(pid.read_text())
    try:
        with socket.socket(socket.AF_UNIX) as sock:
            sock.connect(str(path))
            sock.sendall(b"CHECK SPAMC/1.5\r\nContent-length: 0\r\n\r\n")
            assert sock.recv(100).startswith(b"SPAMD/1.1 0 EX_OK\r\n")
    finally:
        os.kill(number, signal.SIGTERM)
    deadline = time.monotonic() + 30
    while pid.exists() or path.exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert f"server pid: {number}" in log.read_text()
    assert "spamd: CHECK " in log.read_text()


@need_program
def test_version_has_the_form_that_clients_look_for() -> None:
    done = subprocess.run([SPAMD, "--version"], capture_output=True, timeout=600, check=True)
    match = re.match(rb".*?(\d+)\.\d+\.\d+\n", done.stdout)
    assert match
    assert int(match[1]) >= 4
    assert done.stdout.startswith(b"spamd of spamfilter 0.")


@need_program
def test_it_serves_and_ends_as_ours_does() -> None:
    env = {**os.environ, "SPAMFILTER_SPAMD_ALLOW_ROOT": "1"}
    command = [SPAMD, "--local", "--listen=127.0.0.1:0"]
    with subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr
        line = server.stderr.readline()
        match = re.fullmatch(r"info: spamd: server started on 127\.0\.0\.1:(\d+)\n", line)
        assert match, line
        with socket.create_connection(("127.0.0.1", int(match[1]))) as sock:
            sock.sendall(b"PING SPAMC/1.5\r\n\r\n")
            assert sock.recv(100) == b"SPAMD/1.5 0 PONG\r\n"
        server.terminate()
        assert server.wait(600) == 0
