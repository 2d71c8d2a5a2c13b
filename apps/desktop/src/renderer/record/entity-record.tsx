import { useParams } from 'wouter';
import { entityNamed } from '../data/model.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { RecordScreen } from './record-screen.tsx';

export function EntityRecordPage() {
  const { plural = '', id = '' } = useParams();
  const entity = entityNamed(plural);
  if (!entity) return <ErrorState title="There is no such page." />;
  return <RecordScreen key={id} entity={entity} id={id} />;
}
