import { auditChainStep } from './audit/audit-chain-step.ts';
import { accountRole, appRole } from './security.ts';
import type { ServerStep } from './server-step.ts';

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
  {
    name: 'addresses are verified, devices have keys, and what is over is forgotten',
    up: [
      'ALTER TABLE "_user" ADD COLUMN "email_verified_at" timestamptz',
      `ALTER TABLE "_registered_device" ADD COLUMN "name" text NOT NULL DEFAULT '', ADD COLUMN "key_hash" text COLLATE "C", ADD COLUMN "session_id" uuid, ADD COLUMN "seen_at" timestamptz NOT NULL DEFAULT now()`,
      `GRANT DELETE ON "_session", "_refresh_token", "_invitation" TO ${accountRole}`,
    ],
    down: [
      `REVOKE DELETE ON "_session", "_refresh_token", "_invitation" FROM ${accountRole}`,
      'ALTER TABLE "_registered_device" DROP COLUMN "name", DROP COLUMN "key_hash", DROP COLUMN "session_id", DROP COLUMN "seen_at"',
      'ALTER TABLE "_user" DROP COLUMN "email_verified_at"',
    ],
  },
  auditChainStep,
];
