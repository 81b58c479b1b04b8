package main

import "fmt"

func attempt(name string, f func()) {
	defer func() {
		fmt.Println(name+":", recover())
	}()
	f()
	fmt.Println(name, "done")
}

func main() {
	ch := make(chan int, 1)
	attempt("send", func() { ch <- 1 })
	attempt("close", func() { close(ch) })
	attempt("close again", func() { close(ch) })
	attempt("send after close", func() { ch <- 2 })
	attempt("select after close", func() {
		select {
		case ch <- 3:
		default:
		}
	})
	size := -1
	attempt("make", func() { _ = make(chan int, size) })

	unbuffered, told := make(chan int), make(chan string)
	go func() {
		defer func() { told <- fmt.Sprint(recover()) }()
		close(unbuffered)
		unbuffered <- 1
	}()
	_, ok := <-unbuffered
	fmt.Println(ok, <-told)
}
