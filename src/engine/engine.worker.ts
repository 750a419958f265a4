// The place of the engine's worker.
self.postMessage('ready');
