import { type QueryAnswer, type QueryKind, type QueryParams, ThreadFailed } from '@satchel/db';
import type { Workspace } from '../workspace/open-workspace.ts';
import { describeTrouble } from '../workspace/workspace-trouble.ts';

/**
 * A question to the reader threads.
 *
 * @throws Error with a sentence for the user, when the question is refused or the file is in trouble
 */
export async function ask<K extends QueryKind>(
  workspace: Workspace,
  kind: K,
  params: QueryParams<K>,
): Promise<QueryAnswer<K>> {
  try {
    const answer = await workspace.readers.query(kind, params, workspace.asker());
    if (!answer.ok) throw new Error(answer.error.message);
    return answer.value;
  } catch (error) {
    if (error instanceof ThreadFailed && error.trouble) {
      throw new Error(describeTrouble(error.trouble, workspace.dir).message, { cause: error });
    }
    throw error;
  }
}
