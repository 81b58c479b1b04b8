package main

import "fmt"

func main() {
	fmt.Println("waiting for nothing")
	select {}
}
