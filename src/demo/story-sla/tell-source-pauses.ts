// What became of a source under its floor, as lines of the log: why it is paused, which leads wait for it, who lets them go.
import { countOf } from '#domain/amounts.ts';
import type { Reason } from '#domain/decision.ts';
import { tellPause } from '#domain/explain/source-pause-sentences.ts';
import { quote } from '#domain/typography.ts';
import type { PauseRecord } from '#pipeline/consequences/source-pauses.ts';
import type { ToldAct, ToldDecision } from '#store/story.ts';
import { type Line, nameLead, type Telling } from './line.ts';
import { word } from './words.ts';

export const LIFT_ACT = 'lift source pause';

/** In the product's own words: with the numbers. */
export function tellPaused({ language }: Telling, pause: PauseRecord): Line {
  return { at: pause.since, text: tellPause(pause, language) };
}

/** Said again in every decision while it lasts: told when the lead begins to wait. */
export function tellHeldBack(
  { language }: Telling,
  told: ToldDecision,
  params: Reason['params'],
): readonly Line[] {
  if (told.decision.state.heldSince !== told.at) return [];
  const source = quote(String(params['source']), language);
  return [{ at: told.at, text: word(language, 'heldBack', { lead: nameLead(told), source }) }];
}

export function tellLifted({ language, manager }: Telling, { at, before, after, reason }: ToldAct): Line {
  const { source } = before as { source: string }; // as source-pause-log wrote them
  const { held } = after as { held: number };
  const text = word(language, 'lifted', {
    manager,
    source: quote(source, language),
    leads: countOf(held, ['lead', 'leads'], language),
    text: reason,
  });
  return { at, text };
}
