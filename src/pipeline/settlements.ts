// What became of one change that was sent to HubSpot.
import type { Instant } from '#domain/agreement.ts';

export type Settlement = { readonly leadId: string; readonly contactId: string } & (
  | {
      readonly kind: 'confirmed';
      readonly sent: Readonly<Record<string, string>>;
      /** What HubSpot answered to hold; empty when it did not say. */
      readonly held: Readonly<Record<string, string | null>>;
      readonly updatedAt: Instant | null;
    }
  | {
      readonly kind: 'parked';
      readonly properties: readonly string[];
      readonly reason: string;
      readonly rest: 'again' | 'none';
      /** HubSpot does not take the owner: he has left, or has no seat for it. */
      readonly refusesOwner: boolean;
    }
  | { readonly kind: 'again'; readonly afterMs: number; readonly reason: string }
  /** Read back and not as sent: it never arrived, or somebody changed it since. The lead is judged again first. */
  | {
      readonly kind: 'differs';
      readonly held: Readonly<Record<string, string | null>>;
      readonly updatedAt: Instant;
    }
  | { readonly kind: 'gone'; readonly reason: string }
);

export type TaskSettlement = { readonly taskKey: string } & (
  | { readonly kind: 'confirmed'; readonly taskId: string }
  | { readonly kind: 'parked'; readonly reason: string }
  | { readonly kind: 'again'; readonly afterMs: number; readonly reason: string }
  /** Somebody deleted it: it is not made again (5a.6). */
  | { readonly kind: 'deleted' }
);
