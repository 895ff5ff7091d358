import sysconfig

from setuptools import Extension, setup

# sys.platform is win32 for MSYS2's Python too, whose compiler is GCC.
with_msvc = sysconfig.get_platform().startswith("win")

setup(
    ext_modules=[
        Extension(
            "IMPORT_NAME._core",
            ["src/IMPORT_NAME/_core.cpp"],
            language="c++",
            extra_compile_args=["/std:c++17", "/EHsc"] if with_msvc else ["-std=c++17"],
        )
    ]
)
