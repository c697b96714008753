import { z } from 'zod';
import {
  byId,
  currency,
  done,
  endpoint,
  flag,
  id,
  instant,
  page,
  paging,
  several,
  text,
} from '../platform/contract.ts';
import { historyKinds } from './history.ts';
import { anyPassword, newPassword } from './passwordRules.ts';
import { businessRoles, permissions, roles } from './roles.ts';
import { settingsChange, workspaceSettings } from './settings.ts';

export const email = z
  .string()
  .max(254)
  .transform((written) => written.trim().toLowerCase())
  .pipe(z.email('Write an e-mail address such as kim@example.com'));
const timeZone = z.string().max(60).refine(isTimeZone, 'Write a time zone such as Europe/Vienna');
const country = z.string().regex(/^[A-Z]{2}$/, 'Write a country code such as AT');
/** The secret part of a link, as it stands behind the # of its address. */
const linkSecret = z.string().min(20).max(100);

export const memberRecord = z.object({
  id,
  name: z.string(),
  email: z.string().nullable(),
  role: z.enum(roles),
  businessRole: z.enum(businessRoles).nullable(),
  teamId: id.nullable(),
  /** Has signed in at least once; until then an invitation is needed. */
  joined: z.boolean(),
  invitedUntil: instant.nullable(),
  disabledAt: instant.nullable(),
  createdAt: instant,
  version: z.number(),
});

export const teamRecord = z.object({
  id,
  name: z.string(),
  parentId: id.nullable(),
  leaderId: id.nullable(),
  members: z.number(),
  version: z.number(),
});

export const workspaceRecord = z.object({
  id,
  name: z.string(),
  timeZone: z.string(),
  currency: z.string(),
  country: z.string().nullable(),
  settings: workspaceSettings,
  version: z.number(),
});

/** Who is signed in, where, and what they may do: `may` holds every permission, such as `account:read`. */
export const sessionRecord = z.object({
  via: z.enum(['session', 'token']),
  member: z.object({
    id,
    name: z.string(),
    email: z.string().nullable(),
    role: z.enum(roles),
    businessRole: z.enum(businessRoles).nullable(),
    teamId: id.nullable(),
  }),
  workspace: workspaceRecord,
  may: z.array(z.string()),
});

export const tokenRecord = z.object({
  id,
  memberId: id,
  name: z.string(),
  scopes: z.array(z.string()),
  createdAt: instant,
  expiresAt: instant,
  lastUsedAt: instant.nullable(),
  revokedAt: instant.nullable(),
});

export const viewRecord = z.object({
  id,
  memberId: id,
  mine: z.boolean(),
  screen: z.string(),
  name: z.string(),
  search: z.record(z.string(), z.unknown()),
  shared: z.boolean(),
  pinned: z.boolean(),
  version: z.number(),
});

export const eventRecord = z.object({
  id,
  at: instant,
  memberId: id.nullable(),
  memberName: z.string().nullable(),
  via: z.enum(['session', 'token', 'system']),
  name: z.string(),
  subject: z.object({ kind: z.string(), id: id.nullable() }),
  accountId: id.nullable(),
  detail: z.record(z.string(), z.unknown()),
});

export const fieldChange = z.object({
  eventId: id,
  at: instant,
  memberId: id.nullable(),
  memberName: z.string().nullable(),
  via: z.enum(['session', 'token', 'system']),
  /** What happened, such as `case.solved`. */
  name: z.string(),
  /** The field that changed; null for what changed none. */
  field: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
  /** Where a value is the id of a record: what that is called. */
  beforeName: z.string().nullable(),
  afterName: z.string().nullable(),
  /** Why, where the person said so: the reason, or the evidence for it. */
  reason: z.string().nullable(),
  /** What was corrected or taken back, where it is not the record itself. */
  about: z.string().nullable(),
});

