import type { FieldChangeLine } from '../../shared/api.ts';

export function ChangeLines({ changes }: { changes: readonly FieldChangeLine[] }) {
  if (changes.length === 0) return null;
  return (
    <ul className="mt-0.5 flex flex-col gap-0.5 text-label">
      {changes.map((change) => (
        <li key={change.field} className="break-words text-soft">
          {change.label}: {change.before !== null && <del className="text-faint">{change.before}</del>}
          {change.before !== null && ' → '}
          <ins className="text-ink no-underline">{change.after ?? 'empty'}</ins>
        </li>
      ))}
    </ul>
  );
}
