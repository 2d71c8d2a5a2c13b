import { useParams } from 'wouter';
import { entityNamed } from '../data/model.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { ListScreen } from './list-screen.tsx';

export function EntityList() {
  const { plural = '' } = useParams();
  const entity = entityNamed(plural);
  if (!entity) return <ErrorState title="There is no such list." />;
  return <ListScreen key={entity.name} entity={entity} />;
}
