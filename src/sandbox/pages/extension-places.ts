// Where an extension of the app stands on a page: the browser starts its worker there.
import { type Html, html } from './html.ts';
import type { Extension, Location, Project } from './project.ts';
import type { Shown } from './shown.ts';

export function extensionsAt({ extensions }: Project, location: Location): readonly Extension[] {
  return extensions.filter((extension) => extension.location === location);
}

/** `contactId`: of the record that it stands on. */
export function placeOf(shown: Shown, extension: Extension, contactId?: string): Html {
  const { portal, user } = shown.visit;
  const scene = {
    proxy: `/portals/${portal.portalId}/proxy`,
    userId: user.userId,
    userEmail: user.email,
    context: contextOf(shown, extension, contactId),
  };
  const address = `/portals/extensions/${extension.uid}.js`;
  return html`<div class="extension" data-extension="${address}" data-scene="${JSON.stringify(scene)}"></div>`;
}

/** As HubSpot's `useExtensionContext` answers it. */
function contextOf(
  { world, project, visit }: Shown,
  { name, location }: Extension,
  contactId: string | undefined,
): unknown {
  const { portal, user, language } = visit;
  const [firstName = '', ...lastNames] = user.name.split(' ');
  return {
    location,
    extension: { appId: world.app.appId, appName: project.appName, cardTitle: name },
    portal: { id: portal.portalId, timezone: portal.timeZone },
    user: {
      id: user.userId,
      email: user.email,
      emails: [user.email],
      firstName,
      lastName: lastNames.join(' '),
      locale: language,
      language,
      roles: [],
      teams: [],
      permissions: [],
    },
    variables: project.variables,
    ...(contactId === undefined ? {} : { crm: { objectId: Number(contactId), objectTypeId: '0-1' } }),
  };
}
