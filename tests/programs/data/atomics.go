package main

import (
	"fmt"
	"math"
	"sync/atomic"
)

type config struct{ name string }

func main() {
	var i atomic.Int32
	i.Store(math.MaxInt32)
	fmt.Println(i.Add(1), i.Load())
	fmt.Println(i.CompareAndSwap(0, 5), i.Swap(7), i.CompareAndSwap(7, 12), i.Load())
	fmt.Println(i.And(10), i.Or(3), i.Load())
	var u atomic.Uint64
	fmt.Println(u.Add(^uint64(0)), u.Load())
	var b atomic.Bool
	fmt.Println(b.Load(), b.Swap(true), b.CompareAndSwap(true, false), b.Load())
	var p atomic.Pointer[config]
	fmt.Println(p.Load() == nil)
	p.Store(&config{"first"})
	old := p.Swap(&config{"second"})
	fmt.Println(old.name, p.Load().name, p.CompareAndSwap(old, nil))
	var v atomic.Value
	fmt.Println(v.Load() == nil)
	v.Store("text")
	fmt.Println(v.Load(), v.Swap("more"), v.CompareAndSwap("more", "most"), v.Load())
	func() {
		defer func() { fmt.Println(recover()) }()
		v.Store(1)
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		v.Store(nil)
	}()
}
