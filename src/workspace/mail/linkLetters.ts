interface Words {
  workspace: string;
  name: string;
  by: string;
  link: string;
}

/** What the letters say that let somebody in. */
export const linkLetter = {
  invitation: ({ workspace, name, by, link }: Words) => ({
    subject: `${by} invites you to ${workspace}`,
    text: `Hello ${name},

${by} invites you to work with ${workspace} in Perennial. Open this link to choose a password and come in:

${link}

It works once, within a week. If you did not expect this, you need do nothing.
`,
  }),
  password: ({ workspace, name, by, link }: Words) => ({
    subject: `A new password for ${workspace}`,
    text: `Hello ${name},

${by} made a link with which you set a new password:

${link}

It works once, within an hour. If you did not ask for it, tell ${by}.
`,
  }),
  'forgotten password': ({ workspace, name, link }: Words) => ({
    subject: `A new password for ${workspace}`,
    text: `Hello ${name},

somebody, we hope you, asked for a new password. Open this link to choose one:

${link}

It works once, within an hour. If it was not you, you need do nothing: your password stays as it is.
`,
  }),
};
