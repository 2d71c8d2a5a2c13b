/** Stands where content will be; says so to screen readers, and shows only after a moment. */
export function Loading({ label = 'Loading' }: { label?: string }) {
  return <output className="appear flex h-full min-h-32 items-center justify-center text-faint">{label} …</output>;
}
