package main

import "fmt"

func main() {
	done := make(chan bool)
	go func() {
		defer fmt.Println("the goroutine's deferred function")
		panic("in a goroutine")
	}()
	<-done
	fmt.Println("not reached")
}
