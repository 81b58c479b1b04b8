package main

import (
	"fmt"
	"time"
)

func main() {
	work, quit := make(chan int), make(chan struct{})
	go func() {
		for i := range 4 {
			work <- i * i
		}
		close(quit)
	}()
	for running := true; running; {
		select {
		case v := <-work:
			fmt.Println("work", v)
		case <-quit:
			fmt.Println("quit")
			running = false
		case <-time.After(time.Minute):
			fmt.Println("timeout")
		}
	}
	select {
	case v := <-work:
		fmt.Println("work", v)
	case <-time.After(10 * time.Millisecond):
		fmt.Println("timeout")
	}
	out, what := make(chan int), ""
	go func() {
		select {
		case out <- 1:
			what = "sent"
		case <-out:
			what = "received"
		}
		close(out)
	}()
	fmt.Println(<-out)
	_, ok := <-out
	fmt.Println(ok, what)
}
