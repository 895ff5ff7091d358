/**
 * Real projects with their build files: setup.py with and without a docstring, `__future__` imports, classes of their
 * own for build_ext; pyproject.toml for setuptools, meson-python, scikit-build-core, maturin, hatchling, poetry and
 * flit.
 */
export const requirements: readonly string[] = [
  'simplejson==4.3.0',
  'markupsafe==3.0.4',
  'bitarray==3.12.3',
  'greenlet==3.5.6',
  'msgpack==1.2.4',
  'wrapt==2.5.2',
  'coverage==7.17.3',
  'psutil==7.2.2',
  'cffi==2.1.1',
  'pyyaml==6.0.3',
  'kiwisolver==1.5.1',
  'regex==2026.11.15',
  'zstandard==0.25.0',
  'bluetooth-data-tools==1.29.24',
  'bcrypt==5.0.0',
  'multidict==7.2.1',
  'frozenlist==1.8.0',
  'yarl==1.25.1',
  'lxml==6.1.3',
  'pillow==13.0.0',
  'contourpy==1.3.3',
  'pywavelets==1.9.0',
  'rpds-py==2026.9.1',
  'orjson==3.13.0',
  'awkward-cpp==57',
  'pyzmq==27.3.0',
  'siphash24==1.9',
  'scikit-build-core==1.1.2',
];
