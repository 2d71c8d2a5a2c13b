/** A line between a window and the backend, whatever carries it. Values cross as plain data, bytes and `undefined` too. */
export interface Port {
  post(message: unknown): void;
  /** One listener; messages that came before it are not lost. */
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, when either side has closed. */
  onClose(listener: () => void): void;
  close(): void;
}
