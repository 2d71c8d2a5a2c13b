// What a server uses; a device does not load it.
export type { Authority } from './authority/authority.ts';
export { createAuthority } from './authority/authority.ts';
export type { AuthorityOptions, TenantProfile } from './authority/authority-options.ts';
export type {
  Acceptance,
  AuthorityStore,
  DeviceState,
  KeptOutcome,
  LeftBehind,
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
export type { LeftBehindDecision } from './authority/left-behind.ts';
export type { Push, PushResult, Sender } from './authority/push.ts';
export { labelsOf, readerOf, sees } from './authority/scope.ts';
export type { Session, SessionOptions } from './authority/session.ts';
export { createSession } from './authority/session.ts';
export type { Outcome } from './protocol/outcome.ts';
