// What finding owners looks at, for the leads of one batch: read once, and carried from lead to lead, since each that is
// given away moves a pool's turns and a rep's load.
import type { Agreement, Instant } from '#domain/agreement.ts';
import { EVERYONE } from '#domain/agreement-routing.ts';
import type { Decision, Desk, Owners, PoolState, UserTime } from '#domain/decision.ts';
import { DAY_MS, fromEpochMs, parseDay, toEpochMs } from '#domain/instant.ts';
import type { LeadFacts, LeadState } from '#domain/lead.ts';
import { dayAt } from '#domain/local-day.ts';
import { absencesAhead } from '#domain/routing/absences.ts';
import { accountDomain } from '#domain/routing/desk.ts';
import { repOf } from '#domain/routing/former-reps.ts';
import type { Owner } from './ports.ts';
import { mayHoldLeads } from './read-users.ts';

/** The side on which pools give leads that reps get; each rehearsal is `observe:<regime>`. */
export const ACTING = 'main';

/** Acting and each rehearsal deal pools of their own. */
export function sideOf({ live, regime }: { readonly live: boolean; readonly regime: number }): string {
  return live ? ACTING : `observe:${regime}`;
}

/** What an agreement's pools have given so far, on one side: acting, or rehearsing. */
export interface RoutingLedger {
  /** Local day of `today`, in days since 1970-01-01. */
  readonly day: number;
  /** Leads given on it, by owner id. */
  readonly today: Readonly<Record<string, number>>;
  /** By pool id. */
  readonly pools: Readonly<Record<string, PoolState>>;
}

const EMPTY_LEDGER: RoutingLedger = { day: parseDay('1970-01-01'), today: {}, pools: {} };

/** Who has the account of a lead, as far as our own tables tell. */
export interface Account {
  /** Of the company with the domain asked for; '' when none. */
  readonly domainOwner: string;
  /** '' when the lead has none and the domain is no company's. */
  readonly companyId: string;
  /** Owner of the company's open lead that was assigned last; '' when none. */
  readonly colleague: string;
}

export interface AccountQuestion {
  readonly leadId: string;
  /** '' when it is known, or there is none. */
  readonly companyId: string;
  /** '' where everybody can have an address there. */
  readonly domain: string;
}

export interface DeskStore {
  /** By agreement id; one that has given nothing is not named. */
  readLedgers(
    portalId: string,
    which: { readonly agreementIds: readonly string[]; readonly side: string },
  ): Promise<Readonly<Record<string, RoutingLedger>>>;
  /** Open leads with an owner on that side, by owner id. */
  readOpenLoads(portalId: string, side: string): Promise<Readonly<Record<string, number>>>;
  /** By lead id. */
  readAccounts(
    portalId: string,
    which: { readonly asked: readonly AccountQuestion[]; readonly side: string },
  ): Promise<Readonly<Record<string, Account>>>;
  /** What HubSpot tells of its users' time, by owner id; one of whom it tells nothing is not named. */
  readUserTimes(portalId: string): Promise<Readonly<Record<string, UserTime>>>;
}

interface DeskInput {
  readonly now: Instant;
  readonly owners: readonly Owner[];
  readonly ledgers: Readonly<Record<string, RoutingLedger>>;
  readonly openLoads: Readonly<Record<string, number>>;
  readonly accounts: Readonly<Record<string, Account>>;
  readonly users: Readonly<Record<string, UserTime>>;
}

export async function openDesks(
  store: DeskStore,
  portal: { readonly portalId: string; readonly owners: readonly Owner[] },
  asked: {
    readonly now: Instant;
    readonly side: string;
    readonly agreements: readonly Agreement[];
    readonly questions: readonly AccountQuestion[];
    readonly users: Readonly<Record<string, UserTime>>;
  },
): Promise<Desks> {
  const { now, side, agreements, questions, users } = asked;
  const agreementIds = agreements.map(({ id }) => id);
  const [ledgers, openLoads, accounts] = await Promise.all([
    store.readLedgers(portal.portalId, { agreementIds, side }),
    agreements.some(limitsOpen) ? store.readOpenLoads(portal.portalId, side) : {},
    store.readAccounts(portal.portalId, { asked: questions, side }),
  ]);
  return new Desks({ now, owners: portal.owners, ledgers, openLoads, accounts, users });
}

function limitsOpen({ routing }: Agreement): boolean {
  return routing.pools.some(
    ({ maxOpen, members }) => maxOpen !== null || members.some((member) => member.maxOpen !== null),
  );
}

export function questionOf(leadId: string, companyId: string | null, facts: LeadFacts): AccountQuestion {
  return { leadId, companyId: companyId ?? '', domain: accountDomain(facts) };
}

function idsByEmail(owners: readonly Owner[]): Desk['reps'] {
  const known = owners.filter((owner) => mayHoldLeads(owner) && owner.email !== null && owner.email !== '');
  return Object.fromEntries(known.map(({ email, id }) => [email?.toLowerCase() ?? '', id]));
}

