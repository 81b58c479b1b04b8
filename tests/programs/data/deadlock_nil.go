package main

import "fmt"

func main() {
	var never chan int
	a, b := make(chan int), make(chan int)
	go func() {
		select {
		case <-a:
		case b <- 1:
		}
	}()
	fmt.Println("main receives from nil")
	select {
	case <-never:
	}
}
