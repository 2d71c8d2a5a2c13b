export { addChecksum, checksumOf, removeChecksum, rowChecksum } from './checksum.ts';
export type { FrameProblem } from './protocol/frame.ts';
export {
  decodeClientFrame,
  decodeServerFrame,
  encodeFrame,
  maxFrameBytes,
  maxServerFrameBytes,
} from './protocol/frame.ts';
export type { Delta, SnapshotPage } from './protocol/item.ts';
export type { ClientMessage, ServerMessage } from './protocol/messages.ts';
export type { Outcome } from './protocol/outcome.ts';
export type { Compression } from './protocol/page-bytes.ts';
export { decodePage, encodePage } from './protocol/page-bytes.ts';
export type { Adoption, NotAdopted } from './replica/adoption.ts';
export { adoptionOf, isConnected } from './replica/adoption.ts';
export type { ApplyMergeOptions, Merged } from './replica/apply-merge.ts';
export { applyMerge, forgetMerge, mergeUnderWay } from './replica/apply-merge.ts';
export type { Attention } from './replica/attention.ts';
export type { BeginAdoptionOptions } from './replica/begin-adoption.ts';
export { beginAdoption } from './replica/begin-adoption.ts';
export type { Committed, LeftField } from './replica/committed.ts';
export type { Difference } from './replica/fill-in.ts';
export { differencesOf } from './replica/fill-in.ts';
export { createMemoryReplicaStore } from './replica/memory-store.ts';
export type { OutboxEntry, Overlay } from './replica/overlay.ts';
export { createPagesAhead } from './replica/pages-ahead.ts';
export type {
  MappedMember,
  MergeChoice,
  MergeChoices,
  MergePair,
  MergePlan,
  MergeSides,
} from './replica/plan-merge.ts';
export { planMerge } from './replica/plan-merge.ts';
export type { ConfirmedRow, Matter } from './replica/repair.ts';
export { askedAgain, askedAsNew, mattersOf } from './replica/repair.ts';
export type { CommitOptions, Group, Replica, ReplicaOptions, WorkspaceContext } from './replica/replica.ts';
export { createReplica } from './replica/replica.ts';
export type { HistoryEntry, JournalEntry, JournalWrite, PutRow, ReplicaStore, Step } from './replica/replica-store.ts';
export type { SyncClient, SyncClientOptions } from './replica/sync-client.ts';
export { createSyncClient } from './replica/sync-client.ts';
export type { Pace } from './replica/undo.ts';
export { upgradeReplica } from './replica/upgrade-replica.ts';
