// A lead in the hands of rep 7 since T0.
import { initialState, type LeadState } from '#domain/lead.ts';
import { T0 } from './builders.ts';

export const HELD: LeadState = {
  ...initialState(),
  regime: 1,
  status: 'handedOver',
  cycle: 1,
  stage: { value: 'marketingqualifiedlead', before: 'lead', by: 'accord', at: T0 },
  owner: { value: '7', before: '', by: 'accord', at: T0 },
  handOvers: [T0],
  handedOverAt: T0,
  assignedAt: T0,
  answersAfter: T0,
};
