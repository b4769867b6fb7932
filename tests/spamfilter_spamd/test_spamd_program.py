"""The program ``spamd`` and its options."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from spamfilter_spamd.spamd import translate

SPAMD = Path(sys.executable).parent / "spamd"
need_program = pytest.mark.skipif(not SPAMD.exists(), reason="the distribution is not installed here")


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        ([], ["spamd"]),
        (
            ["--local", "--allow-tell", "--listen=localhost:1"],
            ["spamd", "--listen=localhost:1", "--allow-tell"],
        ),
        (
            ["-L", "-x", "-l", "-i", "ssl:a:1", "-i", "b"],
            ["spamd", "--listen=ssl:a:1", "--listen=b", "--allow-tell"],
        ),
        (["--socketpath=/run/a b"], ["spamd", "--socket=/run/a b"]),
        (
            ["--server-cert", "c", "--server-key", "k", "--ssl-ca-file", "a", "--ssl-verify"],
            ["spamd", "--server-cert=c", "--server-key=k", "--ssl-ca-file=a", "--ssl-verify"],
        ),
        (["--allow-root"], ["spamd", "--allow-root"]),
        (["--version"], ["--version"]),
    ],
)
def test_options_mean_the_same_to_ours(arguments: list[str], command: list[str]) -> None:
    assert translate(arguments) == command


@need_program
def test_options_of_the_other_spamd_are_refused_by_name() -> None:
    done = subprocess.run([SPAMD, "-d", "-c"], capture_output=True, text=True, timeout=600, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "spamd: unrecognized arguments: -d -c; this is the spamd of spamfilter; "
        "SpamAssassin's own is usually /usr/sbin/spamd\n"
    )


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
