from setuptools import Extension, setup

setup(ext_modules=[Extension("IMPORT_NAME._core", ["src/IMPORT_NAME/_core.c"])])
