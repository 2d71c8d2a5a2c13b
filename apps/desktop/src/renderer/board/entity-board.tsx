import { useParams } from 'wouter';
import { placeNamed } from '../data/model.ts';
import { MissingPage } from '../shell/missing-page.tsx';
import { BoardScreen } from './board-screen.tsx';

export function EntityBoard() {
  const { plural = '' } = useParams();
  const place = placeNamed(plural);
  if (!place?.entity.views.board) return <MissingPage title="There is no such board." />;
  return <BoardScreen key={place.path} place={place} view={place.entity.views.board} />;
}
