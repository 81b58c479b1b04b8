"""The examples of Go's package documentation, and what they print."""

from pathlib import Path

import pytest

import net
from goruntime import context, go, io, sync, time


@pytest.mark.from_go("net/example_test.go", "ExampleListener")
def test_a_listener_that_echoes() -> None:
    with net.Listen("tcp", "127.0.0.1:0") as ln:
        done = sync.WaitGroup()

        def echo(c: net.Conn) -> None:
            with c:
                io.Copy(c, c)

        def serve() -> None:
            for c in ln:
                go(echo, c)

        done.Go(serve)
        with net.Dial("tcp", str(ln.Addr())) as conn:
            assert isinstance(conn, net.TCPConn)
            conn.Write(b"hello")
            conn.CloseWrite()
            assert io.ReadAll(conn) == b"hello"
    done.Wait()


@pytest.mark.from_go("net/example_test.go", "ExampleDialer")
@pytest.mark.from_go("net/example_test.go", "ExampleDialer_unix")
@pytest.mark.parametrize("network", ["tcp", "unix"])
def test_a_dial_that_has_a_minute(network: str, tmp_path: Path) -> None:
    address = "127.0.0.1:0" if network == "tcp" else str(tmp_path / "unix.sock")
    d = net.Dialer()
    d.LocalAddr = None  # as by default
    ctx, cancel = context.WithTimeout(context.Background(), time.Minute)
    with net.Listen(network, address) as ln, cancel:
        with d.DialContext(ctx, network, str(ln.Addr())) as conn:
            conn.Write(b"Hello, World!")
        with ln.Accept() as s:
            assert io.ReadAll(s) == b"Hello, World!"


@pytest.mark.from_go("net/example_test.go", "ExampleUDPConn_WriteTo")
def test_a_packet_conn_writes_to_anyone() -> None:
    with net.ListenPacket("udp", ":0") as conn, net.ListenUDP("udp4", None) as s:
        dst = net.ResolveUDPAddr("udp", f"127.0.0.1:{s.LocalAddr().Port}")
        assert conn.WriteTo(b"data", dst) == 4
        assert s.Read(bytearray(8)) == 4


@pytest.mark.from_go("net/example_test.go", "ExampleIPv4")
@pytest.mark.from_go("net/example_test.go", "ExampleIPv4Mask")
@pytest.mark.from_go("net/example_test.go", "ExampleCIDRMask")
@pytest.mark.from_go("net/example_test.go", "ExampleParseCIDR")
@pytest.mark.from_go("net/example_test.go", "ExampleParseIP")
@pytest.mark.from_go("net/example_test.go", "ExampleIP_DefaultMask")
@pytest.mark.from_go("net/example_test.go", "ExampleIP_Mask")
@pytest.mark.from_go("net/example_test.go", "ExampleIP_String")
@pytest.mark.from_go("net/example_test.go", "ExampleIP_To16")
@pytest.mark.from_go("net/example_test.go", "ExampleIP_To4")
def test_what_addresses_and_masks_print(capsys: pytest.CaptureFixture[str]) -> None:
    ipv4, ipv6 = net.IPv4(10, 255, 0, 0), net.IP(b"\xfc" + bytes(15))
    print(net.IPv4(8, 8, 8, 8))
    print(net.IPv4Mask(255, 255, 255, 0))
    print(net.CIDRMask(31, 32), net.CIDRMask(64, 128))
    print(*net.ParseCIDR("192.0.2.1/24"), *net.ParseCIDR("2001:db8:a0b:12f0::1/32"))
    print(net.ParseIP("192.0.2.1"), net.ParseIP("2001:db8::68"), net.ParseIP("192.0.2"))
    print(parsed("192.0.2.1").DefaultMask())
    print(parsed("192.0.2.1").Mask(net.CIDRMask(24, 32)))
    print(parsed("2001:db8:a0b:12f0::1").Mask(net.CIDRMask(32, 128)))
    print(ipv6.String(), ipv4.String())
    print(ipv6.To16(), ipv4.To16())
    print(ipv6.To4(), ipv4.To4())
    assert capsys.readouterr().out.splitlines() == [
        "8.8.8.8",
        "ffffff00",
        "fffffffe ffffffffffffffff0000000000000000",
        "192.0.2.1 192.0.2.0/24 2001:db8:a0b:12f0::1 2001:db8::/32",
        "192.0.2.1 2001:db8::68 None",  # Go's nil
        "ffffff00",
        "192.0.2.0",
        "2001:db8::",
        "fc00:: 10.255.0.0",
        "fc00:: 10.255.0.0",
        "None 10.255.0.0",
    ]


@pytest.mark.from_go("net/example_test.go", "ExampleIP_Equal")
def test_an_address_is_equal_to_its_form_in_ipv6() -> None:
    dns = parsed("8.8.8.8")
    assert dns.Equal(dns)
    assert dns.Equal(parsed("0:0:0:0:0:FFFF:0808:0808"))
    assert not dns.Equal(parsed("127.0.0.1"))


@pytest.mark.from_go("net/example_test.go", "ExampleIP_IsGlobalUnicast")
@pytest.mark.from_go("net/example_test.go", "ExampleIP_IsInterfaceLocalMulticast")
@pytest.mark.from_go("net/example_test.go", "ExampleIP_IsLinkLocalMulticast")
@pytest.mark.from_go("net/example_test.go", "ExampleIP_IsLinkLocalUnicast")
@pytest.mark.from_go("net/example_test.go", "ExampleIP_IsLoopback")
@pytest.mark.from_go("net/example_test.go", "ExampleIP_IsMulticast")
@pytest.mark.from_go("net/example_test.go", "ExampleIP_IsPrivate")
@pytest.mark.from_go("net/example_test.go", "ExampleIP_IsUnspecified")
@pytest.mark.parametrize(
    ("method", "yes", "no"),
    [
        (
            *("IsGlobalUnicast", "2000:: 10.255.0.0 8.8.8.8"),
            "ff00:: 255.255.255.255",
        ),
        ("IsInterfaceLocalMulticast", "ff01::1", "2000:: 255.0.0.0"),
        ("IsLinkLocalMulticast", "ff02::2 224.0.0.0", "fe80:: 169.254.0.0"),
        ("IsLinkLocalUnicast", "fe80:: 169.254.0.0", "2000:: 224.0.0.0"),
        ("IsLoopback", "::1 127.0.0.0", "ff02::1 128.0.0.0"),
        ("IsMulticast", "ff00:: ff02::1 239.0.0.0 224.0.0.0", "::1 127.0.0.0"),
        ("IsPrivate", "fc00:: 10.255.0.0", "fe00:: 11.0.0.0"),
        ("IsUnspecified", ":: 0.0.0.0", "fe00:: 8.8.8.8"),
    ],
)
def test_what_kind_an_address_is_of(method: str, yes: str, no: str) -> None:
    def of_kind(texts: str) -> list[str]:
        return [t for t in texts.split() if getattr(parsed(t), method)()]

    assert of_kind(f"{yes} {no}") == yes.split()


def parsed(text: str) -> net.IP:
    ip = net.ParseIP(text)
    assert ip is not None
    return ip
