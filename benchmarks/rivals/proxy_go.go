// Half a proxy in Go: of each two connections it copies the first to the second.
package main

import (
	"fmt"
	"io"
	"net"
	"os"
)

func accept(ln net.Listener) net.Conn {
	conn, err := ln.Accept()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return conn
}

func main() {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(ln.Addr().(*net.TCPAddr).Port)
	go func() {
		io.Copy(io.Discard, os.Stdin) // it closes when whoever started us is gone
		os.Exit(0)
	}()
	for {
		src := accept(ln)
		dst := accept(ln)
		go func() {
			defer src.Close()
			defer dst.Close()
			io.Copy(dst, src)
		}()
	}
}
