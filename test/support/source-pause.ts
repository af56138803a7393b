// Hand-overs from social ads are paused since T0: of forty MQLs one became an SQL, where one in ten was promised.
import type { SourcePause } from '#domain/decision.ts';
import { T0 } from './builders.ts';

export const PAUSED_SOURCE: SourcePause = {
  id: 'pause-1',
  source: 'PAID_SOCIAL',
  clause: 'quality',
  month: '2026-01',
  from: 'mql',
  to: 'sql',
  reached: 1,
  matured: 40,
  floor: 100_000,
  since: T0,
};
