/** Beside what the server has not got yet. It comes after a moment, so that it does not blink at each edit. */
export function UnsentDot() {
  return (
    <span title="Not sent yet" className="appear-late inline-flex shrink-0 items-center">
      <span aria-hidden className="size-1.5 rounded-full bg-warn" />
      <span className="sr-only">Not sent yet</span>
    </span>
  );
}
