import type { LogEntry, TenantReader } from './authority-store.ts';

/** The accepted change with a sequence; undefined when there is none, or its entry is no longer kept. */
export async function entryAt(reader: TenantReader, sequence: number): Promise<LogEntry | undefined> {
  const [entry] = await reader.audit(sequence - 1, 1);
  return entry?.sequence === sequence ? entry : undefined;
}
