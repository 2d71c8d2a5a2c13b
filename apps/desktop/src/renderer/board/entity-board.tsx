import { useParams } from 'wouter';
import { entityNamed } from '../data/model.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { BoardScreen } from './board-screen.tsx';

export function EntityBoard() {
  const { plural = '' } = useParams();
  const entity = entityNamed(plural);
  if (!entity?.views.board) return <ErrorState title="There is no such board." />;
  return <BoardScreen key={entity.name} entity={entity} view={entity.views.board} />;
}
