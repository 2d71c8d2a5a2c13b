// What a server uses; a device does not load it.
export type { Sha256 } from './authority/audit-chain.ts';
export { acceptedLink, chainStart, droppedLink, entryOf, entryText } from './authority/audit-chain.ts';
export { foundIn, windowBefore } from './authority/audit-filter.ts';
export type { Authority } from './authority/authority.ts';
export { createAuthority } from './authority/authority.ts';
export type { AuthorityOptions, TenantProfile } from './authority/authority-options.ts';
export type {
  Acceptance,
  AuditFilter,
  AuthorityStore,
  DeviceState,
  FoundEntries,
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
export type { ChainEnd, ChainLink, SealedEntry } from './authority/chain-link.ts';
export type { LeftBehindDecision } from './authority/left-behind.ts';
export { readLoadPage } from './authority/load-page.ts';
export { actorNow, readerNow } from './authority/member-now.ts';
export type { Push, PushResult, Sender } from './authority/push.ts';
export type { AuditedWrite, AuditPage, AuditRecord } from './authority/read-audit.ts';
export { readAudit } from './authority/read-audit.ts';
export { labelsOf, readerOf, sees } from './authority/scope.ts';
export type { Session, SessionOptions } from './authority/session.ts';
export { createSession } from './authority/session.ts';
export { createSharedDeltas } from './authority/shared-deltas.ts';
export type { AuditBreak, VerifiedAudit } from './authority/verify-audit.ts';
export { verifyAudit } from './authority/verify-audit.ts';
export type { Outcome } from './protocol/outcome.ts';
