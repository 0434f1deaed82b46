"""`./run` builds its environment from whatever Python is first in PATH."""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.scenes.house import ROOT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project of one module, which needs nothing of any registry."""
    here = tmp_path / "project"
    (here / "bot").mkdir(parents=True)
    shutil.copy(ROOT / "run", here / "run")
    (here / "requirements.lock.txt").write_text("# nothing\n")
    (here / "bot" / "__init__.py").write_text("")
    (here / "bot" / "__main__.py").write_text("import sys\nprint(sys.prefix, sys.argv[1:])\n")
    return here


def test_an_active_environment_without_pip_does_not_break_it(folder: Path, tmp_path: Path) -> None:
    active = tmp_path / "active"
    venv.create(active, with_pip=False, symlinks=True)
    path = os.pathsep.join([f"{active}/bin", "/usr/bin", "/bin"])
    done = subprocess.run(
        ["sh", "run", "queue"],
        cwd=folder,
        env={"PATH": path, "VIRTUAL_ENV": str(active), "HOME": str(tmp_path), "PIP_NO_INDEX": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=50,
    )
    assert (done.returncode, done.stderr.partition("\n")[0]) == (0, "Building .venv …"), done.stderr
    assert done.stdout.strip() == f"{folder / '.venv'} ['queue']"
    made = (folder / ".venv" / "pyvenv.cfg").read_text()
    assert str(active) not in made
    assert sys.base_prefix in made
