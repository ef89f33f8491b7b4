/** Healthy: the API answers, which it does with 200 only when the store can be read and written. */
try {
  const { ok } = await fetch('http://127.0.0.1:8080/healthz');
  process.exit(ok ? 0 : 1);
} catch {
  process.exit(1);
}
