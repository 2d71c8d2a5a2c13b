import { statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { coreModel } from '@satchel/core';
import {
  checkRoles,
  createPostgresAuthorityStore,
  databaseFacts,
  isHeadWhole,
  listTenants,
  migrationStatus,
  type PostgresDatabase,
  sha256,
} from '@satchel/db/server';
import { verifyAudit } from '@satchel/sync/server';
import type { Operation, OperationContext } from './operation.ts';

/** Something that was looked at. `todo` says what to do when it is not well. */
export interface Finding {
  readonly name: string;
  readonly state: 'well' | 'doubtful' | 'wrong';
  readonly what: string;
  readonly todo: string | null;
}

/** `doctor`: looks at what a server needs, and says of each thing that is not well what to do. */
export const doctor: Operation = async (context) => {
  const findings = await examine(context);
  const lines = findings.map(
    ({ name, state, what, todo }) => `${marks[state]} ${name}: ${what}${todo === null ? '' : `\n    ${todo}`}`,
  );
  return { code: findings.some(({ state }) => state === 'wrong') ? 1 : 0, lines };
};

const marks: Readonly<Record<Finding['state'], string>> = { well: '  ok  ', doubtful: '  ??  ', wrong: 'WRONG ' };

export async function examine(context: OperationContext): Promise<readonly Finding[]> {
  const { opened, config } = context;
  const { version, pending } = await migrationStatus(opened.database, coreModel);
  const shape = finding(
    'shape',
    version > 0 && pending.length === 0,
    version === 0 ? 'the database is empty' : `version ${version}, ${pending.length} parts are missing`,
    'Start the server, or run `npm run server -- migrate up`.',
    'doubtful',
  );
  const own = [versions(), secretFile(context), await disk(config.dataFolder), mail(context), shape];
  // Whatever else is looked at needs its tables.
  if (version === 0 || pending.length > 0) return own;
  return [...own, ...(await ofDatabase(context))];
}

async function ofDatabase({ opened, now }: OperationContext): Promise<readonly Finding[]> {
  const { database } = opened;
  const before = now();
  const facts = await databaseFacts(database);
  const apartMs = Math.max(0, Math.abs(facts.nowMs - (before + now()) / 2) - (now() - before));
  const reasons = await checkRoles(database);
  const broken = await brokenAudits(database);
  return [
    finding(
      'PostgreSQL',
      facts.version >= 140_000,
      facts.versionText,
      'Satchel needs PostgreSQL 14 or newer. Update it.',
    ),
    finding(
      'clock',
      apartMs < 2000,
      `the database's clock is ${Math.round(apartMs)} ms from this machine's`,
      'Let both machines follow the same time server (chrony, systemd-timesyncd).',
    ),
    finding(
      'durability',
      facts.isDurable || !opened.isShared,
      facts.isDurable ? 'commits are on disk before they are acknowledged' : 'commits are not forced to disk',
      'Set fsync, synchronous_commit and full_page_writes to on: a power cut would lose what devices were told is kept.',
    ),
    finding(
      'connections',
      !opened.isShared || facts.maxConnections >= 30,
      `the database takes ${facts.maxConnections}; a node uses up to 20`,
      'Set max_connections to at least 20 for each node, and 10 more.',
      'doubtful',
    ),
    finding(
      'tenants apart',
      reasons.length === 0,
      reasons.length === 0 ? 'row-level security binds the role of every transaction' : reasons.join('; '),
      'Take back what was given to the role or changed on the table; the server does not start before.',
    ),
    finding(
      'audit',
      broken.length === 0,
      broken.length === 0
        ? 'what was accepted is whole in every organization, and as it was written'
        : `what was accepted is not as it was written: ${broken.join('; ')}`,
      'Somebody or something has changed it. Keep this database for whoever looks into it, and restore the last backup.',
    ),
  ];
}

/** Organizations whose audit is not what was accepted, with where it first is not. */
async function brokenAudits(database: PostgresDatabase): Promise<readonly string[]> {
  const store = createPostgresAuthorityStore(database, coreModel);
  const broken: string[] = [];
  for (const tenant of await listTenants(database)) {
    const { breaks } = await verifyAudit(store, tenant, sha256);
    const [first] = breaks;
    if (first) broken.push(`${tenant}, ${first.kind} at ${first.at}`);
    else if (!(await isHeadWhole(database, tenant))) broken.push(`${tenant}, its end is missing`);
  }
  return broken;
}

const finding = (
  name: string,
  isWell: boolean,
  what: string,
  todo: string,
  otherwise: 'doubtful' | 'wrong' = 'wrong',
): Finding => ({ name, state: isWell ? 'well' : otherwise, what, todo: isWell ? null : todo });

const versions = (): Finding =>
  finding(
    'Node',
    Number(process.versions.node.split('.')[0]) >= 24,
    `version ${process.versions.node}`,
    'Run Node 24.',
  );

/** Of a secret that was made here: nobody else may read it. */
function secretFile({ config }: OperationContext): Finding {
  if (config.secret !== null) return finding('secret', true, 'SECRET_KEY is set', '');
  const file = join(config.dataFolder, 'secret-key');
  const mode = (statSync(file, { throwIfNoEntry: false })?.mode ?? 0) & 0o077;
  return finding('secret', mode === 0, `it is in ${file}`, `Others may read it: chmod 600 ${file}`);
}

const lowBytes = 1024 ** 3;

async function disk(folder: string): Promise<Finding> {
  const stats = await statfs(folder).catch(() => null);
  if (!stats)
    return finding('disk', false, `${folder} is not there`, 'Start the server once, or set DATA_FOLDER.', 'doubtful');
  const free = stats.bavail * stats.bsize;
  const what = `${(free / lowBytes).toFixed(1)} GiB are free in ${folder}`;
  return finding('disk', free > lowBytes, what, 'Make room before it is full: a full disk stops every write.');
}

function mail({ config, publicUrl }: OperationContext): Finding {
  if (!config.mail) {
    return finding('mail', false, 'none is sent, so that links are copied', 'Set SMTP_URL and MAIL_FROM.', 'doubtful');
  }
  const isReachable = config.publicUrl !== null;
  return finding(
    'mail',
    isReachable,
    `links begin with ${publicUrl}`,
    'Set PUBLIC_URL to where people reach the server.',
  );
}
