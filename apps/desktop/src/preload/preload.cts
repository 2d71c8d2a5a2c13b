// A sandboxed preload must be CommonJS.
const { ipcRenderer } = require('electron') as typeof import('electron');

/** The page asks for its line to the backend and gets one port: nothing else of Electron reaches it. */
window.addEventListener('message', ({ source, data }) => {
  if (source === window && data === 'satchel-connect') ipcRenderer.send('connect');
});
ipcRenderer.on('port', ({ ports }) => window.postMessage('satchel-port', window.location.origin, ports));
