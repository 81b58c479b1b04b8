// Go's side of the small measures.
//
//	micro NAME SECONDS SHRINK
//
// prints nanoseconds (or bytes) for one operation of the measure NAME, in the words of
// benchmarks/micro.py: either an operation count that fills SECONDS, or the fixed count
// of the measure divided by SHRINK.
package main

import (
	"fmt"
	"os"
	"reflect"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const batch = 100

func empty() {}

func since(began time.Time) float64 { return float64(time.Since(began).Nanoseconds()) }

func spawn(n int) float64 {
	began := time.Now()
	for i := 0; i < n; i += batch {
		for range batch {
			go empty()
		}
		for runtime.NumGoroutine() > 1 {
			runtime.Gosched()
		}
	}
	return since(began)
}

func yield(n int) float64 {
	var wg sync.WaitGroup
	began := time.Now()
	for range 2 {
		wg.Go(func() {
			for range n / 2 {
				runtime.Gosched()
			}
		})
	}
	wg.Wait()
	return since(began)
}

func link(left int, release, last chan struct{}, done *sync.WaitGroup) {
	defer done.Done()
	if left == 0 {
		close(last)
	} else {
		go link(left-1, release, last, done)
	}
	<-release
}

func chain(n int) float64 {
	release, last := make(chan struct{}), make(chan struct{})
	var done sync.WaitGroup
	done.Add(n)
	began := time.Now()
	go link(n-1, release, last, &done)
	<-last
	close(release)
	done.Wait()
	return since(began)
}

func resident() float64 {
	text, _ := os.ReadFile("/proc/self/statm")
	pages, _ := strconv.Atoi(strings.Fields(string(text))[1])
	return float64(pages * os.Getpagesize())
}

func parked(n int) float64 {
	release := make(chan struct{})
	debug.FreeOSMemory()
	before := resident()
	for range n {
		go func() { <-release }()
	}
	for range 10 {
		runtime.Gosched()
	}
	return resident() - before
}

func prodCons(size int) func(int) float64 {
	return func(n int) float64 {
		c := make(chan int, size)
		began := time.Now()
		go func() {
			for i := range n {
				c <- i
			}
		}()
		for range n {
			<-c
		}
		return since(began)
	}
}

func chanUncontended(n int) float64 {
	c := make(chan int, batch)
	began := time.Now()
	for i := 0; i < n; i += batch {
		for j := range batch {
			c <- j
		}
		for range batch {
			<-c
		}
	}
	return since(began)
}

func recvReady(n int) float64 {
	c := make(chan int, n)
	for i := range n {
		c <- i
	}
	began := time.Now()
	for range n {
		<-c
	}
	return since(began)
}

func selectReady(n int) float64 {
	a, b := make(chan int, n), make(chan int, n)
	for i := range n {
		a <- i
		b <- i
	}
	began := time.Now()
	for range n {
		select {
		case <-a:
		case <-b:
		}
	}
	return since(began)
}

func selectUncontended(n int) float64 {
	a, b := make(chan int, 1), make(chan int, 1)
	a <- 0
	began := time.Now()
	for range n / 2 {
		select {
		case v := <-a:
			b <- v
		case v := <-b:
			a <- v
		}
		select {
		case v := <-a:
			b <- v
		case v := <-b:
			a <- v
		}
	}
	return since(began)
}

func selectNonblock(n int) float64 {
	c := make(chan int)
	began := time.Now()
	for range n {
		select {
		case <-c:
		default:
		}
	}
	return since(began)
}

func selectWait(width int) func(int) float64 {
	return func(n int) float64 {
		cases := make([]reflect.SelectCase, width)
		for i := range cases {
			c := reflect.ValueOf(make(chan int))
			cases[i] = reflect.SelectCase{Dir: reflect.SelectRecv, Chan: c}
		}
		last := cases[width-1].Chan.Interface().(chan int)
		go func() {
			for i := range n {
				last <- i
			}
		}()
		began := time.Now()
		for range n {
			reflect.Select(cases)
		}
		return since(began)
	}
}

func mutexUncontended(n int) float64 {
	var mu sync.Mutex
	began := time.Now()
	for range n {
		mu.Lock()
		mu.Unlock()
	}
	return since(began)
}

func rwMutexUncontended(n int) float64 {
	var mu sync.RWMutex
	began := time.Now()
	for range n {
		mu.RLock()
		mu.RUnlock()
	}
	return since(began)
}

func mutexHandOver(n int) float64 {
	var mu sync.Mutex
	var wg sync.WaitGroup
	began := time.Now()
	for range batch {
		wg.Go(func() {
			for range n / batch {
				mu.Lock()
				runtime.Gosched()
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return since(began)
}

func waitGroup(n int) float64 {
	var wg sync.WaitGroup
	began := time.Now()
	for range n {
		wg.Go(empty)
	}
	wg.Wait()
	return since(began)
}

func startStop(n int) float64 {
	timers := make([]*time.Timer, n)
	began := time.Now()
	for i := range n {
		timers[i] = time.AfterFunc(time.Hour, empty)
	}
	for _, t := range timers {
		t.Stop()
	}
	return since(began)
}

func afterFunc(n int) float64 {
	var left atomic.Int64
	left.Store(int64(n))
	done := make(chan struct{})
	fire := func() {
		if left.Add(-1) == 0 {
			close(done)
		}
	}
	began := time.Now()
	for range n {
		time.AfterFunc(time.Millisecond, fire)
	}
	<-done
	return since(began)
}

func sleepers(n int) float64 {
	var wg sync.WaitGroup
	began := time.Now()
	for range n {
		wg.Go(func() { time.Sleep(time.Millisecond) })
	}
	wg.Wait()
	return since(began)
}

type measure struct {
	run   func(int) float64
	fixed int
}

var measures = map[string]measure{
	"Spawn":              {spawn, 0},
	"Gosched":            {yield, 0},
	"Chain":              {chain, 20000},
	"ParkedMemory":       {parked, 100000},
	"ChanSync":           {prodCons(0), 0},
	"ChanProdCons100":    {prodCons(100), 0},
	"ChanUncontended":    {chanUncontended, 0},
	"RecvReady":          {recvReady, 0},
	"SelectReady2":       {selectReady, 0},
	"SelectUncontended":  {selectUncontended, 0},
	"SelectNonblock":     {selectNonblock, 0},
	"SelectWait2":        {selectWait(2), 0},
	"SelectWait10":       {selectWait(10), 0},
	"SelectWait100":      {selectWait(100), 0},
	"SelectWait1000":     {selectWait(1000), 0},
	"MutexUncontended":   {mutexUncontended, 0},
	"RWMutexUncontended": {rwMutexUncontended, 0},
	"MutexHandOver":      {mutexHandOver, 0},
	"WaitGroup10000":     {waitGroup, 10000},
	"TimerStartStop":     {startStop, 100000},
	"TimerFire":          {afterFunc, 100000},
	"Sleep":              {sleepers, 10000},
}

func main() {
	m, ok := measures[os.Args[1]]
	seconds, err1 := strconv.ParseFloat(os.Args[2], 64)
	shrink, err2 := strconv.Atoi(os.Args[3])
	if !ok {
		fmt.Fprintln(os.Stderr, "nothing of this name is measured in Go")
		os.Exit(2)
	}
	if err1 != nil || err2 != nil {
		fmt.Fprintln(os.Stderr, "usage: micro NAME SECONDS SHRINK")
		os.Exit(2)
	}
	n := m.fixed / shrink
	if n == 0 {
		n = 1000
		took := m.run(n)
		for took < seconds*1e9/10 {
			n *= 4
			took = m.run(n)
		}
		n = max(1, int(float64(n)*seconds*1e9/took/1000)) * 1000
	}
	fmt.Println(m.run(n) / float64(n))
}
