import { TriangleAlert } from 'lucide-react';
import { Button } from './button.tsx';

export function ErrorState({ title, detail, retry }: { title: string; detail?: string; retry?: () => void }) {
  return (
    <div role="alert" className="flex h-full min-h-48 flex-col items-center justify-center gap-3 p-6 text-center">
      <TriangleAlert aria-hidden className="size-5 text-bad" />
      <p className="font-medium">{title}</p>
      {detail !== undefined && <p className="max-w-md text-soft">{detail}</p>}
      {retry && <Button onClick={retry}>Try again</Button>}
    </div>
  );
}
