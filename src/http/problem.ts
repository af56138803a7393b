// A refusal on purpose: status, a code for programs, a sentence for people, and what to do about it. Never a secret.

export interface ProblemOptions {
  readonly status: number;
  /** UPPER_SNAKE, part of the interface. */
  readonly code: string;
  readonly message: string;
  /** What the reader can do. */
  readonly fix?: string;
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
