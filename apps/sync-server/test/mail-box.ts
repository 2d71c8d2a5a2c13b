import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { until } from './device.ts';

/** A mail as it came over the wire. */
export interface ReceivedMail {
  readonly to: string;
  readonly raw: string;
  /** Of both parts, decoded; without what mail adds to lines. */
  readonly text: string;
  readonly link: string | null;
}

/** A real mail server of this machine that keeps what it gets. */
export interface MailBox {
  readonly url: string;
  readonly mails: () => readonly ReceivedMail[];
  /** The last mail to an address, awaited. */
  readonly mailTo: (address: string, subject: RegExp) => Promise<ReceivedMail>;
  /** The next so many tries to send are refused for now. */
  readonly refuse: (times: number) => void;
  readonly close: () => Promise<void>;
}

export async function openMailBox(): Promise<MailBox> {
  const mails: ReceivedMail[] = [];
  let refusals = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, callback) {
      let raw = '';
      stream.on('data', (part: Buffer) => {
        raw += part.toString();
      });
      stream.on('end', () => {
        if (refusals > 0) {
          refusals -= 1;
          callback(Object.assign(new Error('Try again later'), { responseCode: 451 }));
          return;
        }
        const text = raw
          .replace(/=\r\n/g, '')
          .replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
        const link = /https?:\/\/\S+\?token=[\w-]+/.exec(text)?.[0] ?? null;
        mails.push({ to: session.envelope.rcptTo[0]?.address ?? '', raw, text, link });
        callback();
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails: () => mails,
    async mailTo(address, subject) {
      const found = () => mails.findLast(({ to, text }) => to === address && subject.test(text));
      await until(`a mail to ${address}`, () => found() !== undefined);
      const mail = found();
      if (!mail) throw new Error('It was there.');
      return mail;
    },
    refuse(times) {
      refusals = times;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
