import { Component, type ReactNode } from 'react';
import { ErrorState } from './error-state.tsx';

interface ErrorBoundaryState {
  readonly problem: string | null;
}

/** Keeps the rest of the window alive when a screen fails. React asks for a class here. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { problem: null };

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { problem: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    const { problem } = this.state;
    if (problem === null) return this.props.children;
    return (
      <ErrorState
        title="This screen could not be shown. Nothing is lost."
        detail={problem}
        retry={() => window.location.reload()}
      />
    );
  }
}
