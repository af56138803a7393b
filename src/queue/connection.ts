// What the producer and the consumer need of the place where the queue lives, alike for Redis and Postgres; the narrow
// part of BullMQ's classes, whose full types name their backend.
import type { JobsOptions, Processor, WorkerOptions } from 'bullmq';
import type { TURN_JOB, TurnWake } from './jobs.ts';

export interface TurnQueue {
  add(name: typeof TURN_JOB, data: TurnWake, options: JobsOptions): Promise<unknown>;
  removeDeduplicationKey(id: string): Promise<unknown>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(): Promise<void>;
}

export interface TurnWorker {
  waitUntilReady(): Promise<void>;
  /** Resolves once the worker is closed, rejects when it cannot start. */
  run(): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'stalled', listener: (jobId: string) => void): unknown;
  /** Waits for the turns that are running. */
  close(): Promise<void>;
  /** Cuts the connections, whatever is running. */
  disconnect(): Promise<void>;
}

export type TurnProcessor = Processor<unknown, void>;
export type TurnWorkerOptions = Omit<WorkerOptions, 'connection' | 'prefix'>;

export interface QueueConnection {
  readonly kind: 'redis' | 'postgres';
  createQueue(): TurnQueue;
  createWorker(processor: TurnProcessor, options: TurnWorkerOptions): TurnWorker;
  /** One round trip, for /readyz; rejects when the queue is away or unfit. */
  ping(): Promise<void>;
  /** After the queues and workers made from it are closed. */
  close(): Promise<void>;
}
