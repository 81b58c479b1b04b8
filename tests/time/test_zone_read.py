"""Time zone files, good and bad, and which one is the local one."""

from pathlib import Path

import pytest

from goruntime import time
from goruntime.time import zone_read

ZONES = Path(__file__).parent / "data/zones"


@pytest.mark.from_go("time/zoneinfo_test.go", "TestEnvVarUsage")
@pytest.mark.from_go("time/zoneinfo_test.go", "TestVersion3")
@pytest.mark.from_go("time/zoneinfo_test.go", "TestLoadLocationFromTZData")
def test_loads_a_place_by_name_from_zoneinfo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZONEINFO", str(ZONES))
    loc = time.LoadLocation("Lord_Howe")
    assert loc.String() == "Lord_Howe"
    t = time.Date(2024, time.January, 1, 0, 0, 0, 0, loc)
    assert t.Zone() == ("+11", 11 * 3600)
    assert t.AddDate(0, 6, 0).Zone() == ("+1030", 37800)


def test_some_names_need_no_file() -> None:
    assert time.LoadLocation("") is time.LoadLocation("UTC") is time.UTC
    assert time.LoadLocation("Local") is time.Local


@pytest.mark.from_go("time/zoneinfo_test.go", "TestBadLocationErrMsg")
@pytest.mark.parametrize("name", ["No/Such_Place", "Mars", "a b", "x" * 300, "America"])
def test_an_unknown_place_is_a_value_error(name: str) -> None:
    with pytest.raises(ValueError, match=f"^unknown time zone {name}$"):
        time.LoadLocation(name)


@pytest.mark.from_go("time/zoneinfo_test.go", "TestLoadLocationValidatesNames")
@pytest.mark.parametrize(
    "name", ["/usr/foo", "\\UNC\foo", "..", "a..", "/etc/passwd", "a\0b"]
)
def test_a_name_must_not_lead_out_of_the_database(name: str) -> None:
    with pytest.raises(ValueError, match=r"^time: invalid location name$"):
        time.LoadLocation(name)


@pytest.mark.from_go("time/zoneinfo_test.go", "TestMalformedTZData")
def test_malformed_data_is_refused() -> None:
    data = (ZONES / "New_York").read_bytes()
    malformed = [
        b"",
        b"TZif",
        b"foo" + data,
        b"TZif9" + data[5:],
        data[:100],
        data[: len(data) // 2],
        data[:20] + b"\xff" * 24 + data[44:],
    ]
    for bad in malformed:
        with pytest.raises(ValueError, match=r"^malformed time zone information$"):
            time.LoadLocationFromTZData("x", bad)


def test_data_cut_anywhere_is_refused_or_read() -> None:
    data = (ZONES / "Monrovia").read_bytes()
    for n in range(len(data)):
        try:
            time.LoadLocationFromTZData("x", data[:n])
        except ValueError as err:
            assert str(err) == "malformed time zone information"  # noqa: PT017


def test_a_malformed_file_is_named_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Atlantis").write_bytes(b"sunk")
    monkeypatch.setenv("ZONEINFO", str(tmp_path))
    with pytest.raises(ValueError, match=r"^malformed time zone information$"):
        time.LoadLocation("Atlantis")


@pytest.mark.from_go("time/time_test.go", "TestReadFileLimit")
def test_a_file_without_end_is_not_read_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Endless").symlink_to("/dev/zero")
    monkeypatch.setenv("ZONEINFO", str(tmp_path))
    with pytest.raises(
        ValueError, match=f"^time: file {tmp_path}/Endless is too large$"
    ):
        time.LoadLocation("Endless")


def test_a_file_of_the_first_version_has_times_of_32_bits() -> None:
    data = (ZONES / "Monrovia").read_bytes()
    header = zone_read.HEADER.pack(b"TZif", b"\0", 0, 0, 0, 1, 2, 8)
    body = (2**31 - 1).to_bytes(4, "big") + b"\1"
    zones = b"\0\0\x0e\x10\0\0" + b"\0\0\x1c\x20\1\4"
    loc = time.LoadLocationFromTZData("x", header + body + zones + b"CET\0CES\0")
    assert time.Unix(0, 0).In(loc).Zone() == ("CET", 3600)
    assert time.Unix(2**31, 0).In(loc).Zone() == ("CES", 7200)
    assert data[:4] == header[:4]


@pytest.mark.from_go("time/time_test.go", "TestLoadFixed")
def test_a_place_whose_clock_never_changed() -> None:
    header = zone_read.HEADER.pack(b"TZif", b"\0", 0, 0, 0, 0, 1, 4)
    west = (-3600).to_bytes(4, "big", signed=True) + b"\0\0"
    loc = time.LoadLocationFromTZData("Etc/GMT+1", header + west + b"-01\0")
    assert time.Now().In(loc).Zone() == ("-01", -3600)


@pytest.mark.from_go("time/zoneinfo_unix_test.go", "TestEnvTZUsage")
@pytest.mark.parametrize(
    ("tz", "name", "zone"),
    [
        ("", "UTC", "UTC"),
        ("UTC", "UTC", "UTC"),
        (":Lord_Howe", "Lord_Howe", "AEST"),
        ("Lord_Howe", "Lord_Howe", "AEST"),
        (str(ZONES / "Monrovia"), str(ZONES / "Monrovia"), "MMT"),
        ("No/Such_Place", "UTC", "UTC"),
        ("/no/such/file", "UTC", "UTC"),
        ("/dev/zero", "UTC", "UTC"),
        (":", "UTC", "UTC"),
    ],
)
def test_tz_says_which_place_is_local(
    tz: str, name: str, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZONEINFO", str(ZONES))
    monkeypatch.setenv("TZ", tz)
    loc = zone_read.initlocal()
    assert loc.String() == name
    assert time.Date(1971, time.June, 1, 0, 0, 0, 0, loc).Zone()[0] == zone


def test_local_finds_out_where_it_is_when_it_is_needed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TZ", str(ZONES / "New_York"))
    local = type(time.Local)()
    monkeypatch.setattr(local, "_found", None)
    t = time.Unix(0, 0).In(local)
    assert t.Zone() == ("EST", -18000)
    monkeypatch.setenv("TZ", "UTC")
    assert t.Zone() == ("EST", -18000)
    assert local.lookupname("EST", 0) == -18000
    assert local.String() == str(ZONES / "New_York")
