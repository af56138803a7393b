// What a page is drawn from.
import type { World } from '#sandbox/world.ts';
import type { Project } from './project.ts';
import type { Visit } from './visit.ts';

export interface Shown {
  readonly world: World;
  readonly project: Project;
  readonly visit: Visit;
}
