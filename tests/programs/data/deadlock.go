package main

import (
	"fmt"
	"sync"
)

func main() {
	var mu sync.Mutex
	var wg sync.WaitGroup
	ch := make(chan int)
	mu.Lock()
	go mu.Lock()
	go func() { ch <- 1; ch <- 2 }()
	wg.Add(1)
	fmt.Println(<-ch)
	wg.Wait()
}
