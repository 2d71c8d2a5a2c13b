import { writeFileSync } from 'node:fs';
import { arch, cpus, freemem, loadavg, platform, release, totalmem, uptime } from 'node:os';
import { resolve } from 'node:path';
import { coreModel } from '@satchel/core';
import { databaseFacts, migrationStatus, tableSizes } from '@satchel/db/server';
import { examine } from './doctor.ts';
import { done, misused, type Operation, type OperationContext } from './operation.ts';

/** `diagnostics [FILE]`: what somebody who helps needs to know, without secrets, addresses or what customers wrote. */
export const diagnostics: Operation = async (context, [file, ...rest]) => {
  if (rest.length > 0) return misused('Give one file, or none: diagnostics [FILE]');
  const text = JSON.stringify(await bundle(context), null, 2);
  if (file === undefined) return done(text);
  const path = resolve(process.env.SATCHEL_CALLED_FROM ?? '.', file);
  writeFileSync(path, `${text}\n`, { mode: 0o600 });
  return done(
    `${path} is written. It holds no secrets and nothing that customers wrote; look at it before you pass it on.`,
  );
};

async function bundle(context: OperationContext): Promise<Readonly<Record<string, unknown>>> {
  const { config, opened, isServing, now } = context;
  const { database } = opened;
  const status = await migrationStatus(database, coreModel);
  const isMade = status.version > 0;
  return {
    madeAt: new Date(now()).toISOString(),
    server: {
      isServing,
      uptimeSeconds: Math.round(process.uptime()),
      memoryBytes: process.memoryUsage(),
      node: process.versions.node,
      model: coreModel.schema,
    },
    machine: {
      platform: `${platform()} ${release()} ${arch()}`,
      processors: cpus().length,
      load: loadavg(),
      memoryBytes: { free: freemem(), total: totalmem() },
      uptimeSeconds: Math.round(uptime()),
    },
    // Whether, not what.
    config: {
      database: config.database.kind,
      isDatabaseEncrypted: config.database.kind === 'postgres' && config.database.isEncrypted,
      isProduction: config.isProduction,
      isDebug: config.isDebug,
      hasSecret: config.secret !== null,
      previousSecrets: config.previousSecrets.length,
      hasMail: config.mail !== null,
      hasPublicUrl: config.publicUrl !== null,
      trustedProxies: config.trustedProxies.length,
      accessTokenSeconds: config.accessTokenSeconds,
      refreshTokenSeconds: config.refreshTokenSeconds,
    },
    findings: await examine(context),
    migrations: { version: status.version, applied: status.applied.length, pending: status.pending },
    ...(isMade ? { database: await databaseFacts(database), tables: await tableSizes(database) } : {}),
  };
}
