export interface JsonAnswer {
  readonly response: Response;
  /** Null where it is not JSON: a proxy in front of the server answers with its own page when the server is down. */
  readonly body: unknown;
}

/** Never throws: null means that the server cannot be reached. */
export function postJson(path: string, content?: unknown): Promise<JsonAnswer | null> {
  return askJson(path, {
    method: 'POST',
    ...(content !== undefined && { body: JSON.stringify(content) }),
  });
}

/** Never throws: null means that the server cannot be reached. */
export async function askJson(path: string, request: RequestInit = {}): Promise<JsonAnswer | null> {
  let response: Response;
  try {
    response = await fetch(path, {
      ...request,
      headers: { accept: 'application/json', 'accept-language': document.documentElement.lang },
    });
  } catch {
    return null;
  }
  return { response, body: await response.json().catch(() => null) };
}
