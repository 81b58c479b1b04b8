package main

import (
	"errors"
	"fmt"
)

var errNoGo = errors.New("no go")

func level(n int) (result string) {
	defer fmt.Println("leaving", n)
	defer func() {
		if v := recover(); v != nil {
			result = fmt.Sprintf("recovered %v at %d", v, n)
		}
	}()
	if n == 0 {
		panic("bottom")
	}
	if n == 2 {
		panic(errNoGo)
	}
	return level(n - 1)
}

func rethrow() (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("outer: %w", v.(error))
		}
	}()
	defer func() {
		v := recover()
		fmt.Println("inner saw", v)
		panic(v)
	}()
	panic(errNoGo)
}

func main() {
	fmt.Println(level(1))
	fmt.Println(level(3))
	err := rethrow()
	fmt.Println(err, errors.Is(err, errNoGo))
}
