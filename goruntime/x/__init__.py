"""What Go has beside its standard library.  Go: golang.org/x"""
