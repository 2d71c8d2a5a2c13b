import { prepareThread } from '@satchel/db/prepared-thread';

// The first reader's thread loads its modules while this process loads its own.
prepareThread();
await import('./serve-workspace.ts');
