// The one base class for failures of the outside world; the http error handler and the queue consumer branch on it.

export interface AppErrorOptions {
  readonly code: string;
  readonly retryable: boolean;
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
  /** For the log: ids and codes only, never personal data. */
  readonly data?: Readonly<Record<string, string | number | boolean>>;
}

export class AppError extends Error {
  override readonly name: string = 'AppError';
  readonly code: string;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly data: Readonly<Record<string, string | number | boolean>>;

  constructor(message: string, options: AppErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code;
    this.retryable = options.retryable;
    this.retryAfterMs = options.retryAfterMs;
    this.data = options.data ?? {};
  }
}
