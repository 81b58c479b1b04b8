"""The same small programs in goruntime and in what it is compared with."""
