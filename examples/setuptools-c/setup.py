from setuptools import Extension, setup

setup(ext_modules=[Extension("spam", ["src/spam.c"])])
