package main

import (
	"errors"
	"fmt"
	"sync"
)

func attempt(f func()) {
	defer func() { fmt.Println("recovered", recover()) }()
	f()
}

func main() {
	var once sync.Once
	for i := range 3 {
		once.Do(func() { fmt.Println("once", i) })
	}
	var failing sync.Once
	attempt(func() { failing.Do(func() { panic("half done") }) })
	attempt(func() { failing.Do(func() { fmt.Println("not again") }) })

	f := sync.OnceFunc(func() {
		fmt.Println("called")
		panic("always")
	})
	attempt(f)
	attempt(f)
	v := sync.OnceValue(func() int {
		fmt.Println("computing")
		return 42
	})
	fmt.Println(v(), v())
	vs := sync.OnceValues(func() (int, error) { return 1, errors.New("and an error") })
	n, err := vs()
	fmt.Println(n, err)
}
