package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"
	"time"
)

func main() {
	_, err := net.Dial("tcp", "127.0.0.1:1")
	fmt.Println(err, errors.Is(err, syscall.ECONNREFUSED))
	var opErr *net.OpError
	fmt.Println(errors.As(err, &opErr), opErr.Op, opErr.Net, opErr.Addr)
	_, err = net.Dial("tcp", "127.0.0.1")
	fmt.Println(err)
	_, err = net.Dial("carrier-pigeon", "127.0.0.1:80")
	fmt.Println(err)
	_, err = net.Listen("tcp", "127.0.0.1:99999")
	fmt.Println(err)
	_, _, err = net.SplitHostPort("[::1:80")
	fmt.Println(err)
	fmt.Println(net.ParseIP("192.168.1.300") == nil, net.ParseIP("::ffff:1.2.3.4"), net.JoinHostPort("::1", "80"))

	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	go func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			go func() {
				io.Copy(c, c)
				c.Close()
			}()
		}
	}()
	c, err := net.Dial("tcp", ln.Addr().String())
	if err != nil {
		panic(err)
	}
	c.Write([]byte("echo"))
	buf := make([]byte, 4)
	io.ReadFull(c, buf)
	fmt.Println(string(buf))
	c.SetReadDeadline(time.Now().Add(5 * time.Millisecond))
	_, err = c.Read(buf)
	var netErr net.Error
	fmt.Println(errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &netErr) && netErr.Timeout())
	errors.As(err, &opErr)
	fmt.Println(opErr.Op, opErr.Err)
	c.SetReadDeadline(time.Time{})
	c.(*net.TCPConn).CloseWrite()
	_, err = c.Read(buf)
	fmt.Println(err)
	c.Close()
	_, err = c.Read(buf)
	errors.As(err, &opErr)
	fmt.Println(opErr.Op, opErr.Err, errors.Is(err, net.ErrClosed))
	ln.Close()
	_, err = ln.Accept()
	errors.As(err, &opErr)
	fmt.Println(opErr.Op, opErr.Err)
}
