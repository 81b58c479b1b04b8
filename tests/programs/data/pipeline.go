package main

import (
	"context"
	"fmt"
)

func gen(ctx context.Context) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for n := 1; ; n++ {
			select {
			case out <- n:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

func square(in <-chan int) <-chan int {
	out := make(chan int, 1)
	go func() {
		defer close(out)
		for n := range in {
			out <- n * n
		}
	}()
	return out
}

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	sum := 0
	squares := square(gen(ctx))
	for sq := range squares {
		sum += sq
		if sq >= 100 {
			break
		}
	}
	cancel()
	for range squares {
	}
	fmt.Println(sum, ctx.Err())
}
