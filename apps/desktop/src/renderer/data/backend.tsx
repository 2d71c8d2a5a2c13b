import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import type { Client } from '../../shared/rpc.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { Loading } from '../ui/loading.tsx';

/** What the window knows of the backend: questions with answers, and announcements. */
export type Backend = Client;

const BackendContext = createContext<Backend | null>(null);

export function useBackend(): Backend {
  const backend = useContext(BackendContext);
  if (!backend) throw new Error('useBackend outside of BackendProvider');
  return backend;
}

export function BackendProvider({ connect, children }: { connect: () => Promise<Backend>; children: ReactNode }) {
  const [backend, setBackend] = useState<Backend | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let isCurrent = true;
    connect().then(
      (connected) => isCurrent && setBackend(connected),
      (error: unknown) => isCurrent && setProblem(error instanceof Error ? error.message : String(error)),
    );
    return () => {
      isCurrent = false;
    };
  }, [connect]);
  if (problem !== null) return <ErrorState title="Satchel could not reach its database." detail={problem} />;
  if (!backend) return <Loading label="Opening the workspace" />;
  return <BackendContext value={backend}>{children}</BackendContext>;
}
