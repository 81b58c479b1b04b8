// A server of one file in Go: a goroutine for each connection.
package main

import (
	"fmt"
	"io"
	"net"
	"os"
)

const file = "benchmarks/out/sendfile.bin"

func send(conn net.Conn) {
	defer conn.Close()
	f, err := os.Open(file)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer f.Close()
	io.Copy(conn, f)
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
		conn, err := ln.Accept()
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		go send(conn)
	}
}