/** A link made for one person: `path` is to be put behind the address under which people open the system. */
/** `mailed`: it is on its way to the person by mail as well. */
const link = z.object({ path: z.string(), expiresAt: instant, mailed: z.boolean() });
const newWorkspace = z.object({
  name: text(100),
  timeZone: timeZone.default('UTC'),
  currency: currency.default('EUR'),
  country: country.nullable().default(null),
});
const memberFields = {
  name: text(100),
  email: email.nullable(),
  role: z.enum(roles),
  businessRole: z.enum(businessRoles).nullable(),
  teamId: id.nullable(),
};
const teamFields = { name: text(100), parentId: id.nullable(), leaderId: id.nullable() };
const viewFields = {
  name: text(100),
  search: z
    .record(
      z.string().max(60),
      z.union([z.string().max(1000), z.number(), z.boolean(), z.null(), z.array(z.string().max(200)).max(100)]),
    )
    .refine((s) => Object.keys(s).length <= 60, 'At most 60 conditions'),
  shared: z.boolean(),
  pinned: z.boolean(),
};
export const tokenScopes = ['read', 'write', ...permissions] as const;

/** Signing in and out. These work above workspaces, so they open their own transactions and take no Idempotency-Key. */
const signIn = {
  getSetup: endpoint({
    method: 'GET',
    path: '/setup',
    summary: 'Tell whether the first owner is still to be made.',
    may: 'anyone',
    ownTransactions: true,
    /** `letters`: who forgot a password can have a link sent. */
    answer: z.object({ needed: z.boolean(), letters: z.boolean() }),
  }),
  setUp: endpoint({
    method: 'POST',
    path: '/setup',
    summary: 'Make the first owner and workspace, and sign in.',
    may: 'anyone',
    ownTransactions: true,
    body: z.object({ name: text(100), email, password: newPassword, workspace: newWorkspace }),
    answer: sessionRecord,
  }),
  signIn: endpoint({
    method: 'POST',
    path: '/session',
    summary: 'Sign in with e-mail and password.',
    may: 'anyone',
    ownTransactions: true,
    body: z.object({ email, password: anyPassword }),
    answer: sessionRecord,
  }),
  signOut: endpoint({
    method: 'DELETE',
    path: '/session',
    summary: 'Sign out in this browser.',
    may: 'anyone',
    ownTransactions: true,
    answer: done,
  }),
  signOutEverywhere: endpoint({
    method: 'DELETE',
    path: '/sessions',
    summary: 'Sign out in every browser.',
    may: 'member',
    ownTransactions: true,
    answer: done,
  }),
  getSession: endpoint({
    method: 'GET',
    path: '/session',
    summary: 'Tell who is signed in, where, and what they may do.',
    may: 'member',
    answer: sessionRecord,
  }),
  changePassword: endpoint({
    method: 'PUT',
    path: '/me/password',
    summary: 'Change the own password and sign out everywhere else.',
    may: 'member',
    ownTransactions: true,
    body: z.object({ current: anyPassword, password: newPassword }),
    answer: done,
  }),
  changeProfile: endpoint({
    method: 'PATCH',
    path: '/me',
    summary: 'Change the own name.',
    may: 'member',
    ownTransactions: true,
    body: z.object({ name: text(100) }),
    answer: sessionRecord,
  }),
  makePasswordReset: endpoint({
    method: 'POST',
    path: '/members/:id/password-reset',
    summary: 'Make a link with which a member sets a new password.',
    may: 'workspace:write',
    ownTransactions: true,
    params: byId,
    answer: link,
  }),
  askForPassword: endpoint({
    method: 'POST',
    path: '/password-resets',
    summary: 'Have a link for a new password sent by mail. Answers the same whether anybody has this address or not.',
    may: 'anyone',
    ownTransactions: true,
    body: z.object({ email }),
    answer: done,
  }),
  resetPassword: endpoint({
    method: 'POST',
    path: '/password-resets/use',
    summary: 'Set a new password with a link, and sign in.',
    may: 'anyone',
    ownTransactions: true,
    body: z.object({ secret: linkSecret, password: newPassword }),
    answer: sessionRecord,
  }),
  seeInvitation: endpoint({
    method: 'POST',
    path: '/invitations/see',
    summary: 'Tell whom an invitation is for.',
    may: 'anyone',
    ownTransactions: true,
    body: z.object({ secret: linkSecret }),
    answer: z.object({ workspace: z.string(), name: z.string(), email: z.string() }),
  }),
  acceptInvitation: endpoint({
    method: 'POST',
    path: '/invitations/accept',
    summary: 'Accept an invitation, and sign in.',
    may: 'anyone',
    ownTransactions: true,
    body: z.object({ secret: linkSecret, password: anyPassword }),
    answer: sessionRecord,
  }),
  listMyWorkspaces: endpoint({
    method: 'GET',
    path: '/workspaces',
    summary: 'List the workspaces that I belong to.',
    may: 'member',
    ownTransactions: true,
    answer: z.object({ items: z.array(z.object({ id, name: z.string(), role: z.enum(roles), current: z.boolean() })) }),
  }),
  createWorkspace: endpoint({
    method: 'POST',
    path: '/workspaces',
    summary: 'Make another workspace, and go there.',
    may: 'workspace:write',
    ownTransactions: true,
    body: newWorkspace,
    answer: sessionRecord,
  }),
  switchWorkspace: endpoint({
    method: 'PUT',
    path: '/session/workspace',
    summary: 'Go to another of my workspaces.',
    may: 'member',
    ownTransactions: true,
    body: z.object({ id }),
    answer: sessionRecord,
  }),
};

