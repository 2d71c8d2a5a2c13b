import { appRole } from './security.ts';

/**
 * A change of a server's database that is not additive, and how it is taken back. Row-level security binds the owner of
 * the tables, too: a step that touches rows of all tenants takes FORCE away first and puts it back.
 */
export interface ServerStep {
  /** Never changes once it was applied somewhere. */
  readonly name: string;
  readonly up: readonly string[];
  readonly down: readonly string[];
}

/** In order. Tables, columns and indexes that the model asks for come without a step. */
export const serverSteps: readonly ServerStep[] = [
  {
    name: 'devices confirm what they know',
    up: [
      'ALTER TABLE "_device" ADD COLUMN "confirmed" bigint NOT NULL DEFAULT 0',
      `GRANT DELETE ON "_outcome" TO ${appRole}`,
    ],
    down: [`REVOKE DELETE ON "_outcome" FROM ${appRole}`, 'ALTER TABLE "_device" DROP COLUMN "confirmed"'],
  },
];
