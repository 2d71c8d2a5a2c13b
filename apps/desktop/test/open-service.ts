import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHandlers } from '../src/backend/service/handlers.ts';
import { openWorkspace, type Workspace } from '../src/backend/workspace/open-workspace.ts';
import type { Announcement, Announcements, Answer, Method, Params } from '../src/shared/api.ts';
import type { Handlers } from '../src/shared/rpc.ts';

export interface OpenService {
  readonly workspace: Workspace;
  readonly handlers: Handlers;
  readonly call: <M extends Method>(method: M, params: Params<M>) => Promise<Answer<M>>;
  /** For params that are not as they should be. */
  readonly send: (method: Method, params: unknown) => Promise<unknown>;
  /** Takes the files of one import up and maps them. */
  readonly analyse: (files: Readonly<Record<string, string>>) => Promise<{
    readonly job: string;
    readonly plan: Params<'import.run'>['plan'];
  }>;
  /** Closes the workspace and removes it. */
  readonly close: () => Promise<void>;
}

/** Every method over a new workspace of its own: an encrypted database in a folder of this machine. */
export async function openService(
  announce: <A extends Announcement>(name: A, announcement: Announcements[A]) => void = () => undefined,
): Promise<OpenService> {
  const dir = mkdtempSync(join(tmpdir(), 'satchel-service-'));
  const opened = await openWorkspace({ dir });
  if (!opened.ok) throw new Error(opened.error.message);
  const workspace = opened.value;
  const handlers = createHandlers({ workspace, host: 'browser', version: '1.2.3', announce });
  const call: OpenService['call'] = async (method, params) => handlers[method](params);
  const created = await call('workspace.create', {
    name: 'Orchard',
    userName: 'Ada',
    currency: 'USD',
    country: 'US',
    withSample: false,
  });
  if (!created.ok) throw new Error(created.error[0]?.message);
  return {
    workspace,
    handlers,
    call,
    send: async (method, params) => handlers[method](params),
    async analyse(files) {
      const { job } = await call('import.begin', {});
      for (const [file, text] of Object.entries(files)) {
        await call('import.addFilePart', { job, file, part: new TextEncoder().encode(text), isLast: true });
      }
      const plan = await call('import.analyse', { job });
      if (!plan.ok) throw new Error(plan.error[0]?.message);
      return { job, plan: plan.value };
    },
    async close() {
      await workspace.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
