package main

import (
	"errors"
	"fmt"
	"io"
)

func main() {
	r, w := io.Pipe()
	wrote := make(chan string)
	go func() {
		n, err := w.Write([]byte("hello, world"))
		w.Close()
		wrote <- fmt.Sprint("wrote ", n, " ", err == nil)
	}()
	buf := make([]byte, 5)
	for {
		n, err := r.Read(buf)
		if err != nil {
			fmt.Println("read:", err)
			break
		}
		fmt.Printf("%d %q\n", n, buf[:n])
	}
	fmt.Println(<-wrote)

	r, w = io.Pipe()
	failed := make(chan bool)
	go func() {
		n, err := w.Write([]byte("abcdef"))
		fmt.Println("wrote", n, err)
		_, err = w.Write([]byte("x"))
		fmt.Println("wrote", err)
		failed <- true
	}()
	io.ReadFull(r, make([]byte, 4))
	r.CloseWithError(errors.New("enough"))
	<-failed
	_, err := r.Read(buf)
	fmt.Println(err, errors.Is(err, io.ErrClosedPipe))

	r, w = io.Pipe()
	w.CloseWithError(errors.New("broken"))
	data, err := io.ReadAll(r)
	fmt.Println(len(data), err)
	_, err = w.Write([]byte("late"))
	fmt.Println(err)
	r.Close()
	n, err := w.Write(nil)
	fmt.Println(n, err)
}
