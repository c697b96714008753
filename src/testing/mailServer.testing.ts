import { SMTPServer } from 'smtp-server';

/** A real mail server on this machine, which keeps what it was given. */
export interface MailServer {
  url: string;
  received: { to: string[]; text: string }[];
  /** How it behaves from now on; nothing: as it should. Forgets what it received. */
  behave(how?: Behaviour): void;
  close(): Promise<void>;
}

interface Behaviour {
  /** What it answers to a recipient, or null to accept. */
  recipient?: (address: string) => { code: number; message: string } | null;
  /** Breaks the connection off in the middle of the letter. */
  hangUp?: boolean;
}

export async function openMailServer(): Promise<MailServer> {
  let how: Behaviour = {};
  const received: MailServer['received'] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onRcptTo(address, _session, done) {
      const refusal = how.recipient?.(address.address);
      done(refusal ? Object.assign(new Error(refusal.message), { responseCode: refusal.code }) : null);
    },
    onData(stream, session, done) {
      if (how.hangUp) {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the library's types hide its connections
        for (const connection of (server as unknown as { connections: Set<{ _socket: { destroy(): void } }> })
          .connections)
          connection._socket.destroy();
        return;
      }
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        received.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          text: Buffer.concat(chunks).toString('utf8'),
        });
        done();
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as { port: number };
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    behave(next = {}) {
      how = next;
      received.length = 0;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
