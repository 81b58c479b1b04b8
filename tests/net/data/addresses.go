// Addresses says what Go makes of texts that may be addresses.
//
// Each line it reads is a parser's name and a text in hex; each line it writes is
// the answer, in hex.  tests/net/addresses.py says the same of ours, and
// scripts/fuzz_addresses.py compares the two and records addresses.jsonl.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"net"
	"net/netip"
	"os"
	"strings"
)

func failed(err error) string {
	return fmt.Sprintf("!%T: %v", err, err)
}

func flags(of ...bool) string {
	s := ""
	for _, f := range of {
		s += map[bool]string{true: "1", false: "0"}[f]
	}
	return s
}

func addr(s string) string {
	ip, err := netip.ParseAddr(s)
	if err != nil {
		return failed(err)
	}
	return addrSays(ip)
}

func addrSays(ip netip.Addr) string {
	f := flags(ip.IsValid(), ip.Is4(), ip.Is6(), ip.Is4In6(), ip.IsUnspecified(),
		ip.IsLoopback(), ip.IsPrivate(), ip.IsMulticast(),
		ip.IsInterfaceLocalMulticast(), ip.IsLinkLocalMulticast(),
		ip.IsLinkLocalUnicast(), ip.IsGlobalUnicast())
	b, _ := ip.MarshalBinary()
	return fmt.Sprintf("%v %s %s %v %v %v %x", ip, ip.StringExpanded(), f, ip.Next(),
		ip.Prev(), ip.Unmap(), b)
}

func addrPort(s string) string {
	p, err := netip.ParseAddrPort(s)
	if err != nil {
		return failed(err)
	}
	b, _ := p.MarshalBinary()
	return fmt.Sprintf("%v %x", p, b)
}

func prefix(s string) string {
	p, err := netip.ParsePrefix(s)
	if err != nil {
		return failed(err)
	}
	b, _ := p.MarshalBinary()
	return fmt.Sprintf("%v %v %s %x", p, p.Masked(), flags(p.IsSingleIP()), b)
}

// prefixes takes two with a space between.
func prefixes(s string) string {
	s1, s2, _ := strings.Cut(s, " ")
	p, err := netip.ParsePrefix(s1)
	if err != nil {
		return failed(err)
	}
	q, err := netip.ParsePrefix(s2)
	if err != nil {
		return failed(err)
	}
	_, n, err := net.ParseCIDR(s1)
	if err != nil {
		return failed(err)
	}
	f := flags(p.Overlaps(q), q.Overlaps(p), p.Contains(q.Addr()),
		q.Contains(p.Addr()), n.Contains(q.Addr().AsSlice()))
	return fmt.Sprintf("%d %d %s", p.Compare(q), p.Addr().Compare(q.Addr()), f)
}

func ipSays(ip net.IP) string {
	f := flags(ip.IsUnspecified(), ip.IsLoopback(), ip.IsPrivate(), ip.IsMulticast(),
		ip.IsInterfaceLocalMulticast(), ip.IsLinkLocalMulticast(),
		ip.IsLinkLocalUnicast(), ip.IsGlobalUnicast())
	return fmt.Sprintf("%x %v %s %v", []byte(ip), ip, f, ip.DefaultMask())
}

func ip(s string) string {
	return ipSays(net.ParseIP(s))
}

func cidr(s string) string {
	ip, n, err := net.ParseCIDR(s)
	if err != nil {
		return failed(err)
	}
	return fmt.Sprintf("%x %v %x %x", []byte(ip), n, []byte(n.IP), []byte(n.Mask))
}

func mac(s string) string {
	a, err := net.ParseMAC(s)
	if err != nil {
		return failed(err)
	}
	return a.String()
}

func split(s string) string {
	host, port, err := net.SplitHostPort(s)
	if err != nil {
		return failed(err)
	}
	return fmt.Sprintf("%q %q %s", host, port, net.JoinHostPort(host, port))
}

func port(s string) string {
	r := net.Resolver{PreferGo: true}
	n, err := r.LookupPort(context.Background(), "tcp", s)
	if err != nil {
		return failed(err)
	}
	return fmt.Sprint(n)
}

// raw takes the bytes for what they are.
func raw(s string) string {
	b := []byte(s)
	out := []string{ipSays(b), net.IPMask(b).String(), fmt.Sprint(net.IPMask(b).Size())}
	out = append(out, net.HardwareAddr(b).String())
	text, err := net.IP(b).MarshalText()
	if err != nil {
		text = []byte(failed(err))
	}
	out = append(out, string(text))
	out = append(out, (&net.IPNet{IP: b, Mask: b}).String())
	n := min(4, len(b))
	out = append(out, net.IP(b).Mask(b[:n]).String(), net.IP(b[:n]).Mask(b).String())
	out = append(out, flags(net.IP(b).Equal(b[:n]), net.IP(b[:n]).Equal(b)))
	var ip netip.Addr
	if err := ip.UnmarshalBinary(b); err != nil {
		out = append(out, failed(err))
	} else {
		out = append(out, addrSays(ip))
	}
	var ap netip.AddrPort
	if err := ap.UnmarshalBinary(b); err != nil {
		out = append(out, failed(err))
	} else {
		out = append(out, ap.String())
	}
	var p netip.Prefix
	if err := p.UnmarshalBinary(b); err != nil {
		out = append(out, failed(err))
	} else {
		out = append(out, p.String())
	}
	return strings.Join(out, " | ")
}

var parsers = map[string]func(string) string{
	"addr": addr, "addrport": addrPort, "prefix": prefix, "prefixes": prefixes,
	"ip": ip, "cidr": cidr, "mac": mac, "split": split, "port": port, "raw": raw,
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	defer out.Flush()
	for {
		line, err := in.ReadBytes('\n')
		if err != nil {
			return
		}
		name, text, _ := bytes.Cut(bytes.TrimSpace(line), []byte(" "))
		s, err := hex.DecodeString(string(text))
		if err != nil {
			panic(err)
		}
		fmt.Fprintf(out, "%x\n", parsers[string(name)](string(s)))
	}
}
