// One sentence per reason code, of its parameters and the agreement's words.
import type { Reason } from '#domain/decision.ts';
import type { Words } from '#domain/wording.ts';

export type Sentences = Readonly<Record<string, (params: Reason['params'], words: Words) => string>>;
