package main

import (
	"fmt"
	"runtime"
	"sync"
)

func inner() {
	defer fmt.Println("inner deferred")
	defer func() { fmt.Println("recovered:", recover() == nil) }()
	runtime.Goexit()
	fmt.Println("not reached")
}

func main() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		defer fmt.Println("outer deferred")
		inner()
		fmt.Println("not reached")
	}()
	wg.Wait()
	wg.Go(runtime.Goexit)
	wg.Wait()
	fmt.Println("main goes on")
}
