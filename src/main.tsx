import kernelText from 'virtual:kernel-text';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

createRoot(root).render(
  <StrictMode>
    <h1>Supervision-tree playground</h1>
    <p>Engine: {kernelText.length} bytes.</p>
  </StrictMode>,
);
