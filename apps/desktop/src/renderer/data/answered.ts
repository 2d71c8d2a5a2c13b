import { err, type Refusal, type Result } from '@satchel/core';

/**
 * A question that could not be answered at all (the backend is gone, or broken) is like one that was refused: whoever
 * asked says why and lets the user go on.
 */
export async function answered<T>(
  asked: Promise<Result<T, readonly Refusal[]>>,
): Promise<Result<T, readonly Refusal[]>> {
  try {
    return await asked;
  } catch (error) {
    return err([{ code: 'no-answer', message: error instanceof Error ? error.message : String(error) }]);
  }
}
