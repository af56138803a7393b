// The overlays of a document → what decisions pick from: one condition each, and the parts that it changes.
import type { Filter, Overlay, OverlayChanges } from '#domain/agreement.ts';
import type { CalendarChanges } from './calendar-schema.ts';
import { compileCalendar } from './compile-calendar.ts';
import { compileTimes } from './compile-sales.ts';
import type { DocumentOverlay } from './overlay-schema.ts';
import { allOf, inCountries, inLanguages } from './place-schema.ts';
import type { AgreementDocument } from './schema.ts';

export function compileOverlays(document: AgreementDocument, year: number): readonly Overlay[] {
  return (document.overlays ?? []).map((overlay) => ({
    id: overlay.id,
    label: overlay.label ?? overlay.id,
    when: whenOf(overlay),
    teams: overlay.teams ?? [],
    changes: changesOf(overlay, document, year),
  }));
}

/** The condition that its countries, languages and own condition make together; null for a team's. */
function whenOf({ when, countries, languages }: DocumentOverlay): Filter | null {
  const filters = [
    when,
    countries === undefined ? undefined : inCountries(countries),
    languages === undefined ? undefined : inLanguages(languages),
  ];
  return allOf(filters.filter((filter) => filter !== undefined));
}

function changesOf(overlay: DocumentOverlay, document: AgreementDocument, year: number): OverlayChanges {
  const { language, calendar, promises, stages, data, points } = overlay;
  const sales = promises?.sales;
  const all = {
    language,
    calendar: calendar === undefined ? undefined : compileCalendar(within(document, calendar), year),
    sales: sales === undefined ? undefined : compileTimes(sales, document.promises.sales),
    mqlEntry: stages?.mql.entry,
    mqlExit: stages?.mql.exit,
    mandatoryForMql: data?.mandatory.mql,
    points,
  };
  return defined(all);
}

type Defined<T> = { readonly [Key in keyof T]?: Exclude<T[Key], undefined> };

/** Without what was not written: a key that is there replaces the agreement's. */
function defined<T extends object>(values: T): Defined<T> {
  // Only values that are not undefined are left.
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>;
}

/** What the overlay leaves out is as in the main calendar. */
function within({ calendar }: AgreementDocument, changes: CalendarChanges): AgreementDocument['calendar'] {
  return {
    timeZone: changes.timeZone ?? calendar.timeZone,
    workingHours: changes.workingHours ?? calendar.workingHours,
    holidays: changes.holidays ?? calendar.holidays,
    closures: changes.closures ?? calendar.closures,
  };
}