const people = {
  listMembers: endpoint({
    method: 'GET',
    path: '/members',
    summary: 'List the members.',
    may: 'member:read',
    query: z.object({
      ...paging,
      search: z.string().trim().max(100).optional(),
      teamId: id.optional(),
      role: several(z.enum(roles)).optional(),
      disabled: flag.optional(),
    }),
    answer: page(memberRecord),
  }),
  getMember: endpoint({
    method: 'GET',
    path: '/members/:id',
    summary: 'Open a member.',
    may: 'member:read',
    params: byId,
    answer: memberRecord,
  }),
  addMember: endpoint({
    method: 'POST',
    path: '/members',
    summary: 'Add a member, who can sign in once invited.',
    may: 'member:write',
    status: 201,
    body: z.object({
      ...memberFields,
      businessRole: memberFields.businessRole.default(null),
      teamId: memberFields.teamId.default(null),
      email: memberFields.email.default(null),
    }),
    answer: memberRecord,
  }),
  changeMember: endpoint({
    method: 'PATCH',
    path: '/members/:id',
    summary: "Change a member's name, role or team.",
    may: 'member:write',
    versioned: true,
    ownTransactions: true,
    params: byId,
    body: z.object(memberFields).partial(),
    answer: memberRecord,
  }),
  setAccess: endpoint({
    method: 'PUT',
    path: '/members/:id/access',
    summary: 'Disable a member, or let them in again.',
    may: 'member:write',
    versioned: true,
    ownTransactions: true,
    params: byId,
    body: z.object({ enabled: z.boolean() }),
    answer: memberRecord,
  }),
  invite: endpoint({
    method: 'POST',
    path: '/members/:id/invitation',
    summary: 'Make a link with which a member joins.',
    may: 'member:write',
    ownTransactions: true,
    params: byId,
    answer: link,
  }),
  listTeams: endpoint({
    method: 'GET',
    path: '/teams',
    summary: 'List the teams.',
    may: 'team:read',
    query: z.object(paging),
    answer: page(teamRecord),
  }),
  createTeam: endpoint({
    method: 'POST',
    path: '/teams',
    summary: 'Make a team.',
    may: 'team:write',
    status: 201,
    body: z.object({
      ...teamFields,
      parentId: teamFields.parentId.default(null),
      leaderId: teamFields.leaderId.default(null),
    }),
    answer: teamRecord,
  }),
  changeTeam: endpoint({
    method: 'PATCH',
    path: '/teams/:id',
    summary: "Change a team's name, leader or place.",
    may: 'team:write',
    versioned: true,
    ownTransactions: true,
    params: byId,
    body: z.object(teamFields).partial(),
    answer: teamRecord,
  }),
  removeTeam: endpoint({
    method: 'DELETE',
    path: '/teams/:id',
    summary: 'Remove a team; its members and teams move up.',
    may: 'team:delete',
    ownTransactions: true,
    params: byId,
    answer: done,
  }),
};

