// The contract that people read and sign, from the document that runs (R01): HTML or Markdown, English or French.
import type { Language } from '#domain/wording.ts';
import { STANDARD_TYPES } from './property-types.ts';
import { toHtml } from './render/html.ts';
import { toMarkdown } from './render/markdown.ts';
import { type Edition, writePaper } from './render/paper.ts';
import { resolveConditions } from './resolve-conditions.ts';
import type { AgreementDocument } from './schema.ts';

export interface RenderOptions extends Edition {
  readonly language: Language;
  readonly format: 'html' | 'markdown';
}

/** One self-contained page, or Markdown. What the writers' own words say stays in their language. */
export function renderAgreement(document: AgreementDocument, options: RenderOptions): string {
  const typed = resolveConditions(document, STANDARD_TYPES);
  const paper = writePaper(typed, options.language, options);
  return options.format === 'html' ? toHtml(paper, options.language) : toMarkdown(paper);
}
