import type { Statement } from './driver.ts';

/**
 * What every transaction runs as (`SET LOCAL ROLE`): it cannot log in, owns nothing and is bound by row-level security,
 * whatever the login of the server is.
 */
export const appRole = 'satchel_app';

/** The tenant of the transaction; NULL, which equals nothing, when none was set. */
export const currentTenant = `nullif(current_setting('satchel.tenant_id', true), '')::uuid`;

/** Rows of other tenants do not exist, for the owner of the table neither. */
export const secured = (table: string): readonly string[] => [
  `ALTER TABLE "${table}" ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE "${table}" FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY "tenant" ON "${table}"
  USING ("tenant_id" = ${currentTenant})
  WITH CHECK ("tenant_id" = ${currentTenant})`,
];

/** What transactions about accounts run as; it sees nothing of any tenant, as the tenants' role sees no accounts. */
export const accountRole = 'satchel_accounts';

/** Roles are of the whole cluster: another database, at the same moment perhaps, makes the same one. */
const createRole = (role: string): string => `DO $$ BEGIN
  CREATE ROLE ${role} NOLOGIN NOSUPERUSER NOBYPASSRLS;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
DO $$ BEGIN
  -- From PostgreSQL 16 on whoever made a role is its member, and may not act as it.
  IF NOT pg_has_role(current_user, '${role}', CASE WHEN current_setting('server_version_num')::int >= 160000
    THEN 'SET' ELSE 'MEMBER' END) THEN
    EXECUTE format('GRANT ${role} TO %I', current_user);
  END IF;
END $$`;

export const createRoles = [appRole, accountRole].map(createRole).join(';\n');

/**
 * What a transaction of a tenant begins with.
 *
 * @throws when the tenant is no UUID
 */
export function asTenant(tenant: string): string {
  return `SET LOCAL ROLE ${appRole}; ${forTenant(tenant)}`;
}

/**
 * The same as one statement that is planned once. `set_config('role', …, true)` is SET LOCAL ROLE.
 *
 * @param settings of this transaction besides, each a name and a value of this code's own
 * @throws when the tenant is no UUID
 */
export function becomeTenant(tenant: string, settings: Readonly<Record<string, string>> = {}): Statement {
  const more = Object.entries(settings).map(([name, value]) => `, set_config('${name}', '${value}', true)`);
  const text = `SELECT set_config('role', '${appRole}', true), set_config('satchel.tenant_id', $1, true)${more.join('')}`;
  return { text, parameters: [checked(tenant)] };
}

/**
 * The same for whoever owns the tables.
 *
 * @throws when the tenant is no UUID
 */
export const forTenant = (tenant: string): string =>
  `SELECT set_config('satchel.tenant_id', '${checked(tenant)}', true)`;

/** It becomes SQL: nothing else passes. */
function checked(tenant: string): string {
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(tenant)) throw new Error('A tenant is a UUID.');
  return tenant;
}
