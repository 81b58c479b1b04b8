package main

import (
	"fmt"
	"os"
	"sync"
)

func main() {
	defer fmt.Println("not run")
	var wg sync.WaitGroup
	wg.Go(func() {
		fmt.Println("leaving with 3")
		os.Exit(3)
	})
	wg.Wait()
	select {}
}
