"""The manual pages that ship say what the commands say of themselves."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.make_man_pages import PAGES, main


def test_the_pages_are_those_of_today(tmp_path: Path) -> None:
    main(tmp_path)
    again = "; run: python -m tests.make_man_pages"
    assert {page.name for page in PAGES.iterdir()} == {page.name for page in tmp_path.iterdir()}, again
    for page in PAGES.iterdir():
        assert page.read_text(encoding="utf-8") == (tmp_path / page.name).read_text(encoding="utf-8"), (
            page.name + again
        )


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not here")
@pytest.mark.parametrize("page", sorted(PAGES.iterdir()), ids=lambda page: page.stem)
def test_troff_prints_a_page_without_complaint(page: Path) -> None:
    command = ["groff", "-man", "-ww", "-Wbreak", "-Tutf8", "-P-cbou", str(page)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert "\\" not in done.stdout
    assert "\nOPTIONS\n" in done.stdout
    assert "  --version\n" in done.stdout or "-V, --version\n" in done.stdout


def test_examples_keep_their_lines_and_signs() -> None:
    command = "spamfilter filter \\-\\-exit\\-style grep \\-\\-subject\\-tag \\(aq[SPAM]\\(aq < mail.eml\n"
    assert command in (PAGES / "spamfilter-filter.1").read_text(encoding="utf-8")
