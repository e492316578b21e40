import { watchEventLoop } from './_watch-event-loop.ts';

// A process that does nothing but watch its event loop, until it is told to stop.

const watch = watchEventLoop();
process.once('message', () => {
  process.send?.(watch.stop());
  process.disconnect();
});
process.send?.('watching');
