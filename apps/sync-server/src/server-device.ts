/** The server's own name where a change needs a device. */
export const serverDevice = 'server00';
