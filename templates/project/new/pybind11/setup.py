import sysconfig

import pybind11
from setuptools import Extension, setup

# sys.platform is win32 for MSYS2's Python too, whose compiler is GCC.
with_msvc = sysconfig.get_platform().startswith("win")

# Not pybind11.setup_helpers: its Extension compiles with -g0, which leaves a debugger nothing to show.
setup(
    ext_modules=[
        Extension(
            "IMPORT_NAME._core",
            ["src/IMPORT_NAME/_core.cpp"],
            language="c++",
            include_dirs=[pybind11.get_include()],
            extra_compile_args=["/std:c++17", "/EHsc"]
            if with_msvc
            else ["-std=c++17", "-fvisibility=hidden"],
        )
    ]
)
