/** How letters leave the house: an SMTP server and the address they come from. */
export interface MailSettings {
  url: string;
  from: { address: string; name: string | null };
}

export interface Postman {
  from: MailSettings['from'];
  /** Gives a letter to the mail server. Throws `Undeliverable`. */
  send(letter: Outgoing): Promise<void>;
  close(): void;
}

interface Outgoing {
  messageId: string;
  to: { address: string; name: string | null };
  fromName: string | null;
  replyTo: string | null;
  subject: string;
  text: string;
  html: string | null;
  unsubscribeUrl: string | null;
  attachment: { name: string; text: string } | null;
  at: Date;
}

/** Why a letter was not taken. `final`: trying again is useless. `serverAway`: it was the server's fault, not this letter's. */
export class Undeliverable extends Error {
  readonly reason: string;
  readonly final: boolean;
  readonly serverAway: boolean;

  constructor(reason: string, final: boolean, serverAway: boolean) {
    super(reason);
    this.reason = reason;
    this.final = final;
    this.serverAway = serverAway;
  }
}

export function openPostman({ url, from }: MailSettings): Postman {
  const server = new URL(url);
  const port = server.port ? Number(server.port) : server.protocol === 'smtps:' ? 465 : 587;
  const here = /^(localhost|127\.|\[?::1)/.test(server.hostname);
  // Read while the house goes on opening.
  const transport = import('nodemailer').then(({ createTransport }) =>
    createTransport({
      host: server.hostname.replaceAll(/[[\]]/g, ''),
      port,
      secure: server.protocol === 'smtps:',
      ...(server.username
        ? { auth: { user: decodeURIComponent(server.username), pass: decodeURIComponent(server.password) } }
        : {}),
      // A password goes over an encrypted line, or to this machine.
      requireTLS: Boolean(server.username) && !here && server.protocol === 'smtp:',
      ...(here ? { tls: { rejectUnauthorized: false } } : {}),
      pool: true,
      maxConnections: 1,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 30_000,
      dnsTimeout: 10_000,
    }),
  );
  return {
    from,
    async send(letter) {
      try {
        await (
          await transport
        ).sendMail({
          from: { address: from.address, name: letter.fromName ?? from.name ?? '' },
          to: { address: letter.to.address, name: letter.to.name ?? '' },
          ...(letter.replyTo ? { replyTo: letter.replyTo } : {}),
          envelope: { from: from.address, to: [letter.to.address] },
          subject: letter.subject,
          text: letter.text,
          ...(letter.html ? { html: letter.html } : {}),
          ...(letter.attachment
            ? {
                attachments: [
                  {
                    filename: letter.attachment.name,
                    content: letter.attachment.text,
                    contentType: 'text/csv; charset=utf-8',
                  },
                ],
              }
            : {}),
          messageId: messageId(letter.messageId, from.address),
          date: letter.at,
          headers: {
            // No answer from a machine is wanted.
            'Auto-Submitted': 'auto-generated',
            ...(letter.unsubscribeUrl
              ? {
                  'List-Unsubscribe': `<${letter.unsubscribeUrl}>`,
                  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
                }
              : {}),
          },
          disableFileAccess: true,
          disableUrlAccess: true,
        });
      } catch (error) {
        throw why(error);
      }
    },
    close: () => void transport.then((open) => open.close()),
  };
}

/** Stable for the letter, under the domain it comes from. */
const messageId = (id: string, from: string) => id.replace('@perennial>', `@${from.split('@')[1]!}>`);

function why(error: unknown): Undeliverable {
  const { code, responseCode, command } = error as { code?: string; responseCode?: number; command?: string };
  const reply = responseCode ? ` (${responseCode})` : '';
  if (code === 'EAUTH')
    return new Undeliverable(`The mail server does not accept the user and password of SMTP_URL${reply}.`, false, true);
  const aboutLetter =
    responseCode !== undefined &&
    (command?.startsWith('RCPT') || command === 'DATA' || code === 'EENVELOPE' || code === 'EMESSAGE');
  if (aboutLetter) {
    const final = responseCode >= 500;
    return new Undeliverable(
      final ? `The mail server refuses this letter for good${reply}.` : `The mail server asks to try later${reply}.`,
      final,
      false,
    );
  }
  return new Undeliverable(
    `The mail server could not be reached, or broke off${reply}${code ? ` (${code})` : ''}.`,
    false,
    true,
  );
}
