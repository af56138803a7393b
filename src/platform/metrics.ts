// What Prometheus may ask. Labels are few and fixed: ids and names go to the log, never here.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type ClockWatch, OTHER_CLOCKS } from './clock-watch.ts';

interface EventCounts {
  readonly accepted: number;
  readonly duplicated: number;
  readonly setAside: number;
  readonly echoed: number;
  readonly dropped: number;
}

export interface Metrics {
  countEvents(counts: EventCounts): void;
  countWebhookAnswer(status: number, seconds: number): void;
  /** One slice of a turn; `result` as the turn names it. */
  observeTurn(result: string, seconds: number): void;
  /** One try to send a message, by its channel; `result` as Delivery names it. */
  countNotice(channel: string, result: string): void;
  /** A warning or a breach, and how long after its instant it fired. */
  observeFiring(kind: 'warn' | 'breach', lateSeconds: number): void;
  /** A connection to HubSpot failed at its edge (522, 525, 526). */
  countEdgeFault(): void;
  /** The page of /metrics. */
  render(): Promise<{ readonly contentType: string; readonly text: string }>;
}

/** From well under a webhook's usual answer to past HubSpot's patience of 5 s. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** From a look that came at once to an outage of hours. */
const LATENESS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600, 3_600];

export function createMetrics(clocks: ClockWatch): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'accord_' });
  const events = new Counter({
    name: 'accord_events_total',
    help: 'Webhook events by what became of them; echoed ones are among the accepted, dropped ones were about somebody erased.',
    labelNames: ['result'],
    registers,
  });
  const answers = new Histogram({
    name: 'accord_webhook_answer_seconds',
    help: 'Answers to webhook requests by status.',
    labelNames: ['status'],
    buckets: SECONDS,
    registers,
  });
  const turns = new Histogram({
    name: 'accord_turn_seconds',
    help: 'Slices of turns by result.',
    labelNames: ['result'],
    buckets: SECONDS,
    registers,
  });
  const notices = new Counter({
    name: 'accord_notices_total',
    help: 'Messages to people by channel and what became of the try.',
    labelNames: ['channel', 'result'],
    registers,
  });
  showClocks(registry, clocks);
  return {
    countEdgeFault: countEdgeFaults(registry),
    countEvents: (counts) => {
      events.inc({ result: 'accepted' }, counts.accepted);
      events.inc({ result: 'duplicated' }, counts.duplicated);
      events.inc({ result: 'set_aside' }, counts.setAside);
      events.inc({ result: 'echoed' }, counts.echoed);
      events.inc({ result: 'dropped' }, counts.dropped);
    },
    countWebhookAnswer: (status, seconds) => answers.observe({ status: String(status) }, seconds),
    countNotice: (channel, result) => notices.inc({ channel, result }),
    observeTurn: (result, seconds) => turns.observe({ result }, seconds),
    observeFiring: observeFirings(registry),
    render: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}

/** Worked out when asked for. */
function showClocks(registry: Registry, clocks: ClockWatch): void {
  const skews: Gauge<'clock'> = new Gauge({
    name: 'accord_clock_skew_seconds',
    help: 'How far another clock is ahead of this process; absent while it is not known.',
    labelNames: ['clock'],
    registers: [],
    collect: () => {
      skews.reset();
      for (const clock of OTHER_CLOCKS) {
        const skewMs = clocks.skewMs(clock);
        if (skewMs !== null) skews.set({ clock }, skewMs / 1_000);
      }
    },
  });
  const held: Gauge = new Gauge({
    name: 'accord_clocks_held',
    help: '1 while clocks disagree too much for a promise to be warned of or breached.',
    registers: [],
    collect: () => held.set(clocks.isDoubtful() ? 1 : 0),
  });
  registry.registerMetric(skews);
  registry.registerMetric(held);
}

function countEdgeFaults(registry: Registry): Metrics['countEdgeFault'] {
  const faults = new Counter({
    name: 'accord_hubspot_edge_faults_total',
    help: 'Connections to HubSpot that failed at its edge (522, 525, 526): look at TLS and proxies in between.',
    registers: [registry],
  });
  return () => faults.inc();
}

function observeFirings(registry: Registry): Metrics['observeFiring'] {
  const registers = [registry];
  const fired = new Counter({
    name: 'accord_clocks_fired_total',
    help: 'Warnings and breaches of promises that fired.',
    labelNames: ['kind'],
    registers,
  });
  const lateness = new Histogram({
    name: 'accord_clock_lateness_seconds',
    help: 'How long after their instant warnings and breaches fired.',
    labelNames: ['kind'],
    buckets: LATENESS,
    registers,
  });
  return (kind, lateSeconds) => {
    fired.inc({ kind });
    lateness.observe({ kind }, lateSeconds);
  };
}
