package main

import (
	"fmt"
	"sort"
	"sync"
)

func main() {
	jobs, results := make(chan int), make(chan [2]int, 4)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for n := range jobs {
				results <- [2]int{n, n * n}
			}
		})
	}
	go func() {
		for i := range 10 {
			jobs <- i
		}
		close(jobs)
	}()
	go func() {
		wg.Wait()
		close(results)
	}()
	var got [][2]int
	for r := range results {
		got = append(got, r)
	}
	sort.Slice(got, func(i, j int) bool { return got[i][0] < got[j][0] })
	for _, r := range got {
		fmt.Println(r[0], r[1])
	}

	limit := make(chan struct{}, 2)
	var mu sync.Mutex
	running, most := 0, 0
	for range 6 {
		wg.Go(func() {
			limit <- struct{}{}
			defer func() { <-limit }()
			mu.Lock()
			running++
			most = max(most, running)
			mu.Unlock()
			mu.Lock()
			running--
			mu.Unlock()
		})
	}
	wg.Wait()
	fmt.Println(most <= 2, running)
}
