"""An address of this machine that is only good with a zone, for tests."""

import pytest

import net


def link_local() -> net.IPAddr:
    """Return a link-local IPv6 address of ours with its zone, or skip the test.

    Many a loopback interface has none; what is sent to another's own does not leave
    the machine either.
    """
    for ifi in net.Interfaces():
        for addr in ifi.Addrs():
            ip = getattr(addr, "IP", None)
            if ip is not None and ip.To4() is None and ip.IsLinkLocalUnicast():
                return net.IPAddr(IP=ip, Zone=ifi.Name)
    pytest.skip("no interface has a link-local address of IPv6")
