"""The page in a real browser: it is drawn, it loads nothing, and no message gets anything to run."""

import html
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from matplotlib.image import imread
from numpy.typing import NDArray

from spamfilter import Policy
from spamfilter.measure.metric import Evaluation
from spamfilter.report.page import SECURITY
from tests.browser import CHROMIUM, QUIET
from tests.made_up_results import Page, make_page, make_result

pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="needs chromium")]
HOST = "pwned.example"
SET_TITLE = "<script>document.title='pwned'</script>"
HOSTILE = [
    SET_TITLE,
    f"<img src=http://{HOST}/a.png onerror=\"document.title='pwned'\">",
    '"><svg onload="document.title=\'pwned\'"></svg>',
    f"</style>{SET_TITLE}",
    f"</title></bdi></td></table>{SET_TITLE}",
    f"]]>{SET_TITLE}<![CDATA[",
    f"--><!-- {SET_TITLE} -->",
    "<a href=\"javascript:document.title='pwned'\">win</a>",
    f'<iframe src="http://{HOST}/b.html"></iframe><link rel=stylesheet href=http://{HOST}/c.css>',
    f"<meta http-equiv=refresh content='0;url=http://{HOST}/d'>",
    f"<style>@import url(http://{HOST}/e.css); body {{ background: url(http://{HOST}/f.png) }}</style>",
    "<base href=http://pwned.example/><form action=/g><input autofocus onfocus=\"document.title='pwned'\">",
]
Browse = Callable[..., str]
Shoot = Callable[..., NDArray[np.uint8]]


@pytest.fixture
def browse(tmp_path: Path) -> Browse:
    """``dom = browse(page, "--dump-dom")``: what chromium printed of a page."""

    def run(page: Path, *flags: str) -> str:
        profile = f"--user-data-dir={tmp_path / 'profile'}"
        command = [CHROMIUM, *QUIET, profile, *flags, page.as_uri()]
        done = subprocess.run(command, capture_output=True, check=True, timeout=600)  # type: ignore[arg-type]
        return done.stdout.decode("utf-8")

    return run


@pytest.fixture
def shoot(tmp_path: Path, browse: Browse) -> Shoot:
    """``pixels = shoot(page, 1300, 4000)``: a picture [height, width, 3] of a window."""

    def run(page: Path, width: int, height: int, *flags: str) -> NDArray[np.uint8]:
        picture = tmp_path / "picture.png"
        browse(page, f"--screenshot={picture}", f"--window-size={width},{height}", *flags)
        return (imread(picture)[:, :, :3] * 255).round().astype(np.uint8)

    return run


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A page on which every text, name and file name would like to be more than that."""
    texts = [*HOSTILE, *HOSTILE]
    spam = [row < len(HOSTILE) for row in range(len(texts))]
    wrong = Evaluation(f"a{SET_TITLE}", Policy(), texts, spam, [0.1 if is_spam else 0.9 for is_spam in spam])
    right = Evaluation(
        f'b"><img src=x onerror="{SET_TITLE}', Policy(), texts, spam, [float(one) for one in spam]
    )
    make_page(tmp_path / "hostile", make_result(wrong, seen=[1, 2]), right, sources=(f"</p>{SET_TITLE}.csv",))
    return tmp_path / "hostile" / "index.html"


@pytest.fixture
def usual(tmp_path: Path) -> Path:
    """The page of two classifiers on a hundred messages."""
    random = np.random.default_rng(0)
    spam = [row % 3 == 0 for row in range(100)]
    texts = [f"message {row} " + "and a long text that goes on " * (row % 9) for row in range(100)]
    noise = random.random((2, 100))
    scores = [
        np.clip(np.array(spam) * share + noise[n] * 0.6, 0, 1).tolist() for n, share in enumerate((0.4, 0.3))
    ]
    results = [
        Evaluation(name, Policy(0.3, 0.6), texts, spam, one) for name, one in zip("ab", scores, strict=True)
    ]
    make_page(tmp_path / "usual", make_result(results[0], seen=[1, 2]), results[1])
    return tmp_path / "usual" / "index.html"


def find_pixels(pixels: NDArray[np.uint8], colour: str) -> int:
    """How many pixels have just this colour."""
    wanted = [int(colour[start : start + 2], 16) for start in (1, 3, 5)]
    return int((pixels == wanted).all(2).sum())


def find_end(pixels: NDArray[np.uint8]) -> int:
    """The last row of the picture that is not empty."""
    return int(np.flatnonzero((pixels != pixels[-1, -1]).any((1, 2))).max())


@pytest.mark.parametrize(("width", "shortest", "longest"), [(1300, 4000, 9000), (400, 6000, 16000)])
def test_page_is_drawn(usual: Path, shoot: Shoot, width: int, shortest: int, longest: int) -> None:
    pixels = shoot(usual, width, 18_000)
    assert shortest < find_end(pixels) < longest
    assert pixels[-1, -1].tolist() == [254, 254, 254]
    for colour in ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#1f2321"):
        assert find_pixels(pixels, colour) > 500, colour
    assert len(np.unique(pixels.reshape(-1, 3)[::7], axis=0)) > 200
    assert (pixels[:, -12:] == 254).all()  # nothing is wider than the window


def test_dark_mode_is_dark(usual: Path, shoot: Shoot) -> None:
    pixels = shoot(usual, 1300, 9000, "--blink-settings=preferredColorScheme=0")
    assert pixels[-1, -1].tolist() == [22, 24, 27]
    assert pixels.mean() < 50
    for colour in ("#56b4e9", "#f0913e", "#35c69b", "#e39ac3", "#e4e6e3"):
        assert find_pixels(pixels, colour) > 500, colour
    assert find_pixels(pixels, "#0072b2") == 0


def list_requests(log: Path) -> list[str]:
    """URLs that a page asked for; the browser's own requests have no origin."""
    found = json.loads(log.read_text(encoding="utf-8"))
    start = found["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"]
    asked = [
        event["params"]
        for event in found["events"]
        if event["type"] == start and "url" in event.get("params", {})
    ]
    return [one["url"] for one in asked if one.get("initiator") != "not an origin"]


