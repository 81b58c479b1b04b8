package main

import (
	"fmt"
	"sort"
	"sync"
)

func main() {
	var m sync.Map
	for i, name := range []string{"a", "b", "c"} {
		m.Store(name, i)
	}
	v, ok := m.Load("b")
	fmt.Println(v, ok)
	_, ok = m.Load("z")
	fmt.Println(ok)
	v, loaded := m.LoadOrStore("a", 10)
	fmt.Println(v, loaded)
	v, loaded = m.LoadOrStore("d", 3)
	fmt.Println(v, loaded)
	v, loaded = m.LoadAndDelete("c")
	fmt.Println(v, loaded)
	v, loaded = m.Swap("b", 20)
	fmt.Println(v, loaded)
	fmt.Println(m.CompareAndSwap("b", 20, 21), m.CompareAndSwap("b", 20, 22))
	fmt.Println(m.CompareAndDelete("b", 20), m.CompareAndDelete("d", 3))
	var lines []string
	m.Range(func(k, v any) bool {
		lines = append(lines, fmt.Sprint(k, "=", v))
		return true
	})
	sort.Strings(lines)
	fmt.Println(lines[0], lines[1], len(lines))
	m.Clear()
	m.Range(func(k, v any) bool { panic("not empty") })
}
