import { parseEmail } from '@satchel/core';
import { z } from 'zod';

export const email = z
  .string()
  .max(320)
  .transform((text, context) => {
    const parsed = parseEmail(text);
    if (parsed.ok) return parsed.value;
    context.addIssue({ code: 'custom', message: parsed.error.message });
    return z.NEVER;
  });

/** Long enough to be no word; more than 200 characters are no password but an attack. */
export const password = z
  .string()
  .min(10, 'Choose a password of at least 10 characters.')
  .max(200, 'A password has at most 200 characters.');

/** PostgreSQL keeps neither NUL nor half of a surrogate pair. */
export const words = z
  .string()
  .trim()
  .max(200)
  .refine((text) => text.isWellFormed() && !text.includes('\0'), 'It holds characters that cannot be kept.');