def loosen(page: Path, *, guarded: bool) -> Path:
    """A copy of the page with its messages not escaped, with the content policy or without.

    No policy keeps a page from leaving for another, so that stays out of it.
    """
    text = html.unescape(page.read_text(encoding="utf-8")).replace("http-equiv=refresh", "")
    meta = f'<meta http-equiv="Content-Security-Policy" content="{SECURITY}">'
    assert text.count(meta) == 1
    copy = page.with_name(f"loose-{guarded}.html")
    copy.write_text(text if guarded else text.replace(meta, ""), encoding="utf-8")
    return copy


def test_page_asks_for_nothing(hostile: Path, browse: Browse, tmp_path: Path) -> None:
    log = tmp_path / "log.json"
    browse(hostile, f"--log-net-log={log}", "--dump-dom")
    assert list_requests(log) == []
    assert HOST not in log.read_text(encoding="utf-8")  # neither looked up nor connected to


def test_requests_would_be_seen(hostile: Path, browse: Browse, tmp_path: Path) -> None:
    log = tmp_path / "log.json"
    browse(loosen(hostile, guarded=False), f"--log-net-log={log}", "--dump-dom")
    assert f"http://{HOST}/a.png" in list_requests(log)


def find_title(dom: str) -> str:
    """The title of a page as the browser has it."""
    (title,) = re.findall("<title>(.*?)</title>", dom)[:1]
    return str(title)


def test_nothing_in_a_message_runs(hostile: Path, browse: Browse) -> None:
    dom = browse(hostile, "--dump-dom")
    page = Page(dom)
    assert find_title(dom) == "Spam filter evaluation"
    assert not page.tags.keys() & {"script", "img", "iframe", "link", "a", "base", "form", "input", "object"}
    assert page.tags["meta"] == 3
    assert page.tags["style"] == 1 + page.tags["figure"] - 2  # one a figure; the matrices are tables
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert not [value for _, value in page.attributes if "javascript" in value or HOST in value]
    assert "".join(page.words).count(SET_TITLE) > 20


def test_without_escapes_and_policy_it_would_run(hostile: Path, browse: Browse) -> None:
    assert find_title(browse(loosen(hostile, guarded=False), "--dump-dom")) == "pwned"


def test_policy_holds_even_without_escapes(hostile: Path, browse: Browse, tmp_path: Path) -> None:
    log = tmp_path / "log.json"
    dom = browse(loosen(hostile, guarded=True), f"--log-net-log={log}", "--dump-dom")
    assert find_title(dom) == "Spam filter evaluation"
    assert not [url for url in list_requests(log) if url.endswith((".png", ".css", ".html"))]
