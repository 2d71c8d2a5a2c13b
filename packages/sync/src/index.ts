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
export type { Delta, SnapshotPage } from './protocol/item.ts';
export type { ClientMessage, ServerMessage } from './protocol/messages.ts';
export type { Outcome } from './protocol/outcome.ts';
export type { Compression } from './protocol/page-bytes.ts';
export { decodePage, encodePage } from './protocol/page-bytes.ts';
export type { Attention } from './replica/attention.ts';
export type { Committed, LeftField } from './replica/committed.ts';
export { createMemoryReplicaStore } from './replica/memory-store.ts';
export type { OutboxEntry, Overlay } from './replica/overlay.ts';
export type { CommitOptions, Group, Replica, ReplicaOptions, WorkspaceContext } from './replica/replica.ts';
export { createReplica } from './replica/replica.ts';
export type { HistoryEntry, PutRow, ReplicaStore, Step } from './replica/replica-store.ts';
export { formatSerial } from './replica/serials.ts';
export type { SyncClient, SyncClientOptions } from './replica/sync-client.ts';
export { createSyncClient } from './replica/sync-client.ts';
export type { Pace } from './replica/undo.ts';
