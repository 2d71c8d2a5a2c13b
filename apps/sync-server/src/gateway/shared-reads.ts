import type { AuthorityStore, TenantReader } from '@satchel/sync/server';

/** One who asks together with others. */
interface Asking {
  /** Answers by itself; rejects as its work does. */
  readonly work: (reader: TenantReader) => Promise<void>;
  readonly reject: (reason: unknown) => void;
}

/**
 * Reads that ask for the same tenant in one turn of the event loop, as all of its devices do when something was accepted,
 * are answered from one state of it, later than any of them asked, and the same question is asked once.
 */
export function sharedReads(store: AuthorityStore): AuthorityStore {
  const next = new Map<string, Asking[]>();

  const run = async (tenant: string, all: readonly Asking[]): Promise<void> => {
    const alone: Asking[] = [];
    try {
      await store.read(tenant, async (reader) => {
        const shared = all.length === 1 ? reader : askingOnce(reader);
        const done = await Promise.allSettled(all.map(({ work }) => work(shared)));
        alone.push(...all.filter((_, place) => done[place]?.status === 'rejected'));
        // A transaction in which something failed is at its end.
        if (alone.length > 0) throw new Error('Somebody must be answered alone.');
      });
    } catch (error) {
      // What fails for one is not to fail for the others.
      if (alone.length === 0) for (const { reject } of all) reject(error);
      for (const { work, reject } of alone) await store.read(tenant, work).catch(reject);
    }
  };

  const read = <T>(tenant: string, work: (reader: TenantReader) => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      const asking = { work: async (reader: TenantReader) => resolve(await work(reader)), reject };
      const others = next.get(tenant);
      if (others) {
        others.push(asking);
        return;
      }
      const all = [asking];
      next.set(tenant, all);
      setImmediate(() => {
        next.delete(tenant);
        void run(tenant, all);
      });
    });
  return { ...store, read };
}

/** Of one state: what was asked of it once is known. */
function askingOnce(reader: TenantReader): TenantReader {
  const answers = new Map<string, Promise<unknown>>();
  const once = <T>(question: readonly unknown[], ask: () => Promise<T>): Promise<T> => {
    const key = JSON.stringify(question);
    // What the same question was answered with.
    const answer = (answers.get(key) as Promise<T> | undefined) ?? ask();
    answers.set(key, answer);
    return answer;
  };
  return {
    ...reader,
    rows: (wanted) => once(['rows', wanted], () => reader.rows(wanted)),
    scopes: (wanted) => once(['scopes', wanted], () => reader.scopes(wanted)),
    log: (after, limit) => once(['log', after, limit], () => reader.log(after, limit)),
  };
}
