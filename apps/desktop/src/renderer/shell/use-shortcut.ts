import { useEffect, useRef } from 'react';

/**
 * A key for the whole window: `c`, `/` or `mod+k`. Single keys are off while one types and while a dialog is open
 * (WCAG 2.1.4).
 */
export function useShortcut(keys: string, run: () => void): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    const needsModifier = keys.startsWith('mod+');
    const wanted = needsModifier ? keys.slice(4) : keys;
    const onKeyDown = (event: KeyboardEvent) => {
      const isModified = event.metaKey || event.ctrlKey;
      if (
        event.defaultPrevented ||
        event.key.toLowerCase() !== wanted ||
        isModified !== needsModifier ||
        event.altKey
      ) {
        return;
      }
      if (isTyping(event.target) && !(needsModifier && wanted === 'k')) return;
      if (!needsModifier && document.querySelector('[role="dialog"]')) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [keys]);
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input:not([type="checkbox"]), textarea, select'));
