/** Watches how long this process goes without giving the event loop a turn. */
export function watchBlocking(): { readonly stop: () => number } {
  let longestMs = 0;
  let lastMs = performance.now();
  const note = (): void => {
    const nowMs = performance.now();
    longestMs = Math.max(longestMs, nowMs - lastMs);
    lastMs = nowMs;
  };
  const timer = setInterval(note, 1);
  return {
    stop() {
      note();
      clearInterval(timer);
      return longestMs;
    },
  };
}
