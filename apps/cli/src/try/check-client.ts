/** The part of the HTTP interface that the simulated sender needs. */
import { checkBody, problemBody, type CheckBody } from '#contracts';

/** Throws when the API does not answer, or answers with a problem. */
export class CheckClient {
  constructor(private readonly apiUrl: string) {}

  create(): Promise<CheckBody> {
    return this.request('POST', '/api/checks');
  }

  read(token: string): Promise<CheckBody> {
    return this.request('GET', `/api/checks/${encodeURIComponent(token)}`);
  }

  private async request(method: string, path: string): Promise<CheckBody> {
    const response = await fetch(`${this.apiUrl}${path}`, { method }).catch(() => {
      throw new Error(`nothing answers at ${this.apiUrl}: is npm start running?`);
    });
    const body: unknown = await response.json().catch(() => null);
    if (response.ok) return checkBody.parse(body);
    const problem = problemBody.safeParse(body);
    throw new Error(problem.success ? problem.data.detail : `the API answered ${response.status}`);
  }
}
