import type {BackendName} from '../project/project-facts.ts';
import type {Backend} from './backend.ts';
import {cmake} from './backends/cmake.ts';
import {maturin} from './backends/maturin.ts';
import {mesonPython} from './backends/meson-python.ts';
import {pep517} from './backends/pep517.ts';
import {scikitBuildCore} from './backends/scikit-build-core.ts';
import {setuptools} from './backends/setuptools.ts';

const backends: readonly Backend[] = [setuptools, mesonPython, scikitBuildCore, cmake, maturin, pep517];

/** How projects of that build system are built. */
export function backendOf(name: BackendName): Backend {
  return backends.find(({names}) => names.includes(name)) ?? pep517;
}
