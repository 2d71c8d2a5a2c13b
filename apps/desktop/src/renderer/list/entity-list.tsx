import { useParams } from 'wouter';
import { placeNamed } from '../data/model.ts';
import { MissingPage } from '../shell/missing-page.tsx';
import { ListScreen } from './list-screen.tsx';

export function EntityList() {
  const { plural = '' } = useParams();
  const place = placeNamed(plural);
  if (!place) return <MissingPage title="There is no such list." />;
  return <ListScreen key={place.path} place={place} />;
}
