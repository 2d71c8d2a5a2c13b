/** What was opened one after the other, to be closed in the opposite order. */
export interface Closing {
  readonly add: (close: () => unknown) => void;
  /** Closes all of it, also when one part fails, and throws the first failure then. Closes each once. */
  readonly closeAll: () => Promise<void>;
}

/** Nothing is open yet. */
export function createClosing(): Closing {
  const open: (() => unknown)[] = [];
  return {
    add: (close) => void open.push(close),
    async closeAll() {
      const failures: unknown[] = [];
      for (let close = open.pop(); close; close = open.pop()) {
        try {
          await close();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