/** Of all who may hold leads. */
export function absencesIn(
  { routing }: Agreement,
  { owners, users, now }: Pick<DeskInput, 'owners' | 'users' | 'now'>,
): NonNullable<Owners['absences']> {
  const activeOwners = owners.filter(mayHoldLeads).map(({ id }) => id);
  return absencesAhead(routing, { reps: idsByEmail(owners), users, activeOwners }, toEpochMs(now));
}

export class Desks {
  readonly #input: DeskInput;
  readonly #ids: Readonly<Record<string, string>>;
  readonly #ledgers = new Map<string, RoutingLedger>();
  readonly #open: Map<string, number>;
  #accounts: DeskInput['accounts'];
  readonly #absences = new Map<Agreement, NonNullable<Owners['absences']>>();
  /** Who got a lead of the company in this very batch. */
  readonly #colleagues = new Map<string, string>();

  constructor(input: DeskInput) {
    this.#input = input;
    this.#accounts = input.accounts;
    this.#open = new Map(Object.entries(input.openLoads));
    this.#ids = idsByEmail(input.owners);
  }

  /** Who has the accounts of further leads. */
  learn(accounts: DeskInput['accounts']): void {
    this.#accounts = { ...this.#accounts, ...accounts };
  }

  absencesFor(agreement: Agreement): NonNullable<Owners['absences']> {
    const absences = this.#absences.get(agreement) ?? absencesIn(agreement, this.#input);
    this.#absences.set(agreement, absences);
    return absences;
  }

  deskFor(agreement: Agreement, leadId: string): Desk {
    const { pools, today } = this.#ledgerOf(agreement);
    const account = this.#accounts[leadId];
    const emails = new Set(
      agreement.routing.pools.flatMap(({ members }) => members.map(({ email }) => email)),
    );
    const owners = [...new Set([...Object.keys(today), ...this.#open.keys()])].toSorted();
    return {
      reps: this.#repsOf(emails),
      loads: Object.fromEntries(
        owners.map((id) => [id, { today: today[id] ?? 0, open: this.#open.get(id) ?? 0 }] as const),
      ),
      users: this.#timesOf(emails),
      pools,
      domainOwner: account?.domainOwner ?? '',
      colleague: this.#colleagues.get(account?.companyId ?? '') ?? account?.colleague ?? '',
    };
  }

  #repsOf(emails: ReadonlySet<string>): Desk['reps'] {
    return Object.fromEntries(Object.entries(this.#ids).filter(([email]) => emails.has(email)));
  }

  /** Of the reps in the pools, and of their absences those that a decision of now may meet: the rest is only kept with it. */
  #timesOf(emails: ReadonlySet<string>): Desk['users'] {
    const reps = new Set(Object.values(this.#repsOf(emails)));
    const { now, users } = this.#input;
    const soon = fromEpochMs(toEpochMs(now) + DAY_MS);
    const seen = Object.entries(users).filter(([id]) => emails.has(EVERYONE) || reps.has(id));
    return Object.fromEntries(
      seen.map(([id, { away = [], ...time }]) => {
        const near = away.filter(({ from, until }) => now < until && from < soon);
        return [id, { ...time, ...(near.length === 0 ? {} : { away: near }) }];
      }),
    );
  }

  /** Every lead of the batch, in the order decided. */
  note(
    agreement: Agreement,
    lead: { readonly leadId: string; readonly before: LeadState },
    { state, route }: Decision,
  ): void {
    const [before, after] = [repOf(lead.before), repOf(state)];
    if (before !== after) {
      this.#addOpen(before, -1);
      this.#addOpen(after, 1);
    }
    if (route === undefined || route.ownerId === '') return;
    const ledger = this.#ledgerOf(agreement);
    const { ownerId, turns } = route;
    this.#ledgers.set(agreement.id, {
      ...ledger,
      today: { ...ledger.today, [ownerId]: (ledger.today[ownerId] ?? 0) + 1 },
      pools: turns === undefined ? ledger.pools : { ...ledger.pools, [turns.pool]: turns.state },
    });
    const companyId = this.#accounts[lead.leadId]?.companyId ?? '';
    if (companyId !== '') this.#colleagues.set(companyId, ownerId);
  }

  /** Ledgers that are others now. */
  changes(): readonly { readonly agreementId: string; readonly ledger: RoutingLedger }[] {
    return [...this.#ledgers].map(([agreementId, ledger]) => ({ agreementId, ledger }));
  }

  #addOpen(ownerId: string, change: number): void {
    if (ownerId !== '') this.#open.set(ownerId, Math.max(0, (this.#open.get(ownerId) ?? 0) + change));
  }

  /** What was given on an earlier day counts no more. */
  #ledgerOf({ id, routing }: Agreement): RoutingLedger {
    const ledger = this.#ledgers.get(id) ?? this.#input.ledgers[id] ?? EMPTY_LEDGER;
    const day = dayAt(routing.timeZone, toEpochMs(this.#input.now));
    return ledger.day === day ? ledger : { ...ledger, day, today: {} };
  }
}
