package main

import (
	"fmt"
	"io"
)

func main() {
	panic(fmt.Errorf("load config: %w", io.ErrUnexpectedEOF))
}
