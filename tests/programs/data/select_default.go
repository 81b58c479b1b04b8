package main

import "fmt"

func try(ch chan int, v int) {
	select {
	case ch <- v:
		fmt.Println("sent", v)
	default:
		fmt.Println("full")
	}
}

func poll(ch chan int) {
	select {
	case v, ok := <-ch:
		fmt.Println("received", v, ok)
	default:
		fmt.Println("empty")
	}
}

func main() {
	ch := make(chan int, 2)
	poll(ch)
	for i := 1; i <= 3; i++ {
		try(ch, i)
	}
	poll(ch)
	poll(ch)
	poll(ch)
	try(make(chan int), 7)
	close(ch)
	poll(ch)
}
