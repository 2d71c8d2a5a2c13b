import { useParams } from 'wouter';
import { placeNamed } from '../data/model.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { ListScreen } from './list-screen.tsx';

export function EntityList() {
  const { plural = '' } = useParams();
  const place = placeNamed(plural);
  if (!place) return <ErrorState title="There is no such list." />;
  return <ListScreen key={place.path} place={place} />;
}
