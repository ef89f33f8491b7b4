/** The exit codes of the process, for a command that answers by them: a probe, for one. */
export interface ExitStatus {
  /** When the command has done its work. */
  code: number;
  /** When it was called wrongly. */
  misuse: number;
}
