package main

import "fmt"

func count(from, to int) <-chan int {
	ch := make(chan int)
	go func() {
		defer close(ch)
		for i := from; i < to; i++ {
			ch <- i
		}
	}()
	return ch
}

// The channel that is closed becomes nil, and its case is never taken again.
func main() {
	a, b := count(0, 5), count(100, 103)
	sum, closed := 0, 0
	for a != nil || b != nil {
		select {
		case v, ok := <-a:
			if !ok {
				a = nil
				closed++
				continue
			}
			sum += v
		case v, ok := <-b:
			if !ok {
				b = nil
				closed++
				continue
			}
			sum += v
		}
	}
	fmt.Println(sum, closed)

	var none chan int
	select {
	case v := <-none:
		fmt.Println("received", v)
	case none <- 1:
		fmt.Println("sent")
	default:
		fmt.Println("nothing")
	}
}
