import { useState } from 'react';

const currentMs = (): number => Date.now();

/** When this part of the screen was opened, in milliseconds since 1970; it stays while the screen does. */
export function useOpenedAt(): number {
  const [openedAt] = useState(currentMs);
  return openedAt;
}
