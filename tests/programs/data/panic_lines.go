package main

import (
	"errors"
	"fmt"
)

func main() {
	fmt.Println("about to panic")
	panic(errors.Join(errors.New("one"), errors.New("two")))
}
