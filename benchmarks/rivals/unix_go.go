// The Unix-stream echo server in Go: a goroutine for each connection.
package main

import (
	"fmt"
	"io"
	"net"
	"os"
)

func echo(conn net.Conn) {
	defer conn.Close()
	buf := make([]byte, 16384)
	for {
		n, err := conn.Read(buf)
		if err != nil {
			return
		}
		if _, err := conn.Write(buf[:n]); err != nil {
			return
		}
	}
}

func main() {
	ln, err := net.Listen("unix", fmt.Sprintf("@goruntime-bench-%d", os.Getpid()))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(os.Getpid())
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
		go echo(conn)
	}
}
