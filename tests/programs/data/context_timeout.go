package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

func main() {
	errSlow := errors.New("too slow")
	ctx, cancel := context.WithTimeoutCause(context.Background(), 10*time.Millisecond, errSlow)
	defer cancel()
	inner, stop := context.WithTimeout(ctx, time.Hour)
	defer stop()
	a, _ := ctx.Deadline()
	b, _ := inner.Deadline()
	fmt.Println(a.Equal(b))
	select {
	case <-inner.Done():
		fmt.Println(inner.Err())
	case <-time.After(time.Minute):
		fmt.Println("no deadline")
	}
	fmt.Println(context.Cause(inner), errors.Is(inner.Err(), context.DeadlineExceeded))
	var timeout interface{ Timeout() bool }
	fmt.Println(errors.As(inner.Err(), &timeout), timeout.Timeout())
	cancel()
	fmt.Println(ctx.Err())

	past, done := context.WithDeadline(context.Background(), time.Unix(0, 0))
	defer done()
	fmt.Println(past.Err(), context.Cause(past))

	never, release := context.WithTimeout(context.Background(), time.Hour)
	release()
	<-never.Done()
	fmt.Println(never.Err())
}
