package main

import (
	"context"
	"errors"
	"fmt"
)

type key string

var errBored = errors.New("bored")

func main() {
	root, cancel := context.WithCancel(context.Background())
	child, cancelChild := context.WithCancelCause(root)
	value := context.WithValue(child, key("user"), "gopher")
	free := context.WithoutCancel(value)
	fmt.Println(context.Background(), context.TODO())
	fmt.Println(root)
	fmt.Println(child)
	fmt.Println(free)
	fmt.Println(value.Value(key("user")), value.Value(key("other")) == nil, free.Value(key("user")))
	_, ok := value.Deadline()
	fmt.Println(ok, root.Err() == nil, context.Cause(child) == nil)

	after := make(chan string)
	context.AfterFunc(value, func() { after <- "after" })
	stop := context.AfterFunc(root, func() { fmt.Println("not run") })
	fmt.Println(stop(), stop())
	cancelChild(errBored)
	fmt.Println(<-after)
	<-value.Done()
	fmt.Println(value.Err(), "|", context.Cause(value), "|", root.Err() == nil)
	cancel()
	cancel()
	fmt.Println(root.Err(), "|", context.Cause(root), "|", context.Cause(child))
	fmt.Println(free.Err() == nil, free.Done() == nil)
	late, stopLate := context.WithCancel(root)
	defer stopLate()
	fmt.Println(late.Err(), errors.Is(late.Err(), context.Canceled))
}
