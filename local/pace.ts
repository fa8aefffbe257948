import type { Region } from '../simulator/region.ts';

/**
 * Lets simulated time pass, `speed` seconds to every real one. It stands still while anything of ours is at work, so that
 * a slow machine makes the world slower, never different. Returns the function that stops it.
 */
export function keepPace(region: Region, speed: number, busy: () => boolean): () => void {
  let stopped = false;
  let last = performance.now();
  const atRest = () => region.running() === 0 && !busy();
  const turn = async () => {
    while (!stopped) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      const now = performance.now();
      const target = region.state.now + (now - last) * speed;
      last = now;
      while (!stopped && atRest() && (region.nextTimerAt() ?? Number.POSITIVE_INFINITY) <= target) {
        region.fireNext();
        // What the timer has set going gets its turn before the clock moves on.
        await new Promise(setImmediate);
      }
      if (atRest()) region.advanceTo(target);
    }
  };
  turn();
  return () => {
    stopped = true;
  };
}
