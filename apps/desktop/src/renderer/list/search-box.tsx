import { type ReactNode, useEffect, useRef, useState } from 'react';

interface SearchBoxProps {
  readonly icon: ReactNode;
  readonly label: string;
  readonly text: string;
  readonly onText: (text: string) => void;
}

/** Asks while one types, a moment after the last key. */
export function SearchBox({ icon, label, text, onText }: SearchBoxProps) {
  const [draft, setDraft] = useState(text);
  const report = useRef(onText);
  useEffect(() => {
    report.current = onText;
  });
  const [shown, setShown] = useState(text);
  if (shown !== text) {
    setShown(text);
    setDraft(text);
  }
  useEffect(() => {
    if (draft === text) return;
    const timer = setTimeout(() => report.current(draft), 80);
    return () => clearTimeout(timer);
  }, [draft, text]);
  return (
    <label className="relative w-56 max-sm:w-full [&_svg]:absolute [&_svg]:top-1.5 [&_svg]:left-2 [&_svg]:size-4 [&_svg]:text-faint">
      {icon}
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        className="control h-7! pl-7!"
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
      />
    </label>
  );
}
