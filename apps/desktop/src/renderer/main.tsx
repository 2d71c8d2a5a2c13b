import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './styles.css';
import { App } from './app.tsx';
import { BackendProvider } from './data/backend.tsx';
import { connectBackend } from './data/connect-backend.ts';
import { applyAppearance } from './shell/appearance.ts';
import './shell/came-back.ts';

applyAppearance();
const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root.');
createRoot(root).render(
  <StrictMode>
    <BackendProvider connect={connectBackend}>
      <App />
    </BackendProvider>
  </StrictMode>,
);
