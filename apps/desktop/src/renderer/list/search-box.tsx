import type { ReactNode } from 'react';

interface SearchBoxProps {
  readonly icon: ReactNode;
  readonly label: string;
  readonly text: string;
  readonly onText: (text: string) => void;
}

/** Asks with every key: the answer is there before the next one. */
export function SearchBox({ icon, label, text, onText }: SearchBoxProps) {
  return (
    <label className="relative w-56 max-sm:w-full [&_svg]:absolute [&_svg]:top-1.5 [&_svg]:left-2 [&_svg]:size-4 [&_svg]:text-faint">
      {icon}
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        className="control h-7! pl-7!"
        value={text}
        onChange={(event) => onText(event.target.value)}
      />
    </label>
  );
}