const house = {
  getWorkspace: endpoint({
    method: 'GET',
    path: '/workspace',
    summary: 'Open the workspace.',
    may: 'workspace:read',
    answer: workspaceRecord,
  }),
  changeWorkspace: endpoint({
    method: 'PATCH',
    path: '/workspace',
    summary: "Change the workspace's name, money, place or settings.",
    may: 'workspace:write',
    versioned: true,
    body: z
      .object({
        name: text(100),
        timeZone,
        currency,
        country: country.nullable(),
        settings: settingsChange,
      })
      .partial(),
    answer: workspaceRecord,
  }),
  listTokens: endpoint({
    method: 'GET',
    path: '/tokens',
    summary: 'List API tokens.',
    may: 'token:read',
    query: z.object({ ...paging, memberId: id.optional() }),
    answer: page(tokenRecord),
  }),
  createToken: endpoint({
    method: 'POST',
    path: '/tokens',
    summary: 'Make an API token; it is shown this once.',
    may: 'token:write',
    ownTransactions: true,
    body: z.object({
      name: text(100),
      scopes: z.array(z.enum(tokenScopes)).min(1, 'Choose at least one').max(100),
      days: z.number().int().min(1).max(365).default(90),
    }),
    answer: tokenRecord.extend({ token: z.string() }),
  }),
  revokeToken: endpoint({
    method: 'DELETE',
    path: '/tokens/:id',
    summary: 'Revoke an API token.',
    may: 'token:delete',
    ownTransactions: true,
    params: byId,
    answer: tokenRecord,
  }),
  listViews: endpoint({
    method: 'GET',
    path: '/views',
    summary: 'List my saved views and those shared with me.',
    may: 'view:read',
    query: z.object({ ...paging, screen: z.string().max(60).optional() }),
    answer: page(viewRecord),
  }),
  createView: endpoint({
    method: 'POST',
    path: '/views',
    summary: 'Save a view.',
    may: 'view:write',
    status: 201,
    body: z.object({
      screen: text(60),
      ...viewFields,
      shared: viewFields.shared.default(false),
      pinned: viewFields.pinned.default(false),
    }),
    answer: viewRecord,
  }),
  changeView: endpoint({
    method: 'PATCH',
    path: '/views/:id',
    summary: 'Change a saved view.',
    may: 'view:write',
    versioned: true,
    params: byId,
    body: z.object(viewFields).partial(),
    answer: viewRecord,
  }),
  removeView: endpoint({
    method: 'DELETE',
    path: '/views/:id',
    summary: 'Remove a saved view.',
    may: 'view:delete',
    params: byId,
    answer: done,
  }),
  listEvents: endpoint({
    method: 'GET',
    path: '/events',
    summary: 'List what happened, newest first.',
    may: 'event:read',
    query: z.object({
      ...paging,
      kind: z.string().max(40).optional(),
      subjectId: id.optional(),
      accountId: id.optional(),
      memberId: id.optional(),
      name: z.string().max(60).optional(),
      from: z.iso.datetime({ offset: true }).optional(),
      until: z.iso.datetime({ offset: true }).optional(),
    }),
    answer: page(eventRecord),
  }),
  getHistory: endpoint({
    method: 'GET',
    path: '/history/:kind/:id',
    summary: 'List what happened to a record and how its fields changed, newest first.',
    may: 'event:read',
    params: z.object({ kind: z.enum(historyKinds), id }),
    query: z.object({ ...paging, field: z.string().max(60).optional() }),
    answer: page(fieldChange),
  }),
};

export const workspaceContract = { ...signIn, ...people, ...house };

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}
