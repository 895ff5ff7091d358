import sysconfig

from Cython.Distutils import Extension
from setuptools import setup

# sys.platform is win32 for MSYS2's Python too, whose compiler is GCC.
with_msvc = sysconfig.get_platform().startswith("win")

# setuptools has Cython build this. cythonize() would do the same, and leave the .pyx out of the sdist.
setup(
    ext_modules=[
        Extension(
            "IMPORT_NAME._core",
            ["src/IMPORT_NAME/_core.pyx"],
            # A debugger shows the lines of _core.pyx, not those of the C code made of it.
            cython_line_directives=True,
            # Cython names the file as seen from src/, compilers and debuggers look from here.
            extra_compile_args=[]
            if with_msvc
            else ["-fdebug-prefix-map=IMPORT_NAME/=src/IMPORT_NAME/"],
        )
    ]
)
