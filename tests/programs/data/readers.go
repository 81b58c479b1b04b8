package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

func main() {
	r := io.MultiReader(strings.NewReader("first "), strings.NewReader(""), strings.NewReader("second"))
	data, err := io.ReadAll(r)
	fmt.Printf("%q %v\n", data, err == nil)

	var seen bytes.Buffer
	tee := io.TeeReader(io.LimitReader(strings.NewReader("0123456789"), 7), &seen)
	buf := make([]byte, 4)
	n, err := io.ReadFull(tee, buf)
	fmt.Println(n, string(buf), err == nil)
	n, err = io.ReadFull(tee, buf)
	fmt.Println(n, string(buf[:n]), err)
	n, err = io.ReadFull(tee, buf)
	fmt.Println(n, err)
	fmt.Println(seen.String())
	n, err = io.ReadAtLeast(strings.NewReader("abc"), buf, 5)
	fmt.Println(n, err)

	var out strings.Builder
	m, err := io.Copy(&out, io.NewSectionReader(strings.NewReader("the quick brown fox"), 4, 5))
	fmt.Println(m, out.String(), err == nil)
	m, err = io.CopyN(&out, strings.NewReader("xyz"), 5)
	fmt.Println(m, out.String(), err)

	sr := strings.NewReader("héllo")
	for sr.Len() > 0 {
		c, size, _ := sr.ReadRune()
		fmt.Print(string(c), size, " ")
	}
	fmt.Println()
	_, err = sr.Seek(-100, io.SeekEnd)
	fmt.Println(err)
	_, err = sr.ReadAt(buf, -1)
	fmt.Println(err)
	fmt.Println(sr.UnreadByte() == nil, sr.UnreadRune())

	w := io.MultiWriter(&seen, &out)
	io.WriteString(w, "!")
	fmt.Println(seen.String(), out.Len())
}
