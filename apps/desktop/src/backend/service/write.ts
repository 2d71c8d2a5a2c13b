import { err, type Refusal, type Result } from '@satchel/core';
import { troubleOf } from '@satchel/db';
import type { Workspace } from '../workspace/open-workspace.ts';
import { describeTrouble } from '../workspace/workspace-trouble.ts';

/**
 * Writes when no import or other group is under way. Trouble with the file, such as a full disk, becomes a refusal:
 * the transaction has kept nothing.
 */
export async function write<T>(
  { replica, dir }: Workspace,
  work: () => Result<T, readonly Refusal[]> | Promise<Result<T, readonly Refusal[]>>,
): Promise<Result<T, readonly Refusal[]>> {
  try {
    return await replica.whenIdle(work);
  } catch (error) {
    const trouble = troubleOf(error);
    if (!trouble) throw error;
    return err([describeTrouble(trouble, dir)]);
  }
}
