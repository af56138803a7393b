/** Came by itself: HubSpot knows an original source, and it is none of imports and integrations. */
export function isInbound(source: string): boolean {
  return source !== '' && source !== 'OFFLINE';
}
