package main

import (
	"errors"
	"fmt"
	"io"
	"os"
)

type codeError struct {
	Code int
	Err  error
}

func (e *codeError) Error() string { return fmt.Sprintf("code %d: %v", e.Code, e.Err) }
func (e *codeError) Unwrap() error { return e.Err }

var errBase = errors.New("base")

type sameCode struct{ n int }

func (e sameCode) Error() string { return fmt.Sprint("same ", e.n) }
func (e sameCode) Is(target error) bool {
	t, ok := target.(sameCode)
	return ok && t.n%10 == e.n%10
}

func main() {
	wrapped := fmt.Errorf("outer: %w", &codeError{7, errBase})
	fmt.Println(wrapped)
	fmt.Println(errors.Is(wrapped, errBase), errors.Is(wrapped, io.EOF), errors.Is(errors.New("base"), errBase))
	var code *codeError
	if errors.As(wrapped, &code) {
		fmt.Println("code", code.Code, code.Err)
	}
	fmt.Println(errors.Unwrap(wrapped), "|", errors.Unwrap(errors.Unwrap(wrapped)), "|", errors.Unwrap(errBase) == nil)

	joined := errors.Join(errBase, nil, io.ErrUnexpectedEOF)
	fmt.Println(joined)
	fmt.Println(errors.Is(joined, io.ErrUnexpectedEOF), errors.Unwrap(joined) == nil, errors.Join(nil, nil) == nil)
	nested := fmt.Errorf("nested: %w", errors.Join(joined, wrapped))
	fmt.Println(nested)
	fmt.Println(errors.As(nested, &code), errors.Is(nested, io.EOF))
	fmt.Println(errors.Is(sameCode{12}, sameCode{2}), errors.Is(sameCode{12}, sameCode{3}))
	pathErr := &os.PathError{Op: "open", Path: "/nowhere", Err: os.ErrNotExist}
	fmt.Println(pathErr, errors.Is(pathErr, os.ErrNotExist), errors.Unwrap(pathErr))
	fmt.Println(errors.ErrUnsupported)
}
