import { expect, test } from 'vitest';
import { errorTrace } from './error-trace.ts';

test('a trace names the kind, the code and the places, and nothing that was written', () => {
  const error = Object.assign(new RangeError('ada@example.com\n    is too long\n    at the end'), { code: 'E_LONG' });
  const trace = errorTrace(error);
  expect(trace.split('\n')[0]).toBe('RangeError E_LONG');
  expect(trace).toContain('error-trace.test.ts');
  expect(trace).not.toContain('ada@');
  expect(trace).not.toContain('the end');
  expect(errorTrace('ada@example.com')).toBe('string');
});
