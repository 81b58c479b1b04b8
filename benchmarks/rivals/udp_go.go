// The UDP echo server in Go: one goroutine.
package main

import (
	"fmt"
	"io"
	"net"
	"os"
)

func main() {
	c, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(c.LocalAddr().(*net.UDPAddr).Port)
	go func() {
		io.Copy(io.Discard, os.Stdin) // it closes when whoever started us is gone
		os.Exit(0)
	}()
	buf := make([]byte, 16384)
	for {
		n, addr, err := c.ReadFromUDP(buf)
		if err == nil {
			_, err = c.WriteToUDP(buf[:n], addr)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}
