// What the page tells the worker when it starts an extension.

export interface Scene {
  /** Where the proxy of `hubspot.fetch` is. */
  readonly proxy: string;
  readonly userId: number;
  readonly userEmail: string;
  /** As HubSpot's hook answers it. */
  readonly context: unknown;
}

export interface Alert {
  readonly title?: string;
  readonly message: string;
  readonly type?: 'info' | 'tip' | 'success' | 'warning' | 'danger';
}
