import { createTransport } from 'nodemailer';
import type { MailConfig } from '../config/server-config.ts';
import type { Mail } from './mail.ts';

export interface Mailer {
  /** Takes a mail to be sent soon; nobody waits for it, so that no answer tells by its time whether one was sent. */
  readonly post: (mail: Mail) => void;
  /** Waits until what was taken is sent, or was given up. */
  readonly close: () => Promise<void>;
}

/** How long it waits before each further try, in milliseconds. */
const pauses = [1000, 10_000, 60_000];

/**
 * Sends mail over SMTP. One that a mail server does not take is tried again for a minute, then given up and told: what it
 * was for can be asked for again.
 */
export function createMailer(
  { url, isEncrypted, from }: MailConfig,
  onError: (error: unknown) => void,
  waits: readonly number[] = pauses,
): Mailer {
  const transport = createTransport({
    url,
    requireTLS: isEncrypted,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    // Mails are made here; nothing in them is fetched from anywhere.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const underWay = new Set<Promise<void>>();
  const ending = new AbortController();

  const send = async ({ to, subject, text, html }: Mail): Promise<void> => {
    for (const wait of [...waits, null]) {
      try {
        await transport.sendMail({ from, to: { name: '', address: to }, subject, text, html });
        return;
      } catch (error) {
        if (wait === null || ending.signal.aborted) {
          onError(error);
          return;
        }
        await pause(wait, ending.signal);
      }
    }
  };

  return {
    post(mail) {
      const sending = send(mail).finally(() => underWay.delete(sending));
      underWay.add(sending);
    },
    async close() {
      ending.abort();
      await Promise.all(underWay);
      transport.close();
    },
  };
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
