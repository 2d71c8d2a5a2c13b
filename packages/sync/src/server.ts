// What a server uses; a device does not load it.
export type { Authority, AuthorityOptions, Push, PushResult, Sender, TenantProfile } from './authority/authority.ts';
export { createAuthority } from './authority/authority.ts';
export type {
  Acceptance,
  AuthorityStore,
  DeviceState,
  LogEntry,
  LoggedWrite,
  RecordKey,
  SequencedEvent,
  ServerRow,
  TenantReader,
  TenantTransaction,
  Touch,
} from './authority/authority-store.ts';
export { recordKey, StoreRefused } from './authority/authority-store.ts';
export type { Outcome } from './protocol/outcome.ts';
