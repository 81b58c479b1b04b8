package main

import "fmt"

func play(name string, table chan int, done chan string) {
	for ball := range table {
		fmt.Println(name, ball)
		if ball == 6 {
			close(table)
			break
		}
		table <- ball + 1
	}
	done <- name
}

func main() {
	table := make(chan int)
	done := make(chan string)
	go play("ping", table, done)
	table <- 0
	go play("pong", table, done)
	fmt.Println(len(<-done) + len(<-done))
}
