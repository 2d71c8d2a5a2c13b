import { ErrorState } from '../ui/error-state.tsx';
import { type Crumb, TopBar } from './top-bar.tsx';

interface MissingPageProps {
  /** Where it would have been. */
  readonly crumbs?: readonly Crumb[];
  readonly title: string;
  readonly detail?: string;
}

/** Says that there is nothing at this address; the top bar stays, and with it the menu of a narrow window. */
export function MissingPage({ crumbs = [], title, detail = 'Choose another one in the menu.' }: MissingPageProps) {
  return (
    <>
      <TopBar crumbs={[...crumbs, { label: 'Not here' }]} />
      <ErrorState title={title} detail={detail} />
    </>
  );
}
