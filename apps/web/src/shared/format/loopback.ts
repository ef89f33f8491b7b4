/** Whether the URL's host is this machine itself (RFC 1122 §3.2.1.3, RFC 6761 §6.3). */
export function isLoopbackUrl(url: string): boolean {
  const { hostname } = new URL(url);
  return /^127(\.\d+){3}$|^\[::1\]$|(^|\.)localhost$/.test(hostname);
}
