/** One visitor's run. Times are milliseconds since the epoch. */
export interface Check {
  readonly token: string;
  readonly createdAt: number;
  readonly expiresAt: number;
}
