// Where people and HubSpot find what on this server; the app's project is made from these (app-manifest/generate).
export const ADDRESSES = {
  home: '/',
  /** Documentation and support of the app. */
  help: '/help',
  agreement: '/agreement',
  install: '/oauth/install',
  installed: '/oauth/callback',
  signIn: '/oauth/sign-in',
  signedIn: '/oauth/sign-in/callback',
  signOut: '/oauth/sign-out',
  webhooks: '/webhooks/hubspot',
  /** Below it, each workflow action by its name. */
  actions: '/hubspot/actions',
  tracks: '/hubspot/actions/options/tracks',
  openapi: '/api/v1/openapi.json',
} as const;
