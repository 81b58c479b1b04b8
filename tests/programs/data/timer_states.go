package main

import (
	"fmt"
	"time"
)

// What has fired but was not received is taken back by Stop and Reset.
func main() {
	t := time.NewTimer(time.Millisecond)
	time.Sleep(20 * time.Millisecond)
	fmt.Println(len(t.C), cap(t.C), t.Stop(), t.Stop())
	select {
	case <-t.C:
		fmt.Println("stale")
	default:
		fmt.Println("nothing")
	}

	t.Reset(time.Millisecond)
	time.Sleep(20 * time.Millisecond)
	fmt.Println(t.Reset(time.Hour))
	select {
	case <-t.C:
		fmt.Println("stale")
	case <-time.After(time.Millisecond):
		fmt.Println("nothing")
	}
	fmt.Println(t.Reset(-1))
	<-t.C
	fmt.Println(t.Reset(0), t.Stop())

	fired := make(chan int, 1)
	f := time.AfterFunc(time.Hour, func() { fired <- 1 })
	fmt.Println(f.C == nil, f.Reset(0), <-fired)
	fmt.Println(f.Stop(), f.Reset(time.Hour), f.Stop())

	ticker := time.NewTicker(time.Hour)
	ticker.Reset(time.Millisecond)
	time.Sleep(20 * time.Millisecond)
	<-ticker.C // those that were missed in between are dropped
	ticker.Stop()
	ticker.Stop()
	select {
	case <-ticker.C:
		fmt.Println("stale")
	default:
		fmt.Println("nothing")
	}
	var zero time.Timer
	func() {
		defer func() { fmt.Println(recover()) }()
		zero.Stop()
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		ticker.Reset(-1)
	}()
}
