// HubSpot's error bodies. Leaves to the routes when each applies; the shapes are those of its error handling page.

/** Thrown inside a route and answered as is. */
export class HubspotError extends Error {
  override readonly name = 'HubspotError';
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;

  constructor(status: number, body: Readonly<Record<string, unknown>>) {
    super(typeof body['message'] === 'string' ? body['message'] : `HTTP ${status}`);
    this.status = status;
    this.body = body;
  }
}

/** One refused property value, in the words that HubSpot embeds as JSON in its message. */
export interface PropertyError {
  readonly name: string;
  readonly error: string;
  readonly message: string;
}

export function buildError(status: number, category: string, message: string): HubspotError {
  return new HubspotError(status, { status: 'error', message, category });
}

export function refuseInput(message: string): HubspotError {
  return buildError(400, 'VALIDATION_ERROR', message);
}

export function refuseNotFound(message = 'resource not found'): HubspotError {
  return buildError(404, 'OBJECT_NOT_FOUND', message);
}

/** The body of a single refused write; a batch row carries the same category, message and errors. */
export function refuseProperties(portalId: number, errors: readonly PropertyError[]): HubspotError {
  return new HubspotError(400, {
    status: 'error',
    message: `Property values were not valid: ${JSON.stringify(errors.map((error) => embedError(portalId, error)))}`,
    errors: errors.map((error) => ({
      message: error.message,
      code: error.error,
      context: { propertyName: [error.name] },
    })),
    category: 'VALIDATION_ERROR',
  });
}

export function refuseScopes(scopes: readonly string[]): HubspotError {
  return new HubspotError(403, {
    status: 'error',
    message:
      "This app hasn't been granted all required scopes to make this call. Read more about required scopes here: https://developers.hubspot.com/scopes.",
    errors: [
      {
        message: 'One or more of the following scopes are required.',
        context: { requiredGranularScopes: scopes },
      },
    ],
    links: { scopes: 'https://developers.hubspot.com/scopes' },
    category: 'MISSING_SCOPES',
  });
}

export function refuseConflict(message: string): HubspotError {
  return buildError(409, 'CONFLICT', message);
}

function embedError(portalId: number, error: PropertyError): Readonly<Record<string, unknown>> {
  return {
    isValid: false,
    message: error.message,
    error: error.error,
    name: error.name,
    localizedErrorMessage: error.message,
    portalId,
  };
}
