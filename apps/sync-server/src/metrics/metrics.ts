import type { Authority } from '@satchel/sync/server';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What is counted, and how it is told. */
export interface Metrics {
  /** In Prometheus' text format (https://prometheus.io/docs/instrumenting/exposition_formats/). */
  readonly text: () => Promise<string>;
  readonly contentType: string;
  /** The same authority; what comes through it is counted. */
  readonly counted: (authority: Authority) => Authority;
  readonly request: (method: string, route: string, status: number, seconds: number) => void;
  readonly socketClosed: (code: number) => void;
}

export interface MetricsSources {
  readonly connections: () => number;
  readonly tenants: () => number;
  /** What devices have not read. */
  readonly unread: () => { readonly bytes: number; readonly behind: number };
  /** Connections to the database by what they do; empty: it has none that could run out. */
  readonly pool: () => Readonly<Record<string, number>>;
}

/** Seconds, from a commit on a fast disk to a client's patience. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Numbers of this process. No label names a tenant, a person or a record. */
export function createMetrics({ connections, tenants, unread, pool }: MetricsSources): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const of = { registers: [registry] };
  new Gauge({
    ...of,
    name: 'satchel_connections',
    help: 'Sockets of devices that are open.',
    collect() {
      this.set(connections());
    },
  });
  new Gauge({
    ...of,
    name: 'satchel_connected_tenants',
    help: 'Organizations that have devices connected here.',
    collect() {
      this.set(tenants());
    },
  });
  new Gauge({
    ...of,
    name: 'satchel_unread_bytes',
    help: 'What was made for devices and they have not read.',
    collect() {
      this.set(unread().bytes);
    },
  });
  new Gauge({
    ...of,
    name: 'satchel_slow_connections',
    help: 'Sockets of devices that read too slowly, so that nothing more is made for them at present.',
    collect() {
      this.set(unread().behind);
    },
  });
  new Gauge({
    ...of,
    name: 'satchel_pool_connections',
    help: 'Connections to the database: total, idle, and requests that wait for one.',
    labelNames: ['state'],
    collect() {
      for (const [state, count] of Object.entries(pool())) this.set({ state }, count);
    },
  });
  const pushSeconds = new Histogram({
    ...of,
    name: 'satchel_push_seconds',
    help: 'From a push to its outcomes on disk.',
    buckets,
  });
  const pushes = new Counter({
    ...of,
    name: 'satchel_pushes_total',
    help: 'Pushes by how they ended.',
    labelNames: ['result'],
  });
  const changes = new Counter({
    ...of,
    name: 'satchel_changes_total',
    help: 'Changes that were judged, by outcome; one that came again counts again.',
    labelNames: ['outcome'],
  });
  const requestSeconds = new Histogram({
    ...of,
    name: 'satchel_http_request_seconds',
    help: 'Requests over HTTP.',
    labelNames: ['method', 'route', 'status'],
    buckets,
  });
  const closed = new Counter({
    ...of,
    name: 'satchel_sockets_closed_total',
    help: 'Sockets that ended, by code.',
    labelNames: ['code'],
  });

  return {
    text: () => registry.metrics(),
    contentType: registry.contentType,
    counted: (authority) => ({
      ...authority,
      async push(push) {
        const ended = pushSeconds.startTimer();
        try {
          const result = await authority.push(push);
          pushes.inc({ result: result.kind });
          if (result.kind === 'judged') for (const { kind } of result.outcomes) changes.inc({ outcome: kind });
          return result;
        } catch (error) {
          pushes.inc({ result: 'failed' });
          throw error;
        } finally {
          ended();
        }
      },
    }),
    request: (method, route, status, seconds) =>
      requestSeconds.observe({ method, route, status: String(status) }, seconds),
    socketClosed: (code) => closed.inc({ code: String(code) }),
  };
}
