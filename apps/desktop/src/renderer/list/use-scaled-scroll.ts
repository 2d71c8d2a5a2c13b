import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** Browsers cap an element's height (Chromium at 2^25 px): 1,000,000 rows of 36 px would not fit. */
const maxHeightPx = 15_000_000;

/** Within so many rows a row keeps its place in the layer, so that scrolling draws new rows only. */
const rowsPerLayer = 4096;

export interface ScaledScroll {
  readonly contentHeightPx: number;
  readonly viewportHeightPx: number;
  /** First and last row to draw. */
  readonly first: number;
  readonly last: number;
  /** How many rows are in sight at most, whole or in part. */
  readonly rowsInSight: number;
  /** Where the layer that holds the rows stands, relative to the viewport's upper edge under the header. */
  readonly layerTopPx: number;
  /** Where a row stands in that layer: the same while one scrolls, but for a jump now and then. */
  topOf(index: number): number;
  readonly reveal: (index: number) => void;
}

export interface ScrolledList {
  readonly count: number;
  readonly rowHeightPx: number;
  readonly headerHeightPx: number;
  /** Where it opens, as `onScrolled` told. */
  readonly startPx: number;
  /** Of what is listed: another one begins at the top. */
  readonly contentKey: string;
  readonly onScrolled: (topPx: number) => void;
}

/**
 * Scrolling over more rows than an element can be high. A jump (dragged scrollbar, Home, End) goes to the same share of
 * the list; small steps (wheel, touch, keys) move by their own pixels, so that they never skip rows.
 */
export function useScaledScroll(
  scroller: RefObject<HTMLDivElement | null>,
  { count, rowHeightPx, headerHeightPx, startPx, contentKey, onScrolled }: ScrolledList,
): ScaledScroll {
  const virtualHeightPx = count * rowHeightPx;
  const contentHeightPx = Math.min(virtualHeightPx, maxHeightPx);
  const [viewportHeightPx, setViewportHeight] = useState(600);
  const [topPx, setTop] = useState(startPx);
  const state = useRef({ scrollTop: 0, topPx: startPx });
  const tell = useRef(onScrolled);
  useEffect(() => {
    tell.current = onScrolled;
  });

  const moveTo = useCallback(
    (scrollTop: number, wantedPx?: number) => {
      const scrollMax = Math.max(1, contentHeightPx - viewportHeightPx);
      const virtualMax = Math.max(0, virtualHeightPx - viewportHeightPx);
      const delta = scrollTop - state.current.scrollTop;
      const isScaled = virtualHeightPx > contentHeightPx;
      const isJump = Math.abs(delta) > viewportHeightPx * 2 || scrollTop <= 0 || scrollTop >= scrollMax;
      const target =
        wantedPx ??
        (!isScaled ? scrollTop : isJump ? (scrollTop / scrollMax) * virtualMax : state.current.topPx + delta);
      const next = Math.max(0, Math.min(virtualMax, target));
      state.current = { scrollTop, topPx: next };
      setTop(next);
      tell.current(next);
    },
    [contentHeightPx, virtualHeightPx, viewportHeightPx],
  );

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => setViewportHeight(Math.max(rowHeightPx, element.clientHeight - headerHeightPx));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller, rowHeightPx, headerHeightPx]);

  const shownKey = useRef(contentKey);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    if (shownKey.current !== contentKey) state.current = { scrollTop: 0, topPx: 0 };
    shownKey.current = contentKey;
    const visiblePx = element.clientHeight - headerHeightPx;
    const share = state.current.topPx / Math.max(1, virtualHeightPx - visiblePx);
    element.scrollTop = Math.round(share * Math.max(0, contentHeightPx - visiblePx));
    state.current = { scrollTop: element.scrollTop, topPx: state.current.topPx };
    setTop(state.current.topPx);
    tell.current(state.current.topPx);
    // Only where it opens, or lists something else.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [scroller, contentKey]);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const onScroll = () => {
      if (element.scrollTop !== state.current.scrollTop) moveTo(element.scrollTop);
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    onScroll();
    return () => element.removeEventListener('scroll', onScroll);
  }, [scroller, moveTo]);

  const reveal = (index: number) => {
    const element = scroller.current;
    if (!element) return;
    const rowTop = Math.max(0, index) * rowHeightPx;
    const current = state.current.topPx;
    const wanted =
      rowTop < current
        ? rowTop
        : rowTop + rowHeightPx > current + viewportHeightPx
          ? rowTop + rowHeightPx - viewportHeightPx
          : current;
    if (wanted === current) return;
    const scrollMax = Math.max(1, contentHeightPx - viewportHeightPx);
    const virtualMax = Math.max(1, virtualHeightPx - viewportHeightPx);
    const scrollTop = Math.round((wanted / virtualMax) * scrollMax);
    moveTo(scrollTop, wanted);
    element.scrollTo({ top: scrollTop });
  };

  const shownTop = Math.min(topPx, Math.max(0, virtualHeightPx - viewportHeightPx));
  // The rows stand still over the content that scrolls, so that one out of sight could not come into it unseen by us.
  const first = Math.floor(shownTop / rowHeightPx);
  const layerFirst = Math.floor(first / rowsPerLayer) * rowsPerLayer;
  return {
    contentHeightPx,
    viewportHeightPx,
    first,
    rowsInSight: Math.ceil(viewportHeightPx / rowHeightPx) + 1,
    last: Math.min(count, Math.ceil((shownTop + viewportHeightPx) / rowHeightPx)) - 1,
    layerTopPx: layerFirst * rowHeightPx - shownTop,
    topOf: (index) => (index - layerFirst) * rowHeightPx,
    reveal,
  };
}
