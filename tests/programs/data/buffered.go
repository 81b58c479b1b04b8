package main

import "fmt"

func main() {
	ch := make(chan string, 3)
	fmt.Println(len(ch), cap(ch))
	ch <- "a"
	ch <- "b"
	fmt.Println(len(ch), cap(ch))
	close(ch)
	for range 3 {
		v, ok := <-ch
		fmt.Printf("%q %t\n", v, ok)
	}
	fmt.Println(len(ch), cap(ch))

	full := make(chan int, 1)
	full <- 1
	sent := make(chan bool)
	go func() {
		full <- 2
		full <- 3
		close(full)
		sent <- true
	}()
	for v := range full {
		fmt.Println("got", v)
	}
	<-sent
}
