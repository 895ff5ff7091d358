import type {Container} from '../binary/containers/container.ts';
import type {Surroundings} from '../rules/check-artefact.ts';

/** What the environment around an artefact says; null where it is none. */
export function surroundingsOf(_path: string, _container: Container): Surroundings | null {
  return null;
}
