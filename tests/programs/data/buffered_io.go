package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
)

func main() {
	r := bufio.NewReader(strings.NewReader("line one\nline two\nno end"))
	for {
		line, err := r.ReadString('\n')
		fmt.Printf("%q\n", line)
		if err != nil {
			fmt.Println(err)
			break
		}
	}
	r = bufio.NewReaderSize(strings.NewReader("abcdefghijklmnopqrstuvwxyz"), 16)
	head, err := r.Peek(3)
	fmt.Println(string(head), err == nil, r.Buffered(), r.Size())
	c, _ := r.ReadByte()
	fmt.Println(c, r.UnreadByte() == nil, r.UnreadByte())
	_, err = r.Peek(17)
	fmt.Println(err)
	_, err = r.ReadSlice('!')
	fmt.Println(err)
	n, err := r.Discard(100)
	fmt.Println(n, err)
	_, err = r.ReadByte()
	fmt.Println(err)

	var out bytes.Buffer
	w := bufio.NewWriterSize(&out, 8)
	fmt.Fprint(w, "12345")
	fmt.Println(out.Len(), w.Buffered(), w.Available())
	fmt.Fprint(w, "6789")
	fmt.Println(out.Len(), w.Buffered())
	w.Flush()
	fmt.Println(out.String())

	b := bytes.NewBufferString("hello world")
	fmt.Println(string(b.Next(6)), b.Len())
	b.WriteByte('!')
	b.WriteRune('日')
	word, err := b.ReadBytes('!')
	fmt.Println(string(word), err == nil, b.String())
	b.Reset()
	_, err = b.Read(make([]byte, 1))
	fmt.Println(err, err == io.EOF)

	var sb strings.Builder
	for i := 3; i > 0; i-- {
		fmt.Fprintf(&sb, "%d...", i)
	}
	sb.WriteString("go")
	sb.WriteByte('!')
	sb.WriteRune('é')
	fmt.Println(sb.String(), sb.Len())
}
