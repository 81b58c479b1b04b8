// Dial and close in Go: prints the nanoseconds that all of it took.
package main

import (
	"fmt"
	"net"
	"os"
	"strconv"
	"sync"
	"time"
)

func dial(port string, dials int) {
	for i := range dials {
		conn, err := net.Dial("tcp", fmt.Sprintf("127.0.0.%d:%s", 1+i%64, port))
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		conn.Close()
	}
}

func main() {
	port := os.Args[1]
	atOnce, err1 := strconv.Atoi(os.Args[2])
	dials, err2 := strconv.Atoi(os.Args[3])
	if err1 != nil || err2 != nil {
		fmt.Fprintln(os.Stderr, "usage: dial_go PORT ATONCE DIALS")
		os.Exit(2)
	}
	dial(port, atOnce) // warm
	var wg sync.WaitGroup
	began := time.Now()
	for range atOnce {
		wg.Go(func() { dial(port, dials/atOnce) })
	}
	wg.Wait()
	fmt.Println(time.Since(began).Nanoseconds())
}
