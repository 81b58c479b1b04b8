package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"strings"
)

func show(text string, split bufio.SplitFunc) {
	s := bufio.NewScanner(strings.NewReader(text))
	s.Split(split)
	n := 0
	for s.Scan() {
		fmt.Printf("%q ", s.Text())
		n++
	}
	fmt.Println(n, s.Err() == nil)
}

func main() {
	show("one\ntwo\r\n\nlast", bufio.ScanLines)
	show("one\n\n", bufio.ScanLines)
	show("  the quick\tbrown\n fox ", bufio.ScanWords)
	show("añ日\xff", bufio.ScanRunes)
	show("abc", bufio.ScanBytes)
	show("", bufio.ScanLines)
	show("a,b,,c", func(data []byte, atEOF bool) (int, []byte, error) {
		if i := bytes.IndexByte(data, ','); i >= 0 {
			return i + 1, data[:i], nil
		}
		if atEOF {
			return len(data), data, bufio.ErrFinalToken
		}
		return 0, nil, nil
	})
	s := bufio.NewScanner(strings.NewReader("short\n" + strings.Repeat("x", 200)))
	s.Buffer(make([]byte, 0, 16), 64)
	for s.Scan() {
		fmt.Println(s.Text())
	}
	fmt.Println(s.Err(), errors.Is(s.Err(), bufio.ErrTooLong))
}
