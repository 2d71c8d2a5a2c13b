import type { EventHandler } from './event-delivery.ts';

/** What this server does about what happens in its tenants. The one place where that is said. */
export const eventHandlers: readonly EventHandler[] = [];
