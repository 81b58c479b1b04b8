package main

import (
	"fmt"
	"sync"
)

type queue struct {
	mu    sync.Mutex
	cond  *sync.Cond
	items []int
	done  bool
}

func (q *queue) put(v int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.items = append(q.items, v)
	q.cond.Signal()
}

func (q *queue) finish() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.done = true
	q.cond.Broadcast()
}

func (q *queue) get() (int, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.items) == 0 && !q.done {
		q.cond.Wait()
	}
	if len(q.items) == 0 {
		return 0, false
	}
	v := q.items[0]
	q.items = q.items[1:]
	return v, true
}

func main() {
	q := &queue{}
	q.cond = sync.NewCond(&q.mu)
	var wg sync.WaitGroup
	var mu sync.Mutex
	sum, ended := 0, 0
	for range 3 {
		wg.Go(func() {
			for {
				v, ok := q.get()
				mu.Lock()
				if !ok {
					ended++
					mu.Unlock()
					return
				}
				sum += v
				mu.Unlock()
			}
		})
	}
	for i := range 100 {
		q.put(i)
	}
	q.finish()
	wg.Wait()
	fmt.Println(sum, ended)
}
