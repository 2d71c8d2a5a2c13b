import { Server } from '@hocuspocus/server';

// The process of the relay that changes are compared with: neither validates nor stores. Tells its port, and ends when
// whoever started it does.
const server = new Server({ port: 0, address: '127.0.0.1', quiet: true, stopOnSignals: false });
await server.listen();
process.send?.(server.address.port);
process.on('disconnect', () => process.exit(0));
