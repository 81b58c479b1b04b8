package main

import (
	"fmt"
	"time"
)

func main() {
	t := time.NewTimer(time.Hour)
	fmt.Println(t.Stop(), t.Stop(), t.Reset(time.Millisecond), len(t.C), cap(t.C))
	<-t.C
	fmt.Println(t.Stop(), t.Reset(time.Hour), t.Reset(time.Hour), t.Stop())

	fired := make(chan int, 3)
	for _, n := range []int{3, 1, 2} {
		time.AfterFunc(time.Duration(n)*time.Millisecond, func() { fired <- n })
	}
	fmt.Println(<-fired + <-fired + <-fired)

	ticker := time.NewTicker(2 * time.Millisecond)
	var last time.Time
	for range 5 {
		now := <-ticker.C
		if !now.After(last) {
			fmt.Println("time stands still")
		}
		last = now
	}
	ticker.Stop()
	select {
	case <-ticker.C:
		fmt.Println("a tick after Stop")
	default:
	}
	ticker.Reset(time.Millisecond)
	<-ticker.C
	ticker.Stop()

	start := time.Now()
	time.Sleep(5 * time.Millisecond)
	time.Sleep(-1)
	fmt.Println(time.Since(start) >= 5*time.Millisecond, time.Until(start) < 0)
	func() {
		defer func() { fmt.Println(recover()) }()
		time.NewTicker(0)
	}()
}
