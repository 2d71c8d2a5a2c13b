import type { QueryAnswer, QueryKind, QueryParams } from '@satchel/db';
import type { Workspace } from '../workspace/open-workspace.ts';

/**
 * A question to the reader threads.
 *
 * @throws Error with a sentence for the user, when the question is refused; ThreadFailed when the file is in trouble
 */
export async function ask<K extends QueryKind>(
  workspace: Workspace,
  kind: K,
  params: QueryParams<K>,
  asker = workspace.asker(),
): Promise<QueryAnswer<K>> {
  const answer = await workspace.readers.query(kind, params, asker);
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
}
