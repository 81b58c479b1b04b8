package main

import "fmt"

func main() {
	defer fmt.Println("deferred")
	ch := make(chan int)
	close(ch)
	fmt.Println("sending")
	ch <- 1
	fmt.Println("not reached")
}
