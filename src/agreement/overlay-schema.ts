// What differs by country, language, team or property (R25). Each part is written as in the main document and replaces it.
import { z } from 'zod';
import { CalendarChanges } from './calendar-schema.ts';
import { DocumentFilter } from './condition-schema.ts';
import { complain, type IssueSink } from './issue.ts';
import { Country, LeadLanguage } from './place-schema.ts';
import { Id, Label, Points, PromiseTime, PropertyName, strict, word } from './value-schema.ts';

const MAX_LIST = 50;

export const DocumentOverlay = strict({
  id: Id,
  label: Label.optional(),
  when: DocumentFilter.optional(),
  countries: z.array(Country).min(1).max(MAX_LIST).optional(),
  languages: z.array(LeadLanguage).min(1).max(MAX_LIST).optional(),
  teams: z.array(Label).min(1).max(MAX_LIST).optional(),
  language: word(['en', 'fr']).optional(),
  calendar: CalendarChanges.optional(),
  promises: strict({
    sales: strict({
      acceptWithin: PromiseTime.optional(),
      firstTouchWithin: PromiseTime.optional(),
      feedbackWithin: PromiseTime.optional(),
    }),
  }).optional(),
  stages: strict({
    mql: strict({ entry: DocumentFilter.optional(), exit: DocumentFilter.optional() }),
  }).optional(),
  data: strict({ mandatory: strict({ mql: z.array(PropertyName).max(50) }) }).optional(),
  points: z.record(z.string().max(60), Points).optional(),
}).transform((overlay, sink) => {
  checkChoice(overlay, sink);
  checkTeamChanges(overlay, sink);
  const { language, calendar, promises, stages, data, points } = overlay;
  if ([language, calendar, promises, stages, data, points].every((part) => part === undefined))
    complain(sink, { code: 'emptyOverlay' });
  return overlay;
});
export type DocumentOverlay = z.output<typeof DocumentOverlay>;

interface Choice {
  readonly when?: z.output<typeof DocumentFilter> | undefined;
  readonly countries?: readonly string[] | undefined;
  readonly languages?: readonly string[] | undefined;
  readonly teams?: readonly string[] | undefined;
}

function checkChoice({ when, countries, languages, teams }: Choice, sink: IssueSink): void {
  const byLead = [when, countries, languages].some((part) => part !== undefined);
  if (!byLead && teams === undefined) complain(sink, { code: 'overlayForAll' });
  if (byLead && teams !== undefined) complain(sink, { code: 'overlayTeamAlone', path: ['teams'] });
}

/** A team comes with the owner, after the lead was judged: it cannot move the lines that it is judged by. */
function checkTeamChanges(
  overlay: { readonly teams?: readonly string[] | undefined } & Readonly<Record<string, unknown>>,
  sink: IssueSink,
): void {
  if (overlay.teams === undefined) return;
  for (const part of ['stages', 'data', 'points']) {
    if (overlay[part] !== undefined)
      complain(sink, { code: 'overlayTeamLines', params: { part }, path: [part] });
  }
}
