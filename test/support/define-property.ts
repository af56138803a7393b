// A custom contact property, made as the portal's admin would make it: through the sandbox's own API.
export async function defineProperty(
  sandboxUrl: string,
  portalId: string | number,
  definition: {
    readonly name: string;
    readonly type: string;
    readonly fieldType: string;
    /** Values of an enumeration, in order. */
    readonly options?: readonly string[];
  },
): Promise<void> {
  const grant = await post(`${sandboxUrl}/sandbox/portals/${portalId}/install`, {
    scopes: ['oauth', 'crm.schemas.contacts.write'],
  });
  const { access_token: token } = (await grant.json()) as { access_token: string };
  const options = definition.options?.map((value, displayOrder) => ({
    value,
    label: value,
    displayOrder,
    hidden: false,
  }));
  const body = {
    ...definition,
    label: definition.name,
    groupName: 'contactinformation',
    ...(options === undefined ? {} : { options }),
  };
  await post(`${sandboxUrl}/crm/properties/2026-03/0-1`, body, { authorization: `Bearer ${token}` });
}

async function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
  return response;
}
