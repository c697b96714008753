import type { Handlers } from '../platform/serve.ts';
import { auditHandlers } from './audit.api.ts';
import type { workspaceContract } from './contract.ts';
import { linkHandlers } from './links.api.ts';
import { memberHandlers } from './members.api.ts';
import { signInHandlers } from './signIn.api.ts';
import { teamHandlers } from './teams.api.ts';
import { tokenHandlers } from './tokens.api.ts';
import { viewHandlers } from './views.api.ts';
import { workspacesHandlers } from './workspaces.api.ts';

export const workspaceHandlers: Handlers<typeof workspaceContract> = {
  ...signInHandlers,
  ...linkHandlers,
  ...workspacesHandlers,
  ...memberHandlers,
  ...teamHandlers,
  ...tokenHandlers,
  ...viewHandlers,
  ...auditHandlers,
};
