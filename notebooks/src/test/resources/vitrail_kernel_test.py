"""The samples by which jupyter-kernel-test judges a kernel, for the Vitrail kernel. Run with unittest."""

import inspect
import unittest

import jupyter_kernel_test

# Version 0.4 hands blocking functions to run_sync, which newer Jupyter takes for coroutines only.
run_sync = jupyter_kernel_test.run_sync
jupyter_kernel_test.run_sync = lambda f: run_sync(f) if inspect.iscoroutinefunction(f) else f


class VitrailKernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = "vitrail"
    language_name = "Java"
    file_extension = ".jshell"
    code_hello_world = 'System.out.println("hello, world");'
    code_stderr = 'System.err.println("test");'
    completion_samples = [
        {"text": "System.out.pri", "matches": {"print(", "printf(", "println("}},
        {"text": "Math.absE", "matches": {"absExact("}},
        {"text": "%dp_syn", "matches": {"%dp_synthesize"}},
    ]
    complete_code_samples = ["int x = 1;", 'System.out.println("a");', "x", "%dp_budget"]
    incomplete_code_samples = ["for (int i = 0; i < 3; i++) {", "class A {", "int f(int a) {"]
    invalid_code_samples = ["int x = )", "class 3A {}"]
    code_generate_error = 'throw new RuntimeException("boom");'
    code_execute_result = [
        {"code": "6*7", "result": "42"},
        {"code": "\"a\" + 1", "result": "a1"},
        {"code": "int example = 43; example", "result": "43"},
    ]
    code_display_data = [
        {"code": 'display("hi");', "mime": "text/plain"},
        {"code": 'display("<b>hi</b>", "text/html");', "mime": "text/html"},
    ]
    code_history_pattern = "int ex%"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.abs("


if __name__ == "__main__":
    unittest.main(verbosity=2)
