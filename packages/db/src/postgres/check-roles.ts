import type { PostgresDatabase } from './driver.ts';
import { appRole } from './security.ts';

/**
 * Why row-level security would not keep tenants apart in a migrated database, for whoever starts a server; none: it
 * does. Somebody may have given the role more than `createRoles` did, since roles are of the whole cluster.
 */
export function checkRoles(database: PostgresDatabase): Promise<readonly string[]> {
  return database.transaction('SELECT 1', async (session) =>
    (await session.query(reasons, [])).map(([reason]) => reason ?? ''),
  );
}

const reasons = `SELECT 'the role ' || rolname || ' passes row-level security' FROM pg_roles
  WHERE rolname = '${appRole}' AND (rolsuper OR rolbypassrls)
UNION ALL SELECT 'the role ${appRole} may act as ' || rolname || ', which passes row-level security' FROM pg_roles
  WHERE rolname <> '${appRole}' AND (rolsuper OR rolbypassrls) AND pg_has_role('${appRole}', oid, 'MEMBER')
UNION ALL SELECT 'the role ${appRole} owns the table ' || c.relname FROM pg_class c
  WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
    AND pg_get_userbyid(c.relowner) = '${appRole}'
UNION ALL SELECT 'row-level security is not forced on the table ' || c.relname FROM pg_class c
  WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
    AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
    AND has_table_privilege('${appRole}', c.oid, 'SELECT, INSERT, UPDATE, DELETE')
    AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped)
ORDER BY 1`;
