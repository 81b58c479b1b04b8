"""How many CPUs: affinity, cgroup quotas."""

from pathlib import Path

import pytest

from goruntime import NumCPU
from goruntime.numcpu import cpulimit


def machine(tmp_path: Path, cgroup: str, files: dict[str, str]) -> float:
    """Return the limit on a machine with these files."""
    (tmp_path / "proc").mkdir()
    (tmp_path / "proc/cgroup").write_text(cgroup)
    for name, text in files.items():
        file = tmp_path / "sys" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return cpulimit(str(tmp_path / "proc"), str(tmp_path / "sys"))


def test_numcpu_is_one_at_least() -> None:
    assert NumCPU() >= 1


@pytest.mark.from_go("internal/runtime/cgroup/cgroup_linux_test.go", "TestReadV2Limit")
@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("max 100000\n", 0),
        ("200000 100000\n", 2),
        ("150000 100000\n", 1.5),
        ("2500 10000\n", 0.25),
        ("", 0),
        ("nonsense\n", 0),
        ("1 0\n", 0),
    ],
)
def test_a_group_of_cgroup_2(tmp_path: Path, text: str, limit: float) -> None:
    assert machine(tmp_path, "0::/\n", {"cpu.max": text}) == limit


def test_the_lowest_limit_of_the_groups_above_holds(tmp_path: Path) -> None:
    files = {
        "a/cpu.max": "400000 100000",
        "a/b/cpu.max": "max 100000",
        "a/b/c/cpu.max": "800000 100000",
    }
    assert machine(tmp_path, "0::/a/b/c\n", files) == 4


@pytest.mark.from_go("internal/runtime/cgroup/cgroup_linux_test.go", "TestReadV1Number")
def test_a_group_of_cgroup_1(tmp_path: Path) -> None:
    files = {
        "cpu,cpuacct/x/cpu.cfs_quota_us": "300000",
        "cpu,cpuacct/x/cpu.cfs_period_us": "100000",
        "cpu,cpuacct/cpu.cfs_quota_us": "-1",
        "cpu,cpuacct/cpu.cfs_period_us": "100000",
    }
    cgroup = "5:memory:/x\n4:cpu,cpuacct:/x\n0::/x\n"
    assert machine(tmp_path, cgroup, files) == 3


def test_without_cgroups_there_is_no_limit(tmp_path: Path) -> None:
    assert cpulimit(str(tmp_path), str(tmp_path)) == 0
