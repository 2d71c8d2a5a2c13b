import type { ServerConfig } from '../config/server-config.ts';
import { startServer } from '../start-server.ts';

/** Prints the address, and serves until it is stopped. */
export async function serve(config: ServerConfig): Promise<void> {
  const started = await startServer({ config, log: process.stderr });
  if (!started.ok) {
    console.error(started.error);
    process.exitCode = 1;
    return;
  }
  const { address, close } = started.value;
  console.log(`Satchel's server is at ${address}`);
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) return;
    isStopping = true;
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error instanceof Error ? error.message : 'The server did not stop as it should.');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}
