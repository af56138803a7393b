// Decides which calls fail and how: by share, drawn from the seed in the order calls arrive, or by script for tests
// that need one certain failure. Leaves doing it to the pipeline.
import { createRandom } from './random.ts';

/** `Before` means nothing was applied; `After` means it was, and the caller never hears of it. */
export const FAULT_KINDS = [
  '400',
  '403',
  '423',
  '429',
  '477',
  '500',
  '502',
  '503',
  '504',
  '522',
  '525',
  '526',
  'hangBeforeApply',
  'hangAfterApply',
  'resetBeforeApply',
  'resetAfterApply',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

interface ScriptedFault {
  readonly kind: FaultKind | 'rowRefusal';
  /** How many matching calls (or rows) fail. */
  readonly times: number;
  readonly method?: string | undefined;
  readonly pathIncludes?: string | undefined;
}

export interface FaultSettings {
  /** Share of CRM calls per kind; OAuth calls fail by script only. */
  readonly shares: Readonly<Partial<Record<FaultKind, number>>>;
  /** Share of rows in batch writes that are refused with VALIDATION_ERROR. */
  readonly rowRefusalShare: number;
  /** Only calls whose path holds this text; '' for all. */
  readonly pathIncludes: string;
  /** How long a hanging call stays open before the connection is cut. */
  readonly hangMs: number;
  /** A batch of more inputs, or a longer page of a search, is more than the portal can process: 504, and nothing is applied. Null: no such limit. */
  readonly maxInputs: number | null;
  /** Taken before the shares are drawn, first match first. */
  readonly script: readonly ScriptedFault[];
}

export const NO_FAULTS: FaultSettings = {
  shares: {},
  rowRefusalShare: 0,
  pathIncludes: '',
  hangMs: 60_000,
  maxInputs: null,
  script: [],
};

export interface FaultEngine {
  drawCall(call: {
    readonly method: string;
    readonly path: string;
    readonly scriptedOnly: boolean;
  }): FaultKind | null;
  /** Whether a batch of so many is more than can be processed. */
  isTooMuch(inputs: number): boolean;
  drawRow(call: { readonly method: string; readonly path: string }): boolean;
  configure(change: Partial<FaultSettings>): void;
  readonly settings: () => FaultSettings;
  readonly injected: () => Readonly<Record<string, number>>;
}

export function createFaultEngine(seed: string, initial: FaultSettings): FaultEngine {
  const random = createRandom(seed, 'faults');
  const counts: Record<string, number> = {};
  let settings = initial;
  const count = <T extends string>(kind: T): T => {
    counts[kind] = (counts[kind] ?? 0) + 1;
    return kind;
  };
  const isTooMuch = (inputs: number): boolean => {
    if (settings.maxInputs === null || inputs <= settings.maxInputs) return false;
    count('tooMuch');
    return true;
  };
  const takeScripted = (
    call: { method: string; path: string },
    wantsRow: boolean,
  ): ScriptedFault['kind'] | null => {
    const match = settings.script.find(
      (step) => step.times > 0 && (step.kind === 'rowRefusal') === wantsRow && matches(step, call),
    );
    if (match === undefined) return null;
    const script = settings.script.map((step) =>
      step === match ? { ...step, times: step.times - 1 } : step,
    );
    settings = { ...settings, script: script.filter((step) => step.times > 0) };
    return count(match.kind);
  };
  return {
    drawCall: (call) => {
      const scripted = takeScripted(call, false);
      if (scripted !== null && scripted !== 'rowRefusal') return scripted;
      if (call.scriptedOnly || !call.path.includes(settings.pathIncludes)) return null;
      const kind = drawShare(settings, random.next());
      return kind === null ? null : count(kind);
    },
    isTooMuch,
    drawRow: (call) => {
      if (takeScripted(call, true) !== null) return true;
      if (!random.chance(settings.rowRefusalShare)) return false;
      count('rowRefusal');
      return true;
    },
    configure: (change) => {
      settings = { ...settings, ...change };
    },
    settings: () => settings,
    injected: () => ({ ...counts }),
  };
}

function matches(step: ScriptedFault, call: { method: string; path: string }): boolean {
  const methodFits = step.method === undefined || step.method === call.method;
  return methodFits && (step.pathIncludes === undefined || call.path.includes(step.pathIncludes));
}

function drawShare(settings: FaultSettings, draw: number): FaultKind | null {
  let left = draw;
  for (const kind of FAULT_KINDS) {
    left -= settings.shares[kind] ?? 0;
    if (left < 0) return kind;
  }
  return null;
}
