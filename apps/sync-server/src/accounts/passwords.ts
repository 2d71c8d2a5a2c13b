import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { compare } from 'bcryptjs';

/** What OWASP's password storage sheet asks of Argon2id at least; memory in KiB. */
const current = { memory: 19_456, passes: 2, parallelism: 1 } as const;

type Cost = Pick<Argon2Parameters, 'memory' | 'passes' | 'parallelism'>;

const tagBytes = 32;

/** Argon2id, in the form that every Argon2 library writes: `$argon2id$v=19$m=…,t=…,p=…$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const tag = await derive(password, salt, current);
  const { memory, passes, parallelism } = current;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(tag)}`;
}

/**
 * Whether a hash was made of this password. Takes as long for somebody who has no hash at all. Hashes of bcrypt, which
 * accounts of another system may have brought, are known, too.
 */
export async function isPassword(password: string, hash: string | null): Promise<boolean> {
  if (hash !== null && isBcrypt(hash)) return await compare(password, hash);
  const parsed = parse(hash ?? (await nobodys()));
  if (!parsed) throw new Error('A password is kept in a form that this server does not know.');
  const tag = await derive(password, parsed.salt, parsed.cost);
  return tag.length === parsed.tag.length && timingSafeEqual(tag, parsed.tag) && hash !== null;
}

/** Whether a hash was made with less than what is asked for today: it is made anew at the next sign-in. */
export function isWeak(hash: string): boolean {
  const cost = parse(hash)?.cost;
  return !cost || cost.memory < current.memory || cost.passes < current.passes;
}

/** https://www.usenix.org/legacy/events/usenix99/provos.html */
const isBcrypt = (hash: string): boolean => /^\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}$/.test(hash);

let made: Promise<string> | undefined;
const nobodys = (): Promise<string> => {
  made ??= hashPassword(randomBytes(16).toString('hex'));
  return made;
};

function parse(hash: string): { readonly cost: Cost; readonly salt: Buffer; readonly tag: Buffer } | null {
  const found = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(hash);
  if (!found) return null;
  const [, memory, passes, parallelism, salt = '', tag = ''] = found;
  return {
    cost: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
}

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

/** Each takes 19 MB while it is made: who asks for many at once waits, and the process does not grow with them. */
const atOnce = 2;
let deriving = 0;
const waiting: (() => void)[] = [];

async function derive(password: string, nonce: Buffer, cost: Cost): Promise<Buffer> {
  if (deriving >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  else deriving += 1;
  try {
    return await deriveNow(password, nonce, cost);
  } finally {
    // Its place goes to who waits longest.
    const next = waiting.shift();
    if (next) next();
    else deriving -= 1;
  }
}

const deriveNow = (password: string, nonce: Buffer, cost: Cost): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    // The same text typed on two systems may differ in how its accents are written.
    const message = Buffer.from(password.normalize('NFKC'), 'utf8');
    argon2('argon2id', { ...cost, message, nonce, tagLength: tagBytes }, (error, tag) =>
      error ? reject(error) : resolve(tag),
    );
  });
