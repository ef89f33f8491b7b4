/** Progress on the terminal: one line for each step. */

export function say(text) {
  console.log(text);
}

export function done(what) {
  console.log(`✓ ${what}`);
}

/** Runs one step and says in one line how it went and how long it took. */
export async function step(name, work) {
  const start = performance.now();
  try {
    await work();
  } catch (error) {
    console.log(`✗ ${name} ${seconds(performance.now() - start)}`);
    throw error;
  }
  done(`${name} ${seconds(performance.now() - start)}`);
}

export function seconds(milliseconds) {
  return `in ${(milliseconds / 1000).toFixed(1)} s`;
}
