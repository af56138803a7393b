// What a handler is given and what it must answer, as the contract of its route has them.
import type { z } from 'zod';
import type { Language } from '#agreement/messages.ts';
import type { WebContext } from '#http/web-context.ts';
import type { KnownCaller } from './caller.ts';
import type { Route } from './route.ts';

export interface Input<R extends Route> {
  readonly params: z.output<R['params']>;
  readonly query: z.output<R['query']>;
  readonly body: z.output<R['body']>;
  readonly caller: KnownCaller;
  readonly language: Language;
}

export type Answer<R extends Route> = z.output<R['answer']>;

/** One for each route of a contract. */
export type HandlersOf<Contract extends Readonly<Record<string, Route>>> = {
  readonly [Name in keyof Contract]: (
    context: WebContext,
    input: Input<Contract[Name]>,
  ) => Promise<Answer<Contract[Name]>>;
};
