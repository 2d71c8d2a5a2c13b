import { type RefObject, useLayoutEffect, useState } from 'react';

interface Scroller {
  readonly element: HTMLElement | null;
  /** How far the list stands below the upper end of what scrolls. */
  readonly marginPx: number;
}

/** What scrolls the list, which depends on the window's width, and where the list begins in it. */
export function useScroller(list: RefObject<HTMLElement | null>): Scroller {
  const [scroller, setScroller] = useState<Scroller>({ element: null, marginPx: 0 });
  useLayoutEffect(() => {
    const measure = () => {
      const element = scrollingAncestor(list.current);
      if (!element || !list.current) return;
      const top = list.current.getBoundingClientRect().top - element.getBoundingClientRect().top;
      const marginPx = Math.round(top + element.scrollTop);
      setScroller((known) =>
        known.element === element && known.marginPx === marginPx ? known : { element, marginPx },
      );
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    // What stands above the list grows and shrinks, such as the box one writes in.
    for (const sibling of list.current?.parentElement?.children ?? []) {
      if (sibling !== list.current) observer.observe(sibling);
    }
    return () => observer.disconnect();
  }, [list]);
  return scroller;
}

function scrollingAncestor(element: HTMLElement | null): HTMLElement | null {
  for (let parent = element?.parentElement; parent; parent = parent.parentElement) {
    const { overflowY } = getComputedStyle(parent);
    if (overflowY === 'auto' || overflowY === 'scroll') return parent;
  }
  return null;
}
