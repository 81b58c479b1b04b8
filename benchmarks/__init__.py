"""The benchmarks: goruntime beside its rivals.  Run: python -m benchmarks"""
