import type { Grant, Scope } from './actor.ts';

/** The four roles that every workspace has. */
export type Role = 'owner' | 'admin' | 'manager' | 'member';

export const roles: readonly Role[] = ['owner', 'admin', 'manager', 'member'];

const grant = (permission: string, scope: Scope = 'all'): Grant => ({ permission, scope });

const organisationRights = [
  'members.manage',
  'roles.manage',
  'settings.manage',
  'branding.manage',
  'billing.manage',
  'apikeys.manage',
  'webhooks.manage',
  'audit.read',
];

/** Modules that shape the workspace: everybody reads them, only owners and admins write them. */
export const settingsModules: readonly string[] = [
  'members',
  'teams',
  'pipelines',
  'stages',
  'assignmentRules',
  'fieldDefinitions',
  'imports',
];

const entityActions = ['read', 'create', 'update', 'delete'];

/** Modules of the CRM's own work, in which a member acts on own records. */
export const workModules: readonly string[] = [
  'companies',
  'contacts',
  'leads',
  'deals',
  'products',
  'dealLines',
  'tasks',
  'activities',
  'notes',
  'comments',
  'calls',
  'conversations',
  'scripts',
  'campaigns',
  'campaignMembers',
  'interactions',
  'projects',
  'tags',
  'savedViews',
  'shares',
];

const work = (scope: Scope): readonly Grant[] =>
  workModules.flatMap((module) => entityActions.map((action) => grant(`${module}.${action}`, scope)));

/** What an owner holds and `*.*` does not mean: see `ownsWorkspace`. */
export const ownWorkspace = 'workspace.own';

/**
 * What each role may do. Owner and admin hold `*.*`; only the owner may transfer or delete the workspace, which
 * `ownsWorkspace` says.
 */
export const grantsByRole: Readonly<Record<Role, readonly Grant[]>> = {
  owner: [grant('*.*'), grant(ownWorkspace)],
  admin: [grant('*.*')],
  manager: [
    ...work('all'),
    grant('members.read'),
    grant('teams.read'),
    grant('pipelines.read'),
    grant('stages.read'),
    grant('fieldDefinitions.read'),
    grant('assignmentRules.read'),
    grant('imports.read'),
    grant('imports.create'),
    grant('imports.update'),
    grant('data.import'),
    grant('data.export'),
    grant('workflows.manage'),
    grant('reports.share'),
    grant('records.share'),
    grant('ai.use'),
  ],
  member: [
    ...work('own'),
    grant('members.read'),
    grant('teams.read'),
    grant('pipelines.read'),
    grant('stages.read'),
    grant('fieldDefinitions.read'),
    grant('assignmentRules.read'),
    grant('tags.read'),
    grant('products.read'),
    grant('campaigns.read'),
    grant('scripts.read'),
    grant('imports.create', 'own'),
    grant('imports.update', 'own'),
    grant('imports.read', 'own'),
    grant('data.import', 'own'),
    grant('data.export', 'own'),
    grant('records.share', 'own'),
    grant('ai.use', 'own'),
  ],
};

export { organisationRights };
