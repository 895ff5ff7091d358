from setuptools import Extension, setup

setup(ext_modules=[Extension("spam._core", ["src/spam/_core.c"])])
