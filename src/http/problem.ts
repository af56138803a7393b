// A refusal on purpose: status, a code for programs, a sentence for people, and what to do about it. Never a secret.
import type { Language } from '#agreement/messages.ts';

export interface ProblemWords {
  readonly message: string;
  readonly fix?: string;
}

export interface ProblemOptions {
  readonly status: number;
  /** UPPER_SNAKE, part of the interface. */
  readonly code: string;
  readonly message: string;
  /** What the reader can do. */
  readonly fix?: string;
  /** Both, in the language of whoever asked, where HubSpot's users may meet it; else English will do. */
  readonly words?: (language: Language) => ProblemWords;
  /** Further members of the body. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly options: ProblemOptions;

  constructor(options: ProblemOptions) {
    super(options.message);
    this.options = options;
  }
}

/** What HubSpot's users may meet. */
export function inWords(
  words: (language: Language) => ProblemWords,
  rest: Pick<ProblemOptions, 'status' | 'code' | 'details' | 'headers'>,
): ProblemOptions {
  return { ...words('en'), ...rest, words };
}
