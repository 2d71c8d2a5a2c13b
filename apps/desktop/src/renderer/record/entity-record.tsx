import { useParams } from 'wouter';
import { entityNamed } from '../data/model.ts';
import { MissingPage } from '../shell/missing-page.tsx';
import { RecordScreen } from './record-screen.tsx';

export function EntityRecordPage() {
  const { plural = '', id = '' } = useParams();
  const entity = entityNamed(plural);
  if (!entity) return <MissingPage title="There is no such page." />;
  return <RecordScreen key={id} entity={entity} id={id} />;
}
