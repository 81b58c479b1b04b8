package main

import (
	"fmt"
	"runtime"
)

func main() {
	deferred := make(chan bool)
	defer close(deferred)
	defer fmt.Println("main's deferred function")
	go func() {
		<-deferred
		for i := range 3 {
			fmt.Println("still running", i)
			runtime.Gosched()
		}
	}()
	runtime.Goexit()
}
