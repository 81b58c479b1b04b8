package main

import (
	"fmt"
	"sync"
	"sync/atomic"
)

func main() {
	var mu sync.Mutex
	var wg sync.WaitGroup
	var hits atomic.Int64
	counts := map[string]int{}
	for i := range 50 {
		wg.Go(func() {
			mu.Lock()
			defer mu.Unlock()
			counts[[]string{"even", "odd"}[i%2]] += i
			hits.Add(1)
		})
	}
	wg.Wait()
	fmt.Println(counts["even"], counts["odd"], hits.Load())
	fmt.Println(mu.TryLock(), mu.TryLock())
	mu.Unlock()

	var rw sync.RWMutex
	rw.RLock()
	fmt.Println(rw.TryRLock(), rw.TryLock())
	rw.RUnlock()
	rw.RUnlock()
	fmt.Println(rw.TryLock(), rw.TryRLock())
	rw.Unlock()

	func() {
		defer func() { fmt.Println(recover()) }()
		wg.Add(1)
		wg.Done()
		wg.Done()
	}()
}
